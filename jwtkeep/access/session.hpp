// A person's sessions: who logged in, sealed so that every replica knows it and nobody else can make one.
#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "jwtkeep/access/access_list.hpp"
#include "jwtkeep/access/sealed_json.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"

namespace jwtkeep::access {

/// However long somebody stays: then they show anew who they are.
inline constexpr base::Seconds kLongestSession = std::chrono::hours{12};

/// Begun with an access token.
struct TokenLogin {
  std::string token_id;
  friend bool operator==(const TokenLogin&, const TokenLogin&) = default;
};

/// Begun with an OpenID provider: of what it said, what principals are known by.
struct ProviderLogin {
  std::string issuer;
  base::Json claims;
  friend bool operator==(const ProviderLogin&, const ProviderLogin&) = default;
};

struct Session {
  std::string id;    ///< 22 characters, no secret
  std::string csrf;  ///< 22 characters: what a page of another site cannot know
  std::string name;  ///< whose it is: for people and the audit trail
  std::string of;    ///< the same person again, whatever the name: what ended sessions are kept by
  std::variant<TokenLogin, ProviderLogin> by;
  base::Instant begun_at{};    ///< whole seconds
  base::Instant expires_at{};  ///< whole seconds

  friend bool operator==(const Session&, const Session&) = default;
};

/// A new one for who showed this principal's access token; it ends no later than the principal.
Session begin_session(const Principal& principal, base::Instant now);
/// A new one for whom a provider knows. `holders`, at least one: whom `by_login` gave; of what the provider said of the
/// person only that is kept which they are known by. It ends when the last of them does. `subject`: its `sub`.
Session begin_session(const std::vector<const Principal*>& holders, std::string name, std::string_view issuer,
                      std::string_view subject, base::Instant now);

/// Whom the session stands for by the list as it is now: at least one. Errors: `expired`, `permission` (nobody any
/// more).
base::Result<std::vector<const Principal*>> holders_of(const Session& session, const AccessList& list,
                                                       base::Instant now);

/// Seals sessions under one store's key, and opens them again. Any thread may call.
class SessionSeal {
 public:
  /// By the store's `session_key`, and its id.
  SessionSeal(const base::SecretBytes& session_key, std::string_view store_id)
      : sealed_(session_key, store_id, "session") {}

  /// Errors: `too_large` for more than a browser keeps: a person who is known by very many groups.
  [[nodiscard]] base::Result<std::string> seal(const Session& session) const;
  /// Errors: `malformed` for whatever this store did not seal.
  [[nodiscard]] base::Result<Session> open(std::string_view text) const;

 private:
  SealedJson sealed_;
};

}  // namespace jwtkeep::access
