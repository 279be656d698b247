// What is worth saying about a token that nobody has verified.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/time.hpp"
#include "jwtkeep/jose/jws.hpp"

namespace jwtkeep::cli {

enum class Severity : std::uint8_t { note, warning, bad };
std::string_view word(Severity severity) noexcept;

struct Remark {
  Severity severity;
  std::string_view id;  ///< one stable word for programs
  std::string text;
};

/// Remarks in the order of the token: header, then claims. `payload` is null where it is not JSON.
std::vector<Remark> token_remarks(const jose::UnverifiedToken& token, const base::Json* payload, base::Instant now);

}  // namespace jwtkeep::cli
