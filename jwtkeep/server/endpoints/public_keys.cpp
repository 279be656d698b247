#include <fmt/format.h>

#include "jwtkeep/server/endpoints/endpoints.hpp"
#include "jwtkeep/server/endpoints/etag.hpp"
#include "jwtkeep/server/endpoints/failure.hpp"
#include "jwtkeep/web/problem.hpp"

namespace jwtkeep::server::endpoints {
namespace {

/// Symmetric keyrings have no public part, and whether there is one of that name is nobody's business: both are the
/// same to who asks without a right.
web::Answer no_public_keys() {
  return web::problem(404, "not_found", "Not Found", "no public keys are published under this name",
                      "a keyring has public keys where its algorithm is not HS256, HS384 or HS512");
}

std::string cache_control(base::Seconds age) {
  return age.count() == 0 ? "no-cache" : fmt::format("public, max-age={}", age.count());
}

/// Anybody may read what is public, scripts of any page among them.
web::Answer published(web::Answer answer, std::string_view etag, base::Seconds age) {
  return std::move(answer)
      .with("ETag", etag)
      .with("Cache-Control", cache_control(age))
      .with("Access-Control-Allow-Origin", "*")
      .with("X-Content-Type-Options", "nosniff");
}

SharedAnswer shared(web::Answer answer) { return std::make_shared<const web::Answer>(std::move(answer)); }

SharedAnswer key_set(Service& service, const Call& call, std::string_view name) {
  const auto ring = service.rings().find(name);
  if (!ring) {
    return shared(ring.error().reason == base::Reason::not_found ? no_public_keys() : failure(ring.error()));
  }
  const auto& keys = (*ring)->public_keys();
  if (!keys) return shared(no_public_keys());
  if (is_known(call.incoming, keys->etag)) {
    return shared(published(web::Answer(304), keys->etag, (*ring)->max_age(call.now)));
  }
  return (*ring)->made_this_second(call.now, [&](base::Instant until) {
    const auto age = (*ring)->max_age(until);
    return published(web::Answer().with("Content-Type", "application/jwk-set+json").shared(keys->text), keys->etag,
                     age);
  });
}

}  // namespace

SharedAnswer public_keys(Service& service, const Call& call) {
  return key_set(service, call, call.parameters["keyring"]);
}

SharedAnswer default_public_keys(Service& service, const Call& call) {
  const auto& name = service.options().default_keyring;
  if (!name.empty()) return key_set(service, call, name);
  return shared(web::problem(404, "not_found", "Not Found",
                             "this server has many keyrings, and none was made the default",
                             "read /k/SERVICE/ENVIRONMENT/jwks.json, or start it with --default-keyring"));
}

web::Answer discovery(Service& service, const Call& call) {
  const auto name = call.parameters["keyring"];
  const auto ring = service.rings().find(name);
  if (!ring || !(*ring)->public_keys()) return no_public_keys();
  const auto& base_url = service.options().public_url;
  if (base_url.empty()) {
    return web::problem(404, "not_found", "Not Found", "this server was not told under which address others reach it",
                        "start it with --public-url https://...");
  }
  auto algs = base::Json::array();
  for (const auto alg : keyring::algs_of((*ring)->ring())) algs.push(jose::info(alg).name);
  const auto& issuer = (*ring)->ring().policy.issuer;
  const auto address = fmt::format("{}/k/{}", base_url, name);
  // OpenID Connect Discovery 1.0 section 3, as far as it is of keys: this server logs nobody in.
  const auto json = base::Json::object({{"issuer", issuer ? *issuer : address},
                                        {"jwks_uri", address + "/jwks.json"},
                                        {"id_token_signing_alg_values_supported", std::move(algs)},
                                        {"subject_types_supported", base::Json::array({"public"})},
                                        {"response_types_supported", base::Json::array({"id_token"})}});
  const auto age = (*ring)->max_age(call.now);
  return web::Answer()
      .with("Content-Type", "application/json")
      .with("Cache-Control", cache_control(age))
      .with("Access-Control-Allow-Origin", "*")
      .text(base::write_json(json));
}

}  // namespace jwtkeep::server::endpoints
