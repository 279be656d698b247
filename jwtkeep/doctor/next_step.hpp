// What its owner does next with a store, by what is seen of it: for `jwtkeep` without a command.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/store/store.hpp"

namespace jwtkeep::doctor {

/// As much of a store as is cheap to look at.
struct Sight {
  bool has_store = false;
  std::optional<base::Error> closed = {};  ///< why it cannot be opened
  bool has_keyrings = false;
  std::vector<store::WholeKeyring> due = {};  ///< that somebody has to look at now (`Store::due`)
  bool more_due = false;                      ///< there are others, which were not looked at
};

struct NextStep {
  enum class Kind : std::uint8_t {
    make_store,
    open_store,  ///< something keeps it shut
    make_keyring,
    give_signer,  ///< a keyring has no key that signs
    reach,        ///< a push to a destination has failed
    rotate,       ///< steps are due, or destinations are to be looked at again
    push,         ///< a destination has yet to hold what the keyring is now
    confirm,      ///< a destination that confirms by itself keeps a rotation waiting
    wait,         ///< nothing: all that is due is done
  };
  Kind kind = Kind::wait;
  std::string what = {};  ///< one sentence without a full stop; may hold what strangers wrote; empty for `wait`
  std::string how = {};   ///< the command line, or what to mend; empty for `wait`
  friend bool operator==(const NextStep&, const NextStep&) = default;
};

/// The word that is printed, e.g. `make_store`.
std::string_view word(NextStep::Kind kind) noexcept;

/// The most urgent first, never empty, one of a kind. Pure: no clock, no I/O.
std::vector<NextStep> next_steps(const Sight& sight, base::Instant now);

}  // namespace jwtkeep::doctor
