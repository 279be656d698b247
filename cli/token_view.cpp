#include "cli/token_view.hpp"

#include <algorithm>

#include "cli/input.hpp"

namespace jwtkeep::cli {
namespace {

/// By the number of parts, or in JSON by the members.
bool is_encrypted(const std::string& token) {
  if (!token.starts_with('{')) return std::ranges::count(token, '.') == 4;
  const auto json = base::parse_json(token, {.size_bytes = kMostRawTokenBytes});
  return json && json->find("ciphertext") != nullptr;
}

}  // namespace

base::Result<TokenView> view_token(const std::string& token, const Output& out, base::Instant now) {
  return is_encrypted(token) ? view_encrypted(token, out) : view_signed(token, out, now);
}

}  // namespace jwtkeep::cli
