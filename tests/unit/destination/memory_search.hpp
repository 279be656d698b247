// Looks for a secret in all memory that this process can read.
#pragma once

#include <cstddef>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// A random printable text that stands in memory only in its masked form, so that a search finds others' copies alone.
class MaskedSecret {
 public:
  MaskedSecret();

  /// A guarded copy in the clear.
  [[nodiscard]] base::SecretBytes reveal() const;
  /// How often it stands in this process's readable memory.
  [[nodiscard]] std::size_t times_in_memory() const;
  [[nodiscard]] bool stands_in(std::string_view text) const { return count(base::as_bytes(text)) > 0; }

 private:
  [[nodiscard]] std::size_t count(base::ByteView bytes) const;
  base::Bytes masked_;
};

}  // namespace jwtkeep::destination
