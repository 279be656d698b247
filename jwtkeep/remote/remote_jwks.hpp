// The public keys of an issuer, fetched over HTTPS and kept up to date, for services that verify its tokens.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "jwtkeep/http/message.hpp"
#include "jwtkeep/jose/jwt.hpp"
#include "jwtkeep/remote/jwks_cache.hpp"

namespace jwtkeep::remote {

struct RemoteJwksOptions {
  std::string url;                  ///< of the key set, `https://`
  JwksTimes times = {};             ///< how long sets live, and the cooldown
  http::Limits limits = {};         ///< on one fetch; at most 1 MiB of body
  http::ClientOptions client = {};  ///< CA file, private addresses
  std::size_t most_keys = 100;      ///< a larger set is refused
  /// Verifications that wait at once for a `kid` that the set at hand does not have. Further ones are `busy` at once,
  /// so that a flood of made-up kids holds no more threads than these.
  std::size_t most_waiting = 64;
};

/// One issuer's keys, for any number of threads. Make it after forking, and before it is asked from several threads.
///
///     auto keys = remote::RemoteJwks::open({.url = "https://issuer.example/.well-known/jwks.json"});
///     auto token = jose::verify(text, keys->lookup(now), policy, now);
///
/// At most one fetch is under way, in a thread of its own; who needs none of what it will bring does not wait for it.
/// The table at `JwksCache` says who waits, and docs/remote-jwks.md what each time is for.
class RemoteJwks {
 public:
  /// Fetches nothing yet. Errors: `bad_value` (URL, times, limits), `not_found` (CA file), `internal`.
  static base::Result<RemoteJwks> open(RemoteJwksOptions options);

  RemoteJwks(RemoteJwks&&) noexcept;
  RemoteJwks& operator=(RemoteJwks&&) noexcept;
  RemoteJwks(const RemoteJwks&) = delete;
  RemoteJwks& operator=(const RemoteJwks&) = delete;
  ~RemoteJwks();  ///< gives up a fetch under way, within about a second

  /// Fetches the set and waits, unless the one at hand is fresh: to be called when a service starts, so that a wrong
  /// URL is seen then. Errors: those of the fetch; nothing is wrong while an older set can be used.
  base::Result<void> load(base::Instant now);

  /// The key for a token's `kid` and algorithm. Errors: `key_unknown` (also when a token without `kid` fits several
  /// keys), `alg_not_allowed` (the key is for another algorithm), `io_failed` (there is no set to verify with),
  /// `key_compromised` (the issuer's set shows private keys), `busy`.
  base::Result<jose::VerifyKey> find(std::optional<std::string_view> kid, jose::Alg alg, base::Instant now);

  /// `find` for `jose::verify`; not to be used after this object is gone. An algorithm that is unknown here is
  /// `alg_not_allowed` and causes no fetch.
  [[nodiscard]] jose::KeyLookup lookup(base::Instant now);

  /// What happened so far, failures in the background too.
  [[nodiscard]] JwksStatus status() const;

 private:
  struct Parts;
  explicit RemoteJwks(std::unique_ptr<Parts> parts) noexcept;
  std::unique_ptr<Parts> parts_;
};

}  // namespace jwtkeep::remote
