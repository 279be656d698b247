#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/web/problem.hpp"

namespace jwtkeep::server::endpoints {

web::Answer health(Service& /*service*/, const Call& /*call*/) { return document(R"({"healthy":true})"); }

web::Answer readiness(Service& service, const Call& /*call*/) {
  if (service.is_ending()) {
    return web::problem(503, "busy", "Service Unavailable", "the server is ending", "ask another one");
  }
  if (const auto trouble = service.trouble()) {
    // The place of the store is for whoever runs the server, not for whoever asks.
    return web::problem(
        503, base::word(trouble->reason), "Service Unavailable",
        "the store cannot be read: key sets and verifying go on from memory, and nothing can be written",
        "see the server's log");
  }
  return document(base::write_json(
      base::Json::object({{"ready", base::Json(true)}, {"keyrings", std::uint64_t{service.rings().size()}}})));
}

}  // namespace jwtkeep::server::endpoints
