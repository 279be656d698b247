#include "cli/view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::cli {
namespace {

using keyring::Step;

base::Instant when(const Step& step) { return std::max(step.safe_at, step.wanted_at); }

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", ") + printable(name);
  return text;
}

/// Rounded up to what `describe_duration` shows of it: whoever comes back then is not too early.
base::Instant::duration rounded_up(base::Instant::duration ahead) {
  using namespace std::chrono;
  if (ahead > days{1}) return ceil<hours>(ahead);
  if (ahead > hours{1}) return ceil<minutes>(ahead);
  return ahead > seconds{10} ? duration_cast<base::Instant::duration>(ceil<seconds>(ahead)) : ahead;
}

}  // namespace

std::string relative(base::Instant at, base::Instant now) {
  const auto apart = at > now ? at - now : now - at;
  if (apart < std::chrono::milliseconds{100}) return "now";
  return at > now ? "in " + time_left(at, now) : base::describe_duration(apart) + " ago";
}

std::string time_left(base::Instant at, base::Instant now) { return base::describe_duration(rounded_up(at - now)); }

std::string state_text(const Output& out, keyring::State state) {
  switch (state) {
    case keyring::State::pending: return out.styled(Style::cyan, "pending");
    case keyring::State::active: return out.styled(Style::green, "active");
    case keyring::State::retiring: return out.styled(Style::yellow, "retiring");
    case keyring::State::retired: return out.styled(Style::dim, "retired");
    case keyring::State::compromised: return out.styled(Style::red, "compromised");
  }
  return {};
}

std::string step_sentence(const Step& step, const keyring::Policy& policy, base::Instant now) {
  std::string what;
  switch (step.kind) {
    case Step::Kind::publish: what = "a new key is published"; break;
    case Step::Kind::activate: what = short_kid(step.kid) + " begins to sign"; break;
    case Step::Kind::retire: what = short_kid(step.kid) + " is retired"; break;
    case Step::Kind::destroy: what = "the secret of " + short_kid(step.kid) + " is destroyed"; break;
  }
  if (!step.waiting_for.empty()) return what + " once " + joined(step.waiting_for) + " has confirmed what it holds";
  const auto at = when(step);
  if (at <= now) {
    return fmt::format("{} at the next rotate (due {}; {})", what, relative(at, now), keyring::why(step, policy));
  }
  return fmt::format("{} {} ({}Z; {})", what, relative(at, now), base::describe_instant(at),
                     keyring::why(step, policy));
}

std::string taken_sentence(const Step& step) {
  switch (step.kind) {
    case Step::Kind::publish: return "published " + short_kid(step.kid) + ": it verifies, and does not sign yet";
    case Step::Kind::activate: return "activated " + short_kid(step.kid) + ": it signs from now on";
    case Step::Kind::retire: return "retired " + short_kid(step.kid) + ": its last token has expired";
    case Step::Kind::destroy: return "destroyed the secret of " + short_kid(step.kid);
  }
  return {};
}

std::string next_sentence(const keyring::Steps& ahead, const keyring::Policy& policy, base::Instant now) {
  const auto next = std::ranges::min_element(ahead, {}, when);
  if (next == ahead.end()) return "nothing lies ahead";
  return step_sentence(*next, policy, now);
}

}  // namespace jwtkeep::cli
