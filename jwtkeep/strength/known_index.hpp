// Finds texts in the list of published secrets. Internal to this room.
#pragma once

#include <optional>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::strength {

/// A published secret.
struct Known {
  std::string_view text;     ///< as published
  double number = 0;         ///< how many secrets an attacker tries before it; of the defaults exactly, else about
  bool same_case = false;    ///< whether what was looked for is the same byte by byte
  std::string_view product;  ///< whose default or sample it is; empty where nobody's in particular
  std::string_view source;   ///< where that is said, e.g. a CVE; may be empty
};

/// The hash by which secrets are found, of a text that grows at its end: FNV-1a without regard to ASCII case. (For
/// tables, not for secrecy: known.index is made by the same function in tools/strength_data.py.)
class KnownHash {
 public:
  void add(std::uint8_t c) {
    const auto small = static_cast<std::uint64_t>(c >= 'A' && c <= 'Z' ? c + 0x20 : c);
    state_ = (state_ ^ small) * 0x100000001b3;
  }
  [[nodiscard]] std::uint64_t value() const { return (state_ ^ (state_ >> 32)) * 0x9e3779b97f4a7c15; }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325;
};

/// So many bytes tell whether a published secret may begin with them.
inline constexpr std::size_t kStartBytes = 5;

/// Whether one may begin with the `kStartBytes` that have this hash: for one in seven starts of random ones.
bool may_start_listed(std::uint64_t hash);

/// Whether `text`, whose hash is given, stands in the list in some case; cheap where it does not.
bool is_listed(base::ByteView text, std::uint64_t hash);

/// The published secret that `text` is, preferably in the same case.
std::optional<Known> find_known(base::ByteView text);

}  // namespace jwtkeep::strength
