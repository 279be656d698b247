#include "jwtkeep/destination/opener.hpp"

#include "jwtkeep/destination/aws/aws_place.hpp"
#include "jwtkeep/destination/azure/azure_place.hpp"
#include "jwtkeep/destination/dotenv_place.hpp"
#include "jwtkeep/destination/jwks_place.hpp"
#include "jwtkeep/destination/k8s/place.hpp"
#include "jwtkeep/destination/vault/place.hpp"

namespace jwtkeep::destination {

std::shared_ptr<Pace> Paces::of(const std::string& server) {
  const std::scoped_lock lock(mutex_);
  auto& pace = paces_[server];
  if (!pace) pace = std::make_shared<Pace>(per_second_, timeout_);
  return pace;
}

Opener::Opener(Surroundings surroundings, std::shared_ptr<Paces> paces)
    : surroundings_(std::move(surroundings)), paces_(std::move(paces)) {}

base::Result<std::unique_ptr<Place>> Opener::open(const Address& address) {
  switch (address.kind) {
    case PlaceKind::dotenv: return std::make_unique<DotenvPlace>(address.name);
    case PlaceKind::jwks: return std::make_unique<JwksPlace>(address.name);
    case PlaceKind::vault: return open_vault_place(address, surroundings_, *paces_, servers_);
    case PlaceKind::aws_sm:
      return AwsPlace::open(address, surroundings_, *paces_, servers_[AwsServer::key_of(address)]);
    case PlaceKind::azure_kv:
      return AzurePlace::open(address, surroundings_, *paces_, servers_[AzureServer::key_of(address)]);
    case PlaceKind::k8s: return open_kube_place(address, surroundings_, *paces_, servers_);
    case PlaceKind::vault_transit:
    case PlaceKind::aws_kms: break;
  }
  return base::fail(base::Reason::bad_value,
                    "this build does not know how to reach " + std::string(word(address.kind)) + " destinations",
                    "use a jwtkeep that was built with it");
}

}  // namespace jwtkeep::destination
