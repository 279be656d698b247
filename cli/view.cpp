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

base::Json key_json(const keyring::Key& key) {
  auto json = keyring::to_json(key);
  json.erase("epoch");
  json.erase("published_revision");
  json.erase("superseded_revision");
  json.erase("removed_revision");
  return json;
}

}  // namespace

base::Json keyring_json(const keyring::Keyring& keyring, const keyring::Steps& ahead) {
  auto keys = base::Json::array();
  for (const auto& key : keyring.keys) keys.push(key_json(key));
  auto json = base::Json::object({{"keyring", keyring.name.text()},
                                  {"service", keyring.name.service()},
                                  {"environment", keyring.name.environment()}});
  if (!keyring.name.use().empty()) json.set("use", keyring.name.use());
  json.set("revision", keyring.revision);
  json.set("created_at", base::format_instant(keyring.created_at));
  json.set("changed_at", base::format_instant(keyring.changed_at));
  json.set("policy", keyring::to_json(keyring.policy));
  json.set("keys", std::move(keys));
  json.set("ahead", steps_json(ahead));
  return json;
}

base::Json steps_json(const keyring::Steps& steps) {
  auto list = base::Json::array();
  for (const auto& step : steps) {
    auto json = base::Json::object({{"step", keyring::word(step.kind)}});
    if (!step.kid.empty()) json.set("kid", step.kid);
    json.set("safe_at", base::format_instant(step.safe_at));
    json.set("wanted_at", base::format_instant(step.wanted_at));
    if (step.emergency) json.set("emergency", true);
    if (!step.waiting_for.empty()) {
      auto waiting = base::Json::array();
      for (const auto& name : step.waiting_for) waiting.push(name);
      json.set("waiting_for", std::move(waiting));
    }
    list.push(std::move(json));
  }
  return list;
}

namespace {

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
