// What the API is.
#include "jwtkeep/server/openapi.hpp"

#include "jwtkeep/server/endpoints/endpoints.hpp"

namespace jwtkeep::server::endpoints {

SharedAnswer openapi(Service& /*service*/, const Call& /*call*/) {
  static const auto answer =
      std::make_shared<const web::Answer>(web::Answer()
                                              .with("Content-Type", "application/json")
                                              .with("Cache-Control", "no-cache")
                                              .with("Access-Control-Allow-Origin", "*")
                                              .shared(std::make_shared<const std::string>(server::openapi())));
  return answer;
}

}  // namespace jwtkeep::server::endpoints
