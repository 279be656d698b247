#include "jwtkeep/server/endpoints/failure.hpp"

#include "jwtkeep/web/problem.hpp"

namespace jwtkeep::server::endpoints {

int status_of(base::Reason reason) noexcept {
  using base::Reason;
  switch (reason) {
    case Reason::not_found: return 404;
    case Reason::already_exists: return 409;
    case Reason::permission: return 403;
    case Reason::too_large: return 413;
    case Reason::busy:
    case Reason::io_failed:
    case Reason::no_space:
    case Reason::no_store: return 503;
    case Reason::destination_failed: return 502;
    case Reason::tampered:
    case Reason::chain_broken:
    case Reason::newer_format:
    case Reason::internal: return 500;
    case Reason::malformed:
    case Reason::duplicate_member: return 400;
    default: return 422;
  }
}

web::Answer failure(const base::Error& error) {
  const auto status = status_of(error.reason);
  auto answer = web::problem(status, error);
  if (status == 503) answer.with("Retry-After", "1");
  return answer;
}

web::Answer document(std::string text, int status) {
  return web::Answer(status)
      .with("Content-Type", "application/json")
      .with("Cache-Control", "no-store")
      .text(std::move(text));
}

web::Answer answer_of(base::Result<web::Answer> made) { return made ? *std::move(made) : failure(made.error()); }

web::Answer answer_of(const base::Result<base::Json>& made) {
  return made ? document(base::write_json(*made)) : failure(made.error());
}

web::Answer secret_document(const base::Json& json) {
  return document({}).secret(base::write_with_secrets(json, false));
}

}  // namespace jwtkeep::server::endpoints
