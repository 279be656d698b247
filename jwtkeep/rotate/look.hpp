// What stands in a place, compared with what should; nothing is written.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/rotate/push.hpp"

namespace jwtkeep::rotate {

/// How one place stands to its keyring.
struct PlaceStatus {
  enum class State : std::uint8_t {
    in_sync,      ///< it holds the keyring as it is now
    behind,       ///< it holds what was pushed before
    empty,        ///< nothing was ever pushed there, and nothing stands there
    changed,      ///< something else stands there than was pushed, or nothing any more: another hand has been at it
    unreachable,  ///< it could not be read: `error`
  };
  std::string destination;
  State state = State::in_sync;
  std::uint64_t confirmed_revision = 0;  ///< 0: none
  std::optional<base::Error> error = {};
  std::optional<Problem> problem = {};  ///< what the last push met
};

std::string_view word(PlaceStatus::State state) noexcept;

/// Is shown what stands in a place, for as long as the call lasts.
using Seen = std::function<void(const Synced& synced, const destination::Standing& standing)>;

/// Reads each place of the keyring. Errors: those of the store alone.
base::Result<std::vector<PlaceStatus>> look(store::Store& store, destination::Opener& opener, const keyring::Name& name,
                                            const Seen& seen = {});

}  // namespace jwtkeep::rotate
