// One I/O thread with its sockets and connections. Internal to this room.
#pragma once

#include <memory>
#include <vector>

#include "jwtkeep/base/file_handle.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/shared_state.hpp"

namespace jwtkeep::web {

class EventLoop;

class Loop {
 public:
  struct Place {
    base::FileHandle socket;  ///< that listens
    bool tls = false;
  };

  /// Begins to serve. Errors: `io_failed`.
  static base::Result<Loop> start(SharedState& shared, std::vector<Place> places);
  Loop(Loop&&) noexcept;
  Loop& operator=(Loop&&) noexcept;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();  ///< cuts, and waits for the thread

  [[nodiscard]] const LoopCounts& counts() const noexcept;
  // Both only set it going.
  void drain();
  void cut();

 private:
  explicit Loop(std::unique_ptr<EventLoop> impl) noexcept;
  std::unique_ptr<EventLoop> impl_;
};

}  // namespace jwtkeep::web
