// Several values as one byte string from which each can be told again: what seals and MACs are bound to.
#pragma once

#include <cstdint>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::store {

/// Each text is preceded by its length as 8 bytes, big-endian; numbers are 8 bytes, big-endian. Two different lists of
/// values of the same kinds therefore never give the same bytes.
class Fields {
 public:
  Fields& add(std::string_view text) {
    add(std::uint64_t{text.size()});
    const auto view = base::as_bytes(text);
    bytes_.insert(bytes_.end(), view.begin(), view.end());
    return *this;
  }
  Fields& add(base::ByteView bytes) { return add(base::as_text(bytes)); }
  Fields& add(std::uint64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) bytes_.push_back(static_cast<std::uint8_t>(number >> shift));
    return *this;
  }
  [[nodiscard]] base::ByteView bytes() const noexcept { return bytes_; }

 private:
  base::Bytes bytes_;
};

}  // namespace jwtkeep::store
