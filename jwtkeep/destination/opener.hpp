// Opens places by their addresses, and keeps what places of one server have in common.
#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/exchange.hpp"
#include "jwtkeep/destination/place.hpp"
#include "jwtkeep/destination/surroundings.hpp"

namespace jwtkeep::destination {

/// What all threads of one program share: how each server is asked.
class Paces {
 public:
  /// `per_second` for each server, 0: no bound; `timeout` for each attempt of a request, 0: as the kind of place has
  /// it.
  explicit Paces(double per_second, std::chrono::milliseconds timeout = {}) noexcept
      : per_second_(per_second), timeout_(timeout) {}
  /// The pace of a server, by its origin or the like.
  std::shared_ptr<Pace> of(const std::string& server);

 private:
  double per_second_;
  std::chrono::milliseconds timeout_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Pace>> paces_;
};

/// A server together with its credentials and its kept connection. Each kind of place has one of its own.
class Server {
 public:
  Server() = default;
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  virtual ~Server() = default;
};

/// The server that an opener keeps in `slot`; where there is none yet, the one that `open` gives is kept there.
template <class Kind, class Open>
base::Result<std::shared_ptr<Kind>> kept_server(std::shared_ptr<Server>& slot, const Open& open) {
  auto known = std::dynamic_pointer_cast<Kind>(slot);
  if (!known) {
    JWTKEEP_TRY(known, open());
    slot = known;
  }
  return known;
}

/// Used by one thread at a time. Places that it opened may outlive it and share their server: use them in its thread.
class Opener {
 public:
  Opener(Surroundings surroundings, std::shared_ptr<Paces> paces);

  /// No request is sent before the place is used. Errors: `bad_value` (an option that the kind does not know or a
  /// credential that is missing, with where it is looked for), `not_found` (a CA file).
  base::Result<std::unique_ptr<Place>> open(const Address& address);

 private:
  Surroundings surroundings_;
  std::shared_ptr<Paces> paces_;
  std::map<std::string, std::shared_ptr<Server>> servers_;
};

}  // namespace jwtkeep::destination
