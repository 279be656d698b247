// Names to addresses, in bounded time. Internal to this room.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::http {

using Deadline = std::chrono::steady_clock::time_point;

/// Asks the system's resolver, which itself knows no time limit: it works in a thread that is left behind when it takes
/// too long. At most one such thread is left per Resolver and host: the next question waits for the same answer.
class Resolver {
 public:
  /// The host's addresses in the system's order, at least one and at most 8. Errors: `io_failed`.
  base::Result<std::vector<IpAddress>> resolve(const std::string& host, Deadline deadline, const std::stop_token& stop);

 private:
  struct Question {
    explicit Question(std::string asked) : host(std::move(asked)) {}
    void ask() noexcept;

    const std::string host;
    std::mutex mutex;
    std::condition_variable_any answered;
    bool done = false;
    int error = 0;  ///< of getaddrinfo
    std::vector<IpAddress> addresses;
  };

  std::shared_ptr<Question> pending_;
};

}  // namespace jwtkeep::http
