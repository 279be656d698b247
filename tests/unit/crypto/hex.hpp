// Bytes as vectors write them.
#pragma once

#include "jwtkeep/base/encoding.hpp"
#include "tests/vectors/shared_vectors.hpp"

namespace jwtkeep::crypto {

inline base::Bytes hex(std::string_view text) { return base::hex_decode(text).value(); }

/// The bytes in a member of a vector.
inline base::Bytes hex(const base::Json& object, std::string_view name) { return hex(vectors::text(object, name)); }

}  // namespace jwtkeep::crypto
