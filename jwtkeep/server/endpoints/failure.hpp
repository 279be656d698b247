// Errors as HTTP says them.
#pragma once

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/answer.hpp"

namespace jwtkeep::server::endpoints {

/// The status of an error that kept a request from being done.
int status_of(base::Reason reason) noexcept;
/// A problem document of it (RFC 9457).
web::Answer failure(const base::Error& error);

/// A JSON document that no cache keeps.
web::Answer document(std::string text, int status = 200);
/// What was made, or the problem document of why it was not.
web::Answer answer_of(base::Result<web::Answer> made);
/// The same of a document.
web::Answer answer_of(const base::Result<base::Json>& made);
/// A document with secret members in the clear.
web::Answer secret_document(const base::Json& json);

}  // namespace jwtkeep::server::endpoints
