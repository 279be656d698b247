// Errors as HTTP says them.
#pragma once

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/answer.hpp"

namespace jwtkeep::server::endpoints {

/// The status of an error that kept a request from being done.
int status_of(base::Reason reason) noexcept;
/// A problem document of it (RFC 9457).
web::Answer failure(const base::Error& error);

/// 200 with a JSON document that no cache keeps.
web::Answer document(std::string text);

}  // namespace jwtkeep::server::endpoints
