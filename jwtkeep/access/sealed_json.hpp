// What a browser keeps for us, and can neither read nor change.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "jwtkeep/base/json.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::access {

/// Seals JSON for one use, under a store's key for browsers: what was sealed for another use or store is not opened.
/// Any thread may call.
class SealedJson {
 public:
  /// By the store's `session_key` and its id.
  SealedJson(const base::SecretBytes& session_key, std::string_view store_id, std::string_view use);

  /// Base64url.
  [[nodiscard]] std::string seal(const base::Json& json) const;
  /// Nothing for whatever was not sealed so.
  [[nodiscard]] std::optional<base::Json> open(std::string_view text) const;

  /// A browser keeps 4096 bytes of a cookie (RFC 6265bis section 5.5), its name and attributes included.
  static constexpr std::size_t kMostChars = 3800;

 private:
  base::SecretBytes key_;
  std::string associated_;
};

}  // namespace jwtkeep::access
