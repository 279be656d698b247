// Pushes many keyrings at once, each by one thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "jwtkeep/rotate/push.hpp"

namespace jwtkeep::rotate {

struct PushOptions {
  std::size_t threads = 8;  ///< at most; one for each keyring where there are fewer
  /// Makes an opener for one thread.
  std::function<std::unique_ptr<destination::Opener>()> opener;
  /// Told after each keyring, by one thread at a time.
  std::function<void(std::size_t done)> progress = {};
};

/// Reports in the order of `names`. A keyring that was tampered with says so in its report; any other error of the
/// store ends the run: what has begun is finished.
base::Result<std::vector<PushReport>> push_many(const Pusher& pusher, const std::vector<keyring::Name>& names,
                                                const PushOptions& options);

}  // namespace jwtkeep::rotate
