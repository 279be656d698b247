// Waiting for others' changes.
#pragma once

#include <chrono>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::store {

/// Tells when somebody has committed to a store. For one thread at a time.
class Changes {
 public:
  virtual ~Changes() = default;
  /// Waits until somebody commits, at most `limit`; with 0 it only looks. True: there may have been a commit since this
  /// was made or last said so (`generation()` tells), or nobody could know, because the connection had broken. No
  /// commit is missed. Errors: nothing can be heard now; the next call tries again.
  virtual base::Result<bool> wait(std::chrono::milliseconds limit) = 0;
};

}  // namespace jwtkeep::store
