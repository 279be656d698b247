// One Azure Key Vault with its credentials.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "jwtkeep/destination/address.hpp"
#include "jwtkeep/destination/azure/azure_refusal.hpp"
#include "jwtkeep/destination/azure/azure_settings.hpp"
#include "jwtkeep/destination/azure/azure_token_source.hpp"
#include "jwtkeep/destination/opener.hpp"

namespace jwtkeep::destination {

/// One request to Key Vault.
struct AzureCall {
  AzureOperation operation = AzureOperation::get;
  http::Url url;
  std::string_view name = {};   ///< the secret's, for messages
  base::SecretBytes body = {};  ///< JSON
  /// A set makes a new version each time that it arrives, so that alone is not repeated.
  [[nodiscard]] bool repeatable() const { return operation != AzureOperation::set; }
};

/// What came of a call: a body, or a refusal that the caller may know what to do with.
struct AzureAnswer {
  base::SecretBytes body = {};
  std::optional<AzureRefusal> refusal = {};
  AzureAsked asked = {};

  [[nodiscard]] bool is(AzureRefusalKind kind) const { return refusal && refusal->kind == kind; }
  [[nodiscard]] base::Error error() const { return explain(*refusal, asked); }
};

class AzureServer final : public Server {
 public:
  /// Asks nobody. Errors: those of `azure_settings` and `find_azure_credential`; `not_found` (the CA file).
  static base::Result<std::shared_ptr<AzureServer>> open(const Address& address, const Surroundings& surroundings,
                                                         Paces& paces);

  /// What tells one server from another.
  static std::string key_of(const Address& address);

  /// The URL of something in the vault, with the version of the API that is spoken. `path` begins with `/`.
  [[nodiscard]] base::Result<http::Url> url(const std::string& path, const std::string& more = "") const;

  /// Asks with a token. The first request of all goes without one, and without its body: the vault's challenge says
  /// which token it takes. A token that is refused (it was revoked, or claims are asked for) is replaced once.
  /// Errors: all refusals but `not_found`, `disabled`, `deleted`, `in_between` and `broken`; no answer; those of
  /// getting a token.
  base::Result<AzureAnswer> call(const AzureCall& call);

 private:
  AzureServer(AzureSettings settings, Surroundings surroundings, Exchange exchange)
      : settings_(settings), exchange_(std::move(exchange)), tokens_(std::move(settings), std::move(surroundings)) {}
  base::Result<http::Response> send(const AzureCall& call, bool with_token);
  base::Result<void> answer_challenge(const http::Response& response);

  AzureSettings settings_;
  Exchange exchange_;
  AzureTokenSource tokens_;
};

}  // namespace jwtkeep::destination
