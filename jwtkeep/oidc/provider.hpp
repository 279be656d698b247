// An OpenID provider with which people log in: the relying party's side of the authorization code flow (OpenID Connect
// Core 1.0 section 3.1, with RFC 7636 and RFC 9700).
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/oidc/trial.hpp"

namespace jwtkeep::oidc {

struct ProviderOptions {
  std::string name;                 ///< stands in addresses: 1 to 32 characters of a-z, 0-9 and `-`
  std::string issuer;               ///< exactly as the provider writes it
  std::string client_id;            ///< what it calls this server
  base::SecretBytes client_secret;  ///< empty: a client without one, whom PKCE alone protects
  std::vector<std::string> scopes;  ///< beside `openid`
  std::string redirect_uri;         ///< where the browser comes back to, as the provider knows it
  std::string ca_file;              ///< PEM of who signs its certificate; empty: the system's authorities
};

/// What the provider says of a person.
struct Person {
  std::string subject;
  base::Json claims;  ///< those of the ID token, and of the userinfo endpoint what is not in it
};

/// What came back with the browser.
struct Answered {
  std::string_view code;
  std::optional<std::string_view> issuer;  ///< `iss` (RFC 9207)
};

/// Any thread may ask. What a provider says of itself is fetched when it is first needed, and again every hour.
class Provider {
 public:
  /// Fetches nothing. Errors: `bad_value`.
  static base::Result<Provider> open(ProviderOptions options);
  Provider(Provider&&) noexcept;
  Provider& operator=(Provider&&) noexcept;
  Provider(const Provider&) = delete;
  Provider& operator=(const Provider&) = delete;
  ~Provider();

  [[nodiscard]] const std::string& name() const noexcept;
  [[nodiscard]] const std::string& issuer() const noexcept;

  /// Where the browser is sent to. Waits for the provider where it is not known yet. Errors: those of the fetch and of
  /// `read_metadata`; `busy` where another one waits for the provider already.
  base::Result<std::string> login_url(const Trial& trial, base::Instant now);
  /// Exchanges the code, and verifies the ID token by the provider's keys: issuer, audience, nonce, times and what it
  /// came with. `wanted`: claims that are asked for at the userinfo endpoint where the ID token lacks one of them.
  /// Errors: `wrong_issuer` (somebody else's answer), `busy` (too many at once), those of `read_token_answer`, the
  /// reasons of a refused token.
  base::Result<Person> person(const Answered& answered, const Trial& trial, const std::vector<std::string>& wanted,
                              base::Instant now);

 private:
  struct Parts;
  explicit Provider(std::unique_ptr<Parts> parts) noexcept;
  std::unique_ptr<Parts> parts_;
};

}  // namespace jwtkeep::oidc
