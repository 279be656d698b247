// Requests to one server: kept connections, a bounded rate, and patience when the server asks for it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "jwtkeep/http/client/client.hpp"

namespace jwtkeep::destination {

/// How one server is asked, by all threads together: how often, how long it is waited for, and that one which does not
/// answer is not waited for again and again. Any thread may call.
class Pace {
 public:
  /// A server that left two requests in a row without an answer is left alone for so long.
  static constexpr std::chrono::seconds kLeftAlone{30};

  /// At most so many requests a second; 0: as many as come. Each attempt may take `timeout`; 0: as long as the
  /// request's own limits say.
  explicit Pace(double per_second, std::chrono::milliseconds timeout = {}) noexcept;
  Pace(const Pace&) = delete;
  Pace& operator=(const Pace&) = delete;
  ~Pace();

  /// Waits for this request's turn.
  void take_turn();
  /// The server asked for a pause: no request of any thread before it is over.
  void pause(std::chrono::milliseconds how_long);

  [[nodiscard]] std::chrono::milliseconds timeout() const noexcept;
  /// A request got an answer, whatever it says.
  void answered();
  /// A request got none, with all its attempts.
  void unanswered(const base::Error& why);
  /// Why the server is left alone now; nothing where it may be asked.
  [[nodiscard]] std::optional<base::Error> silence() const;

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
  /// says (RFC 9110 section 10.2.3), at most ten seconds. A request that
  /// may be sent once alone (`Request::only_once`) is never sent again. Gives the last answer, whatever its status.
  /// Errors: those of `http::Client::send`; `busy` where the last answer was 429; `io_failed` at once where the server
  /// is left alone.
  base::Result<http::Response> send(const http::Request& request, bool repeatable);

 private:
  base::Result<http::Response> send_patiently(const http::Request& request, bool repeatable);

  Exchange(http::Client client, ExchangeOptions options) noexcept;
  http::Client client_;
  ExchangeOptions options_;
};

}  // namespace jwtkeep::destination
