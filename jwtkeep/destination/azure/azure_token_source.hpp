// Tokens for one vault.
#pragma once

#include <memory>
#include <optional>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/time.hpp"
#include "jwtkeep/destination/azure/azure_challenge.hpp"
#include "jwtkeep/destination/azure/azure_credential.hpp"
#include "jwtkeep/destination/azure/azure_settings.hpp"
#include "jwtkeep/destination/azure/azure_token_answer.hpp"
#include "jwtkeep/destination/exchange.hpp"
#include "jwtkeep/destination/surroundings.hpp"

namespace jwtkeep::destination {

/// Who is asked for a token, and how. Pure but for the federated token's file. Errors: `bad_value` where the tenant
/// that the vault names is another one than `AZURE_TENANT_ID`; those of the file.
base::Result<http::Request> azure_token_request(const AzureCredential& credential, const AzureChallenge& challenge,
                                                const AzureSettings& settings, const Surroundings& surroundings);

/// The token of one server, fetched when it is needed and again before it ends. One thread at a time.
class AzureTokenSource {
 public:
  AzureTokenSource(AzureSettings settings, Surroundings surroundings)
      : settings_(std::move(settings)), surroundings_(std::move(surroundings)) {}

  /// Whether a challenge has said what token it takes.
  [[nodiscard]] bool knows_what() const { return challenge_.has_value(); }

  /// Takes the challenge, and fetches a token for it whatever there is. Errors: those of `check_azure_challenge`,
  /// `find_azure_credential`, `azure_token_request`, `read_azure_token`, and of asking.
  base::Result<void> answer(AzureChallenge challenge, base::Instant now);

  /// What is good at `now`: at least five minutes before its end it is asked for anew; while that fails, what there is
  /// goes on as long as it lasts, and nobody is asked more often than once a minute.
  base::Result<const base::SecretBytes*> get(base::Instant now);

  /// Whose tokens these are, for messages.
  [[nodiscard]] std::string whose() const;

 private:
  base::Result<AzureToken> ask(base::Instant now);
  base::Result<Exchange*> exchange_to(const http::Url& url);

  AzureSettings settings_;
  Surroundings surroundings_;
  std::optional<AzureChallenge> challenge_;
  std::optional<AzureToken> held_;
  base::Instant asked_{};
  std::optional<Exchange> exchange_;
  std::string exchange_origin_;
};

}  // namespace jwtkeep::destination
