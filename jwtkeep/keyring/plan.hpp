// When each key may move on: the rules that make a rotation refuse no valid token.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "jwtkeep/keyring/keyring.hpp"

namespace jwtkeep::keyring {

/// A destination has held the keyring as of `revision`, or later, ever since `at`.
struct Confirmation {
  std::uint64_t revision = 0;
  base::Instant at{};
  friend bool operator==(const Confirmation&, const Confirmation&) = default;
};

/// One destination and everything it has confirmed by a read-back, in order of revision.
struct DestinationView {
  std::string destination;  ///< its name, for messages
  std::vector<Confirmation> confirmed;
};

/// Every destination that a keyring is synced to. A keyring without destinations is read from the store itself.
using Confirmations = std::vector<DestinationView>;

/// One move in the life of a keyring.
struct Step {
  enum class Kind : std::uint8_t {
    publish,   ///< make the next key and publish it as pending
    activate,  ///< the pending key begins to sign; the active one, if any, becomes retiring
    retire,    ///< a retiring key is refused from now on
    destroy,   ///< a retired or compromised key's material is wiped
  };
  Kind kind = Kind::publish;
  std::string kid = {};        ///< empty for publish: the key does not exist yet
  base::Instant safe_at{};     ///< not before: the invariant would break
  base::Instant wanted_at{};   ///< when the policy wants it; may lie before or after safe_at
  base::Instant soonest_at{};  ///< safe_at, had every destination confirmed at once
  std::vector<std::string> waiting_for =
      {};                  ///< destinations that have not confirmed; safe_at is then only a lower bound
  bool emergency = false;  ///< no key signs: safe_at was set aside, because no token at all would be worse

  /// Whether the invariant allows it at `now`.
  [[nodiscard]] bool safe(base::Instant now) const noexcept { return waiting_for.empty() && safe_at <= now; }
  /// Whether nothing but a destination keeps it from being taken at `now`.
  [[nodiscard]] bool held(base::Instant now) const noexcept {
    return !waiting_for.empty() && soonest_at <= now && wanted_at <= now;
  }
  /// Whether it is safe and the policy wants it at `now`.
  [[nodiscard]] bool due(base::Instant now) const noexcept { return safe(now) && wanted_at <= now; }
};

using Steps = std::vector<Step>;

/// The steps that lie ahead of a keyring, each with its earliest safe time, in the order in which they are to be taken.
/// Pure: no clock, no I/O, no randomness. At most one `activate` and one `publish` are given; what follows from them
/// is planned again after they have been carried out.
///
/// The invariant (DESIGN, "The life of a key"): with t0 the time from which every destination held the pending key,
/// it may sign at t1 >= t0 + P + S; with t1' the time from which every destination held that change, the key before
/// may be retired at t2 >= t1' + Q + T + 2S.
Steps plan(const Keyring& keyring, const Policy& policy, const Confirmations& confirmations, base::Instant now);

/// The earliest time at which a step may become due: when `rotate --due` has to look at the keyring again. Nothing
/// ahead gives nothing.
std::optional<base::Instant> next_due(const Steps& steps);

std::string_view word(Step::Kind kind) noexcept;

/// For people: the rule behind a step's time, with the policy's numbers.
std::string why(const Step& step, const Policy& policy);

}  // namespace jwtkeep::keyring
