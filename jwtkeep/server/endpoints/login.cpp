// Logins with OpenID providers.
#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"

namespace jwtkeep::server::endpoints {

web::Answer list_logins(Service& service, const Call& call) {
  static_cast<void>(service);
  static_cast<void>(call);
  return document(base::write_json(base::Json::object({{"providers", base::Json::array()}})));
}

}  // namespace jwtkeep::server::endpoints
