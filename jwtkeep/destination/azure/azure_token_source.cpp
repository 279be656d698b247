#include "jwtkeep/destination/azure/azure_token_source.hpp"

#include <algorithm>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/form.hpp"
#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;

constexpr std::chrono::minutes kBeforeTheEnd{5};
constexpr std::chrono::minutes kBetweenAskings{1};
constexpr http::Limits kAuthorityLimits{.total = std::chrono::milliseconds{15'000},
                                        .connect = std::chrono::milliseconds{5'000},
                                        .body_bytes = std::size_t{64} << 10,
                                        .redirects = 0};
// Short: elsewhere than on Azure nobody answers there.
constexpr http::Limits kIdentityLimits{.total = std::chrono::milliseconds{5'000},
                                       .connect = std::chrono::milliseconds{1'000},
                                       .body_bytes = std::size_t{64} << 10,
                                       .redirects = 0};

/// As GUIDs the two can be compared; a domain's name is what the user chose, and is taken.
bool is_guid(std::string_view text) {
  return text.size() == 36 && std::ranges::all_of(text, [](char c) { return http::is_hex_digit(c) || c == '-'; });
}

Result<std::string> tenant_of(const std::string& own, const AzureChallenge& challenge, const AzureSettings& settings) {
  if (own.empty()) return challenge.tenant;
  if (is_guid(own) && is_guid(challenge.tenant) && http::lower(own) != http::lower(challenge.tenant)) {
    return fail(
        Reason::bad_value,
        settings.vault.origin() + " belongs to the tenant " + challenge.tenant + ", and AZURE_TENANT_ID is " + own,
        "set AZURE_TENANT_ID to the vault's tenant, or look at the vault's name");
  }
  return own;
}

Result<http::Request> of_application(http::Form form, const std::string& own_tenant, const AzureChallenge& challenge,
                                     const AzureSettings& settings) {
  JWTKEEP_TRY(const auto tenant, tenant_of(own_tenant, challenge, settings));
  JWTKEEP_TRY(auto url, http::Url::parse(settings.authority.origin() + "/" + tenant + "/oauth2/v2.0/token"));
  form.add("grant_type", "client_credentials").add("scope", challenge.resource.origin() + "/.default");
  if (!challenge.claims.empty()) form.add("claims", challenge.claims);
  http::Request request{.method = http::Method::post, .url = std::move(url), .limits = kAuthorityLimits};
  request.fields.push_back({"Content-Type", SecretBytes::copy_of(http::Form::kType)});
  request.fields.push_back({"Accept", SecretBytes::copy_of("application/json")});
  request.body = form.take();
  return request;
}

Result<http::Request> of_identity(const http::Url& endpoint, const char* version, const std::string& client,
                                  const AzureChallenge& challenge, http::RequestField field) {
  auto text =
      endpoint.text() + "?api-version=" + version + "&resource=" + http::percent_encoded(challenge.resource.origin());
  if (!client.empty()) text += "&client_id=" + client;
  JWTKEEP_TRY(auto url, http::Url::parse(text));
  http::Request request{.url = std::move(url), .limits = kIdentityLimits};
  request.fields.push_back(std::move(field));
  return request;
}

bool is_instance(const AzureCredential& credential) {
  return std::holds_alternative<AzureInstanceIdentity>(credential);
}

}  // namespace

Result<http::Request> azure_token_request(const AzureCredential& credential, const AzureChallenge& challenge,
                                          const AzureSettings& settings, const Surroundings& surroundings) {
  http::Form form;
  if (const auto* own = std::get_if<AzureClientSecret>(&credential)) {
    form.add("client_id", own->client).add("client_secret", own->secret);
    return of_application(std::move(form), own->tenant, challenge, settings);
  }
  if (const auto* own = std::get_if<AzureFederatedToken>(&credential)) {
    auto token = surroundings.file(own->file);
    if (!token) {
      return fail(token.error().reason, "AZURE_FEDERATED_TOKEN_FILE: " + token.error().what, token.error().hint);
    }
    form.add("client_id", own->client)
        .add("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .add("client_assertion", *token);
    return of_application(std::move(form), own->tenant, challenge, settings);
  }
  if (const auto* own = std::get_if<AzureAppIdentity>(&credential)) {
    return of_identity(own->url, "2019-08-01", own->client, challenge, {"X-IDENTITY-HEADER", own->header.clone()});
  }
  const auto& own = std::get<AzureInstanceIdentity>(credential);
  return of_identity(own.url, "2018-02-01", own.client, challenge, {"Metadata", SecretBytes::copy_of("true")});
}

Result<Exchange*> AzureTokenSource::exchange_to(const http::Url& url) {
  if (!exchange_ || exchange_origin_ != url.origin()) {
    // Never by a proxy; in the clear to this machine, and to the one link-local address that was looked at before.
    ExchangeOptions options{.client = {.ca_file = settings_.ca_file,
                                       .allow_private_addresses = true,
                                       .allow_loopback_http = !url.is_https()}};
    if (!url.is_https()) {
      if (const auto address = http::parse_ip_address(url.host())) options.client.plain_http_to.push_back(*address);
      options.attempts = 3;
    }
    JWTKEEP_TRY(exchange_, Exchange::open(std::move(options)));
    exchange_origin_ = url.origin();
  }
  return &*exchange_;
}

Result<AzureToken> AzureTokenSource::ask(base::Instant now) {
  JWTKEEP_TRY(const auto credential, find_azure_credential(surroundings_));
  JWTKEEP_TRY(const auto request, azure_token_request(credential, *challenge_, settings_, surroundings_));
  JWTKEEP_TRY(auto* exchange, exchange_to(request.url));
  const auto response = exchange->send(request, true);
  if (!response && is_instance(credential)) {
    return fail(response.error().reason,
                "no credentials for Azure: neither AZURE_CLIENT_SECRET nor AZURE_FEDERATED_TOKEN_FILE nor "
                "IDENTITY_ENDPOINT is set, and the instance's endpoint does not answer: " +
                    response.error().what,
                "elsewhere than on Azure, set AZURE_CLIENT_ID, AZURE_TENANT_ID and AZURE_CLIENT_SECRET");
  }
  if (!response) return std::unexpected(response.error());
  return read_azure_token(*response, request.url.origin() + ", asked for " + shown(credential) + ",", now);
}

Result<void> AzureTokenSource::answer(AzureChallenge challenge, base::Instant now) {
  JWTKEEP_CHECK(check_azure_challenge(challenge, settings_));
  held_.reset();
  challenge_ = std::move(challenge);
  asked_ = now;
  JWTKEEP_TRY(held_, ask(now));
  // Claims are for the one token that the vault asked them for.
  challenge_->claims.clear();
  return {};
}

Result<const SecretBytes*> AzureTokenSource::get(base::Instant now) {
  if (held_ && now + kBeforeTheEnd < held_->ends) return &held_->value;
  const bool still_good = held_ && now < held_->ends;
  if (still_good && now - asked_ < kBetweenAskings) return &held_->value;
  asked_ = now;
  auto asked = ask(now);
  if (asked) {
    held_ = *std::move(asked);
    return &held_->value;
  }
  if (still_good) return &held_->value;
  return std::unexpected(std::move(asked).error());
}

std::string AzureTokenSource::whose() const {
  const auto credential = find_azure_credential(surroundings_);
  return credential ? shown(*credential) : std::string("somebody");
}

}  // namespace jwtkeep::destination
