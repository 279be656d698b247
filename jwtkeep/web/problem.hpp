// Errors as documents (RFC 9457).
#pragma once

#include <string_view>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/web/answer.hpp"

namespace jwtkeep::web {

/// An `application/problem+json` that no cache keeps, with the members `title`, `status`, `reason` (the machine's
/// word), and, where they are not empty, `detail` and `hint`. `type` is left out: it is `about:blank` (section 4.2.1).
Answer problem(int status, std::string_view reason, std::string_view title, std::string_view detail = {},
               std::string_view hint = {});

/// The same of an error: its reason's word, the status' own title, what is wrong and what to do about it.
Answer problem(int status, const base::Error& error);

}  // namespace jwtkeep::web
