// After a compromise: until when who still trusts the key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/keyring/plan.hpp"
#include "jwtkeep/keyring/verifier.hpp"

namespace jwtkeep::keyring {

/// Whether somebody still takes tokens of a key.
enum class Trust : std::uint8_t {
  over,       ///< refuses them
  ends,       ///< takes them until a known time at the latest
  waits,      ///< takes them, and its time has not begun: a destination has not confirmed that the key is gone
  unbounded,  ///< takes them until somebody does something about it
};

std::string_view word(Trust trust) noexcept;

/// One kind of verifier.
struct VerifierTrust {
  std::string verifier;
  const Verifier* known = nullptr;  ///< nullptr: not in this jwtkeep's table; it is taken to keep to P
  Trust trust = Trust::unbounded;
  std::optional<base::Instant> stops_at = {};  ///< for `over` and `ends`: the latest moment at which it trusted the key
};

/// One destination and those who read from it.
struct DestinationTrust {
  std::string destination;
  std::optional<base::Instant> removed_at = {};  ///< it has been without the key ever since, by read-back
  Trust trust = Trust::waits;
  std::optional<base::Instant> stops_at = {};  ///< the latest moment at which a reader that keeps to P trusted the key
};

/// One compromised key.
struct EmergencyClock {
  std::string kid;
  base::Instant compromised_at{};
  base::Instant left_at{};                    ///< when it was taken out of the keyring's verifying keys
  std::optional<base::Instant> gone_at = {};  ///< when the last destination was without it; nothing: not yet
  std::vector<DestinationTrust> destinations = {};
  /// jwtkeep itself first, then those that the policy names. A symmetric keyring's verifiers hold the secret itself and
  /// fetch nothing: for them `destinations` tells, and here stands jwtkeep alone.
  std::vector<VerifierTrust> verifiers = {};
  VerifierTrust others;  ///< whoever keeps to P, by any name

  /// Whether everybody that is told of here refuses the key.
  [[nodiscard]] bool over() const noexcept;
};

/// The clock of every compromised key of `keyring`, in the order of its keys. Pure: no clock, no I/O.
///
/// A verifier last fetched the key just before the slowest destination was without it, and trusts it for its cache's
/// age. That moment was noted by another machine's clock, which may be S off: it is told as over S later.
std::vector<EmergencyClock> emergency_clock(const Keyring& keyring, const Confirmations& confirmations,
                                            base::Instant now);

}  // namespace jwtkeep::keyring
