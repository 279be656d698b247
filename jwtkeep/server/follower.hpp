// Keeps a server's keyrings up with the store, on a thread of its own.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "jwtkeep/server/rings.hpp"

namespace jwtkeep::server {

/// From construction until it goes it waits for commits and has the keyrings catch up. A store that is out of reach is
/// tried again and again; the keyrings go on answering meanwhile.
class Follower {
 public:
  /// `told` is called on the follower's thread. The store and the keyrings have to stay longer than this.
  Follower(store::Store& store, Rings& rings, Rings::Told told = {});
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// Why the store could not be read the last time that was tried; nothing while all is well.
  [[nodiscard]] std::optional<base::Error> trouble() const;

 private:
  void run(const std::stop_token& stop);
  void note(const base::Result<void>& outcome);
  void pause(const std::stop_token& stop);

  store::Store& store_;
  Rings& rings_;
  Rings::Told told_;
  mutable std::mutex mutex_;
  std::condition_variable_any stopped_;
  std::optional<base::Error> trouble_;
  std::jthread thread_;  ///< the last: it uses all of the above
};

}  // namespace jwtkeep::server
