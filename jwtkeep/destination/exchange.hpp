// Requests to one server: kept connections, a bounded rate, and patience when the server asks for it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "jwtkeep/http/client/client.hpp"

namespace jwtkeep::destination {

/// Spaces out the requests of all threads to one server. Any thread may call.
class Pace {
 public:
  /// At most so many requests a second; 0: as many as come.
  explicit Pace(double per_second) noexcept;
  Pace(const Pace&) = delete;
  Pace& operator=(const Pace&) = delete;
  ~Pace();

  /// Waits for this request's turn.
  void take_turn();
  /// The server asked for a pause: no request of any thread before it is over.
  void pause(std::chrono::milliseconds how_long);

 private:
  class State;
  std::unique_ptr<State> state_;
};

struct ExchangeOptions {
  http::ClientOptions client = {};
  std::shared_ptr<Pace> pace = {};  ///< shared by all threads that ask the same server; nothing: no bound
  int attempts = 4;                 ///< for one request, the first included
  /// Tells, where a server does not say so by 429, that it asks for patience.
  std::function<bool(const http::Response&)> throttled = {};
};

/// One server's client, used by one thread at a time.
class Exchange {
 public:
  static base::Result<Exchange> open(ExchangeOptions options);

  /// Sends, and sends again where that is safe and may help: after 429 and 503, and, for `repeatable` requests, after
  /// no answer, 500, 502 and 504; each time later, by half a second, one, two (with chance in it) or as `Retry-After`
  /// says (RFC 9110 section 10.2.3), at most ten seconds. Gives the last answer, whatever its status. Errors: those of
  /// `http::Client::send`; `busy` where the last answer was 429.
  base::Result<http::Response> send(const http::Request& request, bool repeatable);

 private:
  Exchange(http::Client client, ExchangeOptions options) noexcept;
  http::Client client_;
  ExchangeOptions options_;
};

}  // namespace jwtkeep::destination
