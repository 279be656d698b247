// Sends tokens to the service under test, no faster than is allowed.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "jwtkeep/probe/acceptance.hpp"
#include "jwtkeep/probe/placement.hpp"

namespace jwtkeep::probe {

struct SenderOptions {
  RequestPlan plan;
  Placement placement = {};
  std::string ca_file = {};  ///< of the service's certificate; empty: the system's
  bool any_address = false;  ///< else loopback addresses alone, whatever the name
  std::size_t max_rps = 0;   ///< requests a second; 0: no bound
};

/// One connection's worth of requests, one after the other.
class Sender {
 public:
  /// Errors: those of `http::Client::open`.
  static base::Result<Sender> open(SenderOptions options);

  /// Waits until the rate allows it. Redirects are not followed. Errors: those of `make_request` and
  /// `http::Client::send`.
  base::Result<Answer> send(const std::optional<std::string>& token);

 private:
  Sender(SenderOptions options, http::Client client) : options_(std::move(options)), client_(std::move(client)) {}

  SenderOptions options_;
  http::Client client_;
  std::chrono::steady_clock::time_point next_{};  ///< no request before this
};

}  // namespace jwtkeep::probe
