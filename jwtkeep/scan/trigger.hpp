// The words whose places are looked at: everything else of a file is passed over.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace jwtkeep::scan {

/// What a word is a sign of.
enum class Sign : std::uint8_t {
  name,         ///< part of a name that secrets have: `secret`, `signing`, `app_key`
  private_key,  ///< a name that says so: of JWTs' keys where something speaks of JWTs
  library,      ///< a JWT library, or something that speaks of JWTs: `jwt`, `jose`, `hs256`
  token,        ///< `eyJ`: the beginning of a header in base64url
  pem,          ///< `PRIVATE KEY-----`
  jwk,          ///< `"kty"`
  der,          ///< the beginning of a private key's DER in base64 or hex
};

/// Whether it is by names that something may be found there.
constexpr bool is_of_names(Sign sign) noexcept {
  return sign == Sign::name || sign == Sign::private_key || sign == Sign::library;
}

/// One of them in a text.
struct Trigger {
  Sign sign;
  std::size_t offset;  ///< its first byte

  friend bool operator==(const Trigger&, const Trigger&) = default;
};

}  // namespace jwtkeep::scan
