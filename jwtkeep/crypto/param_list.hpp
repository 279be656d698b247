// Numbers and texts on their way into and out of OpenSSL, by way of guarded memory. Internal to this room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"
#include "jwtkeep/crypto/evp.hpp"

namespace jwtkeep::crypto {

/// Builds the OSSL_PARAM array of a key out of big-endian numbers; all of it lies in guarded memory.
class ParamList {
 public:
  ParamList& number(const char* name, base::ByteView big_endian);
  ParamList& number(const char* name, const base::SecretBytes& big_endian);
  ParamList& octets(const char* name, base::ByteView bytes);
  ParamList& text(const char* name, std::string_view value);

  /// The key of these numbers, or null when OpenSSL refuses them.
  [[nodiscard]] EvpPkey key(const char* type, int selection);

 private:
  base::MutableByteView keep(base::ByteView bytes);

  std::vector<base::SecretBytes> kept_;
  std::vector<OSSL_PARAM> params_;
};

/// The key's number of that name, big-endian without leading zeros, or nothing when it has none.
std::optional<base::SecretBytes> number_of(const EVP_PKEY* key, const char* name);
/// The same at `width` bytes, with leading zeros.
std::optional<base::SecretBytes> number_of(const EVP_PKEY* key, const char* name, std::size_t width);

/// A copy in ordinary memory, for numbers that are public.
base::Bytes publish(const base::SecretBytes& number);

}  // namespace jwtkeep::crypto
