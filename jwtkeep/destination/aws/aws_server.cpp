#include "jwtkeep/destination/aws/aws_server.hpp"

#include "jwtkeep/destination/aws/endpoint.hpp"
#include "jwtkeep/destination/aws/operation.hpp"

namespace jwtkeep::destination {
namespace {

base::Instant now() { return std::chrono::time_point_cast<base::Instant::duration>(std::chrono::system_clock::now()); }

/// AWS says so with 400.
bool is_throttled(const http::Response& response) {
  return response.status >= 400 && read_refusal(response).kind == RefusalKind::throttled;
}

bool is_for_the_caller(RefusalKind kind) {
  return kind == RefusalKind::not_found || kind == RefusalKind::already_exists || kind == RefusalKind::bad_request ||
         kind == RefusalKind::bad_parameter;
}

}  // namespace

base::Result<std::shared_ptr<AwsServer>> AwsServer::open(const AwsService& service, const Address& address,
                                                         const Surroundings& surroundings, Paces& paces) {
  JWTKEEP_TRY(auto url, service_url(service, address.scope, address.option("endpoint"), surroundings));
  const auto profile = address.option("profile");
  // Found once here, so that what is missing is told when the place is opened.
  JWTKEEP_CHECK(find_credentials(surroundings, profile));
  // An endpoint within a VPC has a private address.
  auto exchange = Exchange::open(
      {.client = {.ca_file = address.option("ca").value_or(surroundings.text("AWS_CA_BUNDLE").value_or("")),
                  .allow_private_addresses = true,
                  .allow_loopback_http = true},
       .pace = paces.of(url.origin()),
       .throttled = is_throttled});
  if (!exchange) return std::unexpected(exchange.error());
  return std::shared_ptr<AwsServer>(new AwsServer(service, std::move(url), address.scope, *std::move(exchange),
                                                  CredentialSource(surroundings, profile)));
}

std::string AwsServer::key_of(const Address& address) {
  auto without_name = address;
  without_name.name.clear();
  return without_name.text();
}

base::Result<http::Response> AwsServer::send(std::string_view operation, const base::Json& parameters) {
  JWTKEEP_TRY(const auto* credentials, credentials_.get(now()));
  return exchange_.send(service_request(service_, url_, region_, operation, parameters, *credentials), true);
}

base::Result<AwsAnswer> AwsServer::call(std::string_view operation, const std::string& name,
                                        const base::Json& parameters) {
  const Asked asked{operation, name, url_.origin(), &service_};
  JWTKEEP_TRY(auto response, send(operation, parameters));
  if (response.status == 200) return AwsAnswer{.body = std::move(response.body), .asked = asked};
  auto refusal = read_refusal(response);
  const bool others_may_do =
      refusal.kind == RefusalKind::old_credentials || refusal.kind == RefusalKind::bad_credentials;
  if (others_may_do && credentials_.renew()) {
    JWTKEEP_TRY(response, send(operation, parameters));
    if (response.status == 200) return AwsAnswer{.body = std::move(response.body), .asked = asked};
    refusal = read_refusal(response);
  }
  AwsAnswer answer{.refusal = std::move(refusal), .asked = asked};
  if (!is_for_the_caller(answer.refusal->kind)) return std::unexpected(error_of(answer));
  return answer;
}

base::Error AwsServer::error_of(const AwsAnswer& answer) const {
  static const AwsCredentials none;
  const auto* held = credentials_.held();
  return explain(*answer.refusal, answer.asked, held != nullptr ? *held : none, now());
}

}  // namespace jwtkeep::destination
