#include "jwtkeep/keyring/verifier_choice.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/trimmed.hpp"
#include "jwtkeep/keyring/verifier.hpp"

namespace jwtkeep::keyring {
namespace {

using base::fail;
using base::format_duration;
using base::Reason;
using base::Seconds;

constexpr std::size_t kShownOfAName = 64;

std::unexpected<base::Error> unknown(std::string_view name) {
  return fail(Reason::bad_value, fmt::format("there is no verifier \"{}\" in the table", name.substr(0, kShownOfAName)),
              base::did_you_mean(near_verifiers(name),
                                 "see all of them with: jwtkeep verifiers; for one that is not there give its cache's "
                                 "time by --propagation"));
}

/// `node-jwks-rsa 10m, spring 5m`: whatever a bound is known of.
std::string arithmetic(const std::vector<const Verifier*>& rows) {
  std::string text;
  for (const auto* row : rows) {
    if (learns_within(*row) == Seconds{0}) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", row->name, format_duration(learns_within(*row)));
  }
  return text;
}

std::unexpected<base::Error> unbounded(const Verifier& row) {
  if (row.bound == Verifier::Bound::header) {
    return fail(Reason::bad_policy,
                fmt::format("{} keeps a key as long as your Cache-Control says: it sets no P by itself", row.name),
                "add --propagation with the max-age that your key set is served with, or more");
  }
  return fail(
      Reason::bad_policy,
      fmt::format("the cache of {} never ends: it goes on trusting a key that you no longer publish until it is "
                  "restarted{}, and sets no P",
                  row.name,
                  row.unknown_kid == Verifier::UnknownKid::refetch ? " or meets a kid that it does not know" : ""),
      "add --propagation with the time in which you restart all of them, or give it a cache that ends");
}

}  // namespace

base::Result<std::vector<std::string>> parse_verifiers(std::string_view text) {
  std::vector<std::string> names;
  for (;;) {
    const auto comma = text.find(',');
    const auto name = base::trimmed(text.substr(0, comma));
    if (name.empty()) {
      return fail(Reason::bad_value, "--verifiers has an empty name in it",
                  "write names with commas between them, such as node-jwks-rsa,spring");
    }
    if (find_verifier(name) == nullptr) return unknown(name);
    if (std::ranges::find(names, name) == names.end()) names.emplace_back(name);
    if (comma == std::string_view::npos) return names;
    text.remove_prefix(comma + 1);
  }
}

base::Result<Seconds> propagation_for(const std::vector<std::string>& verifiers, std::optional<Seconds> given) {
  std::vector<const Verifier*> rows;
  Seconds largest{0};
  for (const auto& name : verifiers) {
    const auto* row = find_verifier(name);
    if (row == nullptr) return unknown(name);
    if (row->bound != Verifier::Bound::age && !given) return unbounded(*row);
    largest = std::max(largest, learns_within(*row));
    rows.push_back(row);
  }
  if (!given) return largest;
  if (*given < largest) {
    return fail(
        Reason::bad_policy,
        fmt::format("--propagation {} is shorter than the largest cache of --verifiers, {} ({}): verifiers would "
                    "not know the next key yet when it signs",
                    format_duration(*given), format_duration(largest), arithmetic(rows)),
        fmt::format("give --propagation {} or more, or leave it out: --verifiers sets it", format_duration(largest)));
  }
  return *given;
}

}  // namespace jwtkeep::keyring
