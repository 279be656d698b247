// Texts of a known make that are no secrets: UUIDs, times, PEM blocks, tokens. Internal to this room.
#pragma once

#include <optional>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/judge.hpp"

namespace jwtkeep::strength {

struct Shape {
  FindingKind kind;          ///< uuid, timestamp, date or pem_or_jwt
  double most_bits;          ///< randomness it can hold at most
  std::size_t length_bytes;  ///< true bytes it stands for
};

/// What `bytes` is as a whole, if it is one of these.
std::optional<Shape> shape_of(base::ByteView bytes);

/// Whether `bytes` are a public or private key or a certificate in DER (X.690), which somebody took out of its PEM
/// block. Random bytes are it by chance once in 10^11.
bool is_der_key(base::ByteView bytes);

/// The parts of a secret around its core: what stores and shells leave there by accident.
struct Core {
  base::ByteView text;         ///< without white space and quotes around it
  std::size_t offset = 0;      ///< of the core in the whole
  bool newline = false;        ///< ended in a line break
  bool space = false;          ///< other white space at either end
  std::size_t quotes = 0;      ///< layers of quotation marks taken off
  std::size_t tail_start = 0;  ///< where the white space at the end begins
};

Core core_of(base::ByteView whole);

}  // namespace jwtkeep::strength
