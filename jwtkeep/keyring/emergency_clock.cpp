#include "jwtkeep/keyring/emergency_clock.hpp"

#include <algorithm>

#include "jwtkeep/keyring/held.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Instant;
using base::Seconds;

constexpr std::string_view kOurselves = "jwtkeep";

Trust trust_until(Instant stops_at, Instant now) { return stops_at <= now ? Trust::over : Trust::ends; }

/// The revision that a destination has to hold to be without the key. A key whose removal was not noted is gone for
/// certain once the destination holds the keyring as it is now.
std::uint64_t revision_without(const Key& key, const Keyring& keyring) {
  return key.removed_revision != 0 ? key.removed_revision : keyring.revision;
}

Instant left_at(const Key& key) {
  return key.retired_at ? std::min(*key.retired_at, *key.compromised_at) : *key.compromised_at;
}

class Reckoning {
 public:
  Reckoning(const Keyring& keyring, const Confirmations& confirmations, Instant now)
      : keyring_(keyring), confirmations_(confirmations), now_(now) {}

  [[nodiscard]] EmergencyClock of(const Key& key) const {
    EmergencyClock clock{.kid = key.kid, .compromised_at = *key.compromised_at, .left_at = left_at(key), .others = {}};
    const auto revision = revision_without(key, keyring_);
    const auto held = everyone_since(confirmations_, revision, clock.left_at, now_);
    if (held.waiting_for.empty()) clock.gone_at = held.since;
    for (const auto& destination : confirmations_)
      clock.destinations.push_back(reader_of(destination, revision, clock));
    // It reads the store, where the key left at once, and by the time that the store itself noted.
    clock.verifiers.push_back({.verifier = std::string(kOurselves),
                               .known = find_verifier(kOurselves),
                               .trust = Trust::over,
                               .stops_at = clock.left_at});
    if (!jose::is_symmetric(key.alg)) {
      for (const auto& name : keyring_.policy.verifiers) {
        if (name != kOurselves) clock.verifiers.push_back(verifier(name, clock));
      }
    }
    clock.others = keeping_for(keyring_.policy.propagation, clock);
    // Copies of a secret that no destination renews have nothing that would end them.
    if (jose::is_symmetric(key.alg) && confirmations_.empty()) clock.others = {.verifier = {}};
    return clock;
  }

 private:
  [[nodiscard]] DestinationTrust reader_of(const DestinationView& view, std::uint64_t revision,
                                           const EmergencyClock& clock) const {
    DestinationTrust told{.destination = view.destination};
    const auto since = held_since(view, revision);
    if (!since) return told;
    told.removed_at = std::max(*since, clock.left_at);
    told.stops_at = *told.removed_at + publish_to_active(keyring_.policy);  // P + S
    told.trust = trust_until(*told.stops_at, now_);
    return told;
  }

  [[nodiscard]] VerifierTrust keeping_for(Seconds cache_age, const EmergencyClock& clock) const {
    if (!clock.gone_at) return {.verifier = {}, .trust = Trust::waits};
    const auto stops_at = *clock.gone_at + cache_age + keyring_.policy.skew;
    return {.verifier = {}, .trust = trust_until(stops_at, now_), .stops_at = stops_at};
  }

  [[nodiscard]] VerifierTrust verifier(const std::string& name, const EmergencyClock& clock) const {
    const auto& policy = keyring_.policy;
    const auto* known = find_verifier(name);
    VerifierTrust told{.verifier = {}, .trust = Trust::unbounded};
    if (known == nullptr) {
      told = keeping_for(policy.propagation, clock);
    } else if (known->bound == Verifier::Bound::header) {
      // P was given by hand for it, as the max-age that the key set is served with.
      told = keeping_for(std::max(known->cache_age, policy.propagation), clock);
    } else if (known->bound == Verifier::Bound::age) {
      told = keeping_for(known->cache_age, clock);
    }
    told.verifier = name;
    told.known = known;
    return told;
  }

  const Keyring& keyring_;
  const Confirmations& confirmations_;
  Instant now_;
};

}  // namespace

std::string_view word(Trust trust) noexcept {
  switch (trust) {
    case Trust::over: return "over";
    case Trust::ends: return "ends";
    case Trust::waits: return "waits";
    case Trust::unbounded: return "unbounded";
  }
  return "";
}

bool EmergencyClock::over() const noexcept {
  const auto is_over = [](const auto& told) { return told.trust == Trust::over; };
  return is_over(others) && std::ranges::all_of(verifiers, is_over) && std::ranges::all_of(destinations, is_over);
}

std::vector<EmergencyClock> emergency_clock(const Keyring& keyring, const Confirmations& confirmations, Instant now) {
  const Reckoning reckoning(keyring, confirmations, now);
  std::vector<EmergencyClock> clocks;
  for (const auto& key : keyring.keys) {
    if (key.state == State::compromised) clocks.push_back(reckoning.of(key));
  }
  return clocks;
}

}  // namespace jwtkeep::keyring
