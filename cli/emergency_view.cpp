#include "cli/emergency_view.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/view.hpp"
#include "cli/wrapped.hpp"

namespace jwtkeep::cli {
namespace {

using base::Instant;
using keyring::DestinationTrust;
using keyring::EmergencyClock;
using keyring::Trust;
using keyring::Verifier;
using keyring::VerifierTrust;

std::string clock_time(Instant at) { return base::describe_instant(at) + "Z"; }

/// `trust`, when it ends, and what is left of it.
void set_trust(base::Json& json, Trust trust, const std::optional<Instant>& stops_at, Instant now) {
  json.set("trust", keyring::word(trust));
  if (!stops_at) return;
  json.set("stops_at", base::format_instant(*stops_at));
  const auto left = std::chrono::ceil<base::Seconds>(std::max(*stops_at - now, Instant::duration{0}));
  json.set("left_s", std::int64_t{left.count()});
}

base::Json verifier_trust_json(const VerifierTrust& told, Instant now) {
  auto json = base::Json::object({});
  if (!told.verifier.empty()) json.set("name", told.verifier);
  set_trust(json, told.trust, told.stops_at, now);
  return json;
}

base::Json destination_trust_json(const DestinationTrust& told, Instant now) {
  auto json = base::Json::object({{"id", told.destination}});
  if (told.removed_at) json.set("removed_at", base::format_instant(*told.removed_at));
  set_trust(json, told.trust, told.stops_at, now);
  return json;
}

base::Json clock_json(const EmergencyClock& clock, Instant now) {
  auto verifiers = base::Json::array();
  for (const auto& told : clock.verifiers) verifiers.push(verifier_trust_json(told, now));
  auto destinations = base::Json::array();
  for (const auto& told : clock.destinations) destinations.push(destination_trust_json(told, now));
  auto json = base::Json::object({{"kid", clock.kid},
                                  {"compromised_at", base::format_instant(clock.compromised_at)},
                                  {"left_at", base::format_instant(clock.left_at)}});
  if (clock.gone_at) json.set("gone_at", base::format_instant(*clock.gone_at));
  json.set("over", clock.over());
  json.set("verifiers", std::move(verifiers));
  json.set("others", verifier_trust_json(clock.others, now));
  json.set("destinations", std::move(destinations));
  return json;
}

class Telling {
 public:
  Telling(const Output& out, const keyring::Keyring& ring, const EmergencyClock& clock, Instant now)
      : out_(out), ring_(ring), clock_(clock), now_(now) {
    const auto* key = ring.find(clock.kid);
    symmetric_ = key != nullptr && jose::is_symmetric(key->alg);
  }

  [[nodiscard]] std::string text() const {
    if (clock_.over()) return over();
    std::string lines =
        "  " +
        out_.styled(Style::red, fmt::format("{} compromised {} ({})", short_kid(clock_.kid),
                                            relative(clock_.compromised_at, now_), clock_time(clock_.compromised_at))) +
        ": who still trusts it\n";
    lines += rows();
    for (const auto& told : clock_.destinations) lines += wrapped(destination(told), out_.width());
    for (const auto& sentence : advice()) lines += wrapped("- " + sentence, out_.width());
    return lines;
  }

 private:
  [[nodiscard]] std::string over() const {
    Instant last = clock_.left_at;
    for (const auto& told : clock_.verifiers) last = std::max(last, told.stops_at.value_or(last));
    for (const auto& told : clock_.destinations) last = std::max(last, told.stops_at.value_or(last));
    last = std::max(last, clock_.others.stops_at.value_or(last));
    return wrapped(
        fmt::format("{} compromised {}: all who keep to this policy have stopped trusting it, the last by {}",
                    short_kid(clock_.kid), relative(clock_.compromised_at, now_), clock_time(last)),
        out_.width());
  }

  [[nodiscard]] std::string left(Trust trust, const std::optional<Instant>& stops_at) const {
    switch (trust) {
      case Trust::over: return out_.styled(Style::green, "over");
      case Trust::ends: return out_.styled(Style::yellow, time_left(*stops_at, now_));
      case Trust::waits: return out_.styled(Style::red, "not begun");
      case Trust::unbounded: return out_.styled(Style::red, "no end");
    }
    return {};
  }

  [[nodiscard]] static std::string until(const VerifierTrust& told) {
    if (told.stops_at) return clock_time(*told.stops_at);
    return told.trust == Trust::waits ? "a destination waits" : "you restart it";
  }

  [[nodiscard]] std::string cache(const VerifierTrust& told) const {
    return told.known != nullptr ? keyring::describe_cache(*told.known) : "P " + propagation();
  }

  [[nodiscard]] std::string propagation() const { return base::format_duration(ring_.policy.propagation); }

  [[nodiscard]] std::string rows() const {
    std::vector<std::vector<std::string>> table_rows{{"  VERIFIER", "KEEPS A KEY", "TRUSTS IT UNTIL", "LEFT"}};
    const auto add = [&](const std::string& name, const std::string& keeps, const VerifierTrust& told) {
      table_rows.push_back({"  " + name, keeps, until(told), left(told.trust, told.stops_at)});
    };
    for (const auto& told : clock_.verifiers) add(told.verifier, cache(told), told);
    if (symmetric_ && clock_.destinations.empty()) {
      add("copies of the secret", "as they are", clock_.others);
    } else {
      add("everybody else", "P " + propagation(), clock_.others);
    }
    return table(table_rows);
  }

  [[nodiscard]] std::string destination(const DestinationTrust& told) const {
    const auto name = printable(told.destination);
    if (!told.removed_at) {
      return fmt::format("{}: {}; its readers trust the key until it has confirmed, and P {} more", name,
                         out_.styled(Style::red, "has not confirmed that the key is gone"), propagation());
    }
    const auto since = fmt::format("{}: without the key since {}", name, clock_time(*told.removed_at));
    if (told.trust == Trust::over) return since + ", and so are its readers";
    return fmt::format("{}; its readers until {} at the latest, {} left", since, clock_time(*told.stops_at),
                       left(told.trust, told.stops_at));
  }

  /// What can be done, and what the times are counted from.
  [[nodiscard]] std::vector<std::string> advice() const {
    std::vector<std::string> sentences;
    for (const auto& told : clock_.verifiers) {
      if (told.trust != Trust::unbounded) continue;
      const bool asks = told.known != nullptr && told.known->unknown_kid == Verifier::UnknownKid::refetch;
      sentences.push_back(
          fmt::format("{}: its cache never ends. Restart every one of them now{}", told.verifier,
                      asks ? "; a token with a kid that it does not know makes it ask again, too" : ""));
    }
    if (symmetric_) {
      sentences.push_back(fmt::format(
          "{} verifiers hold the secret itself: each trusts the old one until it has been handed the new one and runs "
          "with it",
          jose::info(ring_.policy.alg).name));
      sentences.push_back(clock_.destinations.empty()
                              ? "no destination renews the copies that `env`, `run` or `export` gave out: hand the new "
                                "secret out and restart who uses it"
                              : "a destination renews no copy that `env` or `export` gave out, and no time counts for "
                                "it: jwtkeep history " +
                                    ring_.name.text() + " tells who got one");
    } else {
      const auto skew = base::format_duration(ring_.policy.skew);
      sentences.push_back(
          clock_.destinations.empty()
              ? fmt::format(
                    "counted from when the key left this store, with S {} for clocks that differ; a key set that "
                    "you publish by hand (jwtkeep export jwks) has to be published anew now, and the times "
                    "begin then",
                    skew)
              : fmt::format("counted from when the last destination was without the key, with S {} for clocks that "
                            "differ",
                            skew));
    }
    const bool waits = std::ranges::any_of(clock_.destinations,
                                           [](const DestinationTrust& told) { return told.trust == Trust::waits; });
    if (waits) sentences.push_back("times that have not begun do so when the last destination has confirmed");
    const bool ends =
        std::ranges::any_of(clock_.verifiers, [](const VerifierTrust& told) { return told.trust == Trust::ends; });
    if (ends) sentences.push_back("a restart ends a verifier's trust sooner: it fetches the keys anew");
    return sentences;
  }

  const Output& out_;
  const keyring::Keyring& ring_;
  const EmergencyClock& clock_;
  Instant now_;
  bool symmetric_ = false;
};

}  // namespace

base::Json emergency_json(const std::vector<EmergencyClock>& clocks, Instant now) {
  auto list = base::Json::array();
  for (const auto& clock : clocks) list.push(clock_json(clock, now));
  return list;
}

std::string emergency_text(const Output& out, const keyring::Keyring& keyring,
                           const std::vector<EmergencyClock>& clocks, Instant now) {
  std::string text;
  for (const auto& clock : clocks) text += (text.empty() ? "" : "\n") + Telling(out, keyring, clock, now).text();
  return text;
}

}  // namespace jwtkeep::cli
