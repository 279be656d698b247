#include "jwtkeep/destination/k8s/server.hpp"

namespace jwtkeep::destination {

using base::Result;

KubeServer::KubeServer(KubeSettings settings, Surroundings surroundings, Exchange exchange) noexcept
    : settings_(std::move(settings)), surroundings_(std::move(surroundings)), exchange_(std::move(exchange)) {}

Result<std::shared_ptr<KubeServer>> KubeServer::open(const Address& address, const Surroundings& surroundings,
                                                     Paces& paces) {
  JWTKEEP_TRY(auto settings, kube_settings(address, surroundings));
  // Looked for once here, so that what is missing is told when the place is opened.
  JWTKEEP_CHECK(kube_token(settings, surroundings));
  ExchangeOptions options;
  // A cluster's server has an address of its own network.
  options.client = {.ca_file = settings.ca_file,
                    .ca_pem = settings.ca_pem,
                    .identity = settings.identity,
                    .server_name = settings.server_name,
                    .allow_private_addresses = true};
  options.pace = paces.of(settings.server.origin());
  JWTKEEP_TRY(auto exchange, Exchange::open(std::move(options)));
  return std::shared_ptr<KubeServer>(new KubeServer(std::move(settings), surroundings, std::move(exchange)));
}

std::string KubeServer::key_of(const Address& address) {
  auto server = address;
  server.scope.clear();
  server.name.clear();
  return server.text();
}

Result<KubeAnswer> KubeServer::ask(const KubeCall& call) {
  JWTKEEP_TRY(const auto token, kube_token(settings_, surroundings_));
  JWTKEEP_TRY(const auto request, request_of(call, settings_, token));
  JWTKEEP_TRY(const auto response, exchange_.send(request, call.repeatable));
  return read_kube_answer(response);
}

}  // namespace jwtkeep::destination
