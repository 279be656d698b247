// Who answers.
#pragma once

#include "jwtkeep/web/incoming.hpp"
#include "jwtkeep/web/reply.hpp"

namespace jwtkeep::web {

class Handler {
 public:
  Handler() = default;
  Handler(const Handler&) = delete;
  Handler& operator=(const Handler&) = delete;
  virtual ~Handler() = default;

  /// Called on I/O threads, several at once. What is quick is answered here; what waits for a disk, a database or a
  /// password hash goes with its Reply to `Workers`, because every other connection of the thread waits meanwhile. An
  /// exception that leaves it is answered with 500.
  virtual void answer(Incoming incoming, Reply reply) = 0;
};

}  // namespace jwtkeep::web
