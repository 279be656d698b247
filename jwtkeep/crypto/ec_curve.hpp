// The curves of RFC 7518 section 6.2.1.1 and RFC 8812: all that is known of each stands in one row. Internal to this
// room.
#pragma once

#include <cstddef>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/crypto/key_pair.hpp"

namespace jwtkeep::crypto {

struct EcCurve {
  KeyKind kind;
  const char* group;  ///< OpenSSL's name
  std::size_t width;  ///< bytes of a coordinate and of a scalar
  int bits;           ///< of the field
  base::ByteView
      order;  ///< of the base point, `width` bytes, big-endian (SP 800-186 section 3.2.1, SEC 2 section 2.4.1)
};

/// Nullptr for a kind that is not on one of these curves.
const EcCurve* ec_curve(KeyKind kind) noexcept;
/// By OpenSSL's name.
const EcCurve* ec_curve(std::string_view group) noexcept;

inline bool is_ec(KeyKind kind) noexcept { return ec_curve(kind) != nullptr; }

/// A scalar's and a coordinate's width on the widest of them: P-521.
inline constexpr std::size_t kMaxEcWidth = 66;

}  // namespace jwtkeep::crypto
