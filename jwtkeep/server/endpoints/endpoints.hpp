// The endpoints, one file a family.
#pragma once

#include "jwtkeep/server/service.hpp"
#include "jwtkeep/web/answer.hpp"

namespace jwtkeep::server::endpoints {

// audit.cpp
web::Answer audit(Service& service, const Call& call);
// content.cpp
web::Answer encrypt(Service& service, const Call& call);
web::Answer decrypt(Service& service, const Call& call);
// dashboard.cpp
SharedAnswer dashboard(Service& service, const Call& call);
SharedAnswer dashboard_asset(Service& service, const Call& call);
// destinations.cpp
web::Answer list_destinations(Service& service, const Call& call);
web::Answer add_destination(Service& service, const Call& call);
web::Answer remove_destination(Service& service, const Call& call);
web::Answer sync(Service& service, const Call& call);
// doctor.cpp
web::Answer doctor(Service& service, const Call& call);
// findings.cpp
web::Answer report_findings(Service& service, const Call& call);
web::Answer list_findings(Service& service, const Call& call);
// health.cpp
web::Answer health(Service& service, const Call& call);
web::Answer readiness(Service& service, const Call& call);
// keyrings.cpp
web::Answer list_keyrings(Service& service, const Call& call);
web::Answer create_keyring(Service& service, const Call& call);
web::Answer show_keyring(Service& service, const Call& call);
// metrics.cpp
web::Answer metrics(Service& service, const Call& call);
// openapi.cpp
SharedAnswer openapi(Service& service, const Call& call);
// public_keys.cpp
SharedAnswer default_public_keys(Service& service, const Call& call);
SharedAnswer public_keys(Service& service, const Call& call);
web::Answer discovery(Service& service, const Call& call);
// rotation.cpp
web::Answer rotate(Service& service, const Call& call);
web::Answer compromise(Service& service, const Call& call);
// login.cpp
web::Answer list_logins(Service& service, const Call& call);
web::Answer begin_login(Service& service, const Call& call);
web::Answer end_login(Service& service, const Call& call);
// session.cpp
web::Answer begin_session(Service& service, const Call& call);
web::Answer show_session(Service& service, const Call& call);
web::Answer end_session(Service& service, const Call& call);
// tokens.cpp
web::Answer sign(Service& service, const Call& call);
web::Answer verify(Service& service, const Call& call);
web::Answer verify_batch(Service& service, const Call& call);

}  // namespace jwtkeep::server::endpoints
