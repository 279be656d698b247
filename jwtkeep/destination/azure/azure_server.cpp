#include "jwtkeep/destination/azure/azure_server.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;
using base::SecretBytes;

/// The newest that all clouds have, and all that is used here.
constexpr const char* kApiVersion = "?api-version=7.4";

// A value has 25 KB, which JSON's escapes may make six times as long; a page has 25 versions.
constexpr http::Limits kLimits{.total = std::chrono::milliseconds{15'000},
                               .connect = std::chrono::milliseconds{5'000},
                               .body_bytes = std::size_t{512} << 10,
                               .redirects = 0};

base::Instant now() { return std::chrono::time_point_cast<base::Instant::duration>(std::chrono::system_clock::now()); }

http::Method method_of(AzureOperation operation) {
  switch (operation) {
    case AzureOperation::set: return http::Method::put;
    case AzureOperation::update: return http::Method::patch;
    case AzureOperation::recover: return http::Method::post;
    case AzureOperation::get:
    case AzureOperation::list: break;
  }
  return http::Method::get;
}

bool is_for_the_caller(AzureRefusalKind kind) {
  return kind == AzureRefusalKind::not_found || kind == AzureRefusalKind::disabled ||
         kind == AzureRefusalKind::deleted || kind == AzureRefusalKind::in_between || kind == AzureRefusalKind::broken;
}

}  // namespace

Result<std::shared_ptr<AzureServer>> AzureServer::open(const Address& address, const Surroundings& surroundings,
                                                       Paces& paces) {
  JWTKEEP_TRY(auto settings, azure_settings(address, surroundings));
  // Found once here, so that what is missing is told when the place is opened.
  JWTKEEP_CHECK(find_azure_credential(surroundings));
  // A private endpoint has a private address.
  auto exchange = Exchange::open({.client = {.ca_file = settings.ca_file, .allow_private_addresses = true},
                                  .pace = paces.of(settings.vault.origin())});
  if (!exchange) return std::unexpected(exchange.error());
  return std::shared_ptr<AzureServer>(new AzureServer(std::move(settings), surroundings, *std::move(exchange)));
}

std::string AzureServer::key_of(const Address& address) {
  auto without_name = address;
  without_name.name.clear();
  return without_name.text();
}

Result<http::Url> AzureServer::url(const std::string& path, const std::string& more) const {
  return http::Url::parse(settings_.vault.origin() + path + kApiVersion + more);
}

Result<http::Response> AzureServer::send(const AzureCall& call, bool with_token) {
  http::Request request{.method = method_of(call.operation), .url = call.url, .limits = kLimits};
  request.fields.push_back({"Accept", SecretBytes::copy_of("application/json")});
  if (!with_token) return exchange_.send(request, true);  // nothing is done without a token, however often it arrives
  JWTKEEP_TRY(const auto* token, tokens_.get(now()));
  base::SecretBuilder authorization;
  authorization.append(std::string_view("Bearer ")).append(*token);
  request.fields.push_back({"Authorization", authorization.take()});
  if (!call.body.empty()) {
    request.fields.push_back({"Content-Type", SecretBytes::copy_of("application/json")});
    request.body = call.body.clone();
  }
  request.only_once = !call.repeatable();
  return exchange_.send(request, call.repeatable());
}

Result<void> AzureServer::answer_challenge(const http::Response& response) {
  const auto header = response.field("www-authenticate");
  if (!header) {
    return fail(Reason::io_failed, settings_.vault.origin() + " answers 401 and does not say which token it takes",
                "look whether the endpoint is an Azure Key Vault, and whether a proxy stands in front of it");
  }
  JWTKEEP_TRY(auto challenge, read_azure_challenge(*header));
  return tokens_.answer(std::move(challenge), now());
}

Result<AzureAnswer> AzureServer::call(const AzureCall& call) {
  bool challenged = false;
  if (!tokens_.knows_what()) {
    JWTKEEP_TRY(const auto response, send(call, false));
    if (response.status == 401) {
      JWTKEEP_CHECK(answer_challenge(response));
      challenged = true;
    } else if (response.status < 400) {
      return fail(Reason::io_failed, settings_.vault.origin() + " answers without asking for a token",
                  "look whether the endpoint is an Azure Key Vault");
    } else {
      return std::unexpected(explain(read_azure_refusal(response),
                                     {call.operation, call.name, settings_.vault.origin(), tokens_.whose()}));
    }
  }
  JWTKEEP_TRY(auto response, send(call, true));
  // A fresh token may be asked for claims besides; one that was good once may have been revoked. What was refused so
  // has not been carried out.
  const auto again = response.status == 401 ? response.field("www-authenticate") : std::nullopt;
  if (again && (!challenged || again->contains("claims"))) {
    JWTKEEP_CHECK(answer_challenge(response));
    JWTKEEP_TRY(response, send(call, true));
  }
  AzureAnswer answer;
  if (response.status == 200) {
    answer.body = std::move(response.body);
    return answer;
  }
  answer.asked = {call.operation, call.name, settings_.vault.origin(), tokens_.whose()};
  answer.refusal = read_azure_refusal(response);
  if (!is_for_the_caller(answer.refusal->kind)) return std::unexpected(answer.error());
  return answer;
}

}  // namespace jwtkeep::destination
