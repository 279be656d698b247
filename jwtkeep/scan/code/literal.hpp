// What literals and expressions come to.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/characters.hpp"
#include "jwtkeep/scan/code/token.hpp"
#include "jwtkeep/scan/span.hpp"

namespace jwtkeep::scan::code {

/// One value that an expression may have.
struct Literal {
  Span span;  ///< in the text, without quotes; of several pieces from the first to the last
  Characters value;
  std::optional<Characters> decoded;  ///< the key's bytes, where a decoder is called on `value`
  std::string_view name;              ///< of the constant or variable that holds it, or empty
  bool fallback = false;              ///< it counts where something else (the environment) gives nothing
  bool encoded = false;               ///< it does not stand there as it is used: pieces, numbers, escapes, a decoder
  bool quoted = true;
};

struct Values {
  std::vector<Literal> literals;
  bool open = false;  ///< it may also be something that is not known here

  [[nodiscard]] bool known() const noexcept { return !literals.empty(); }
  void add(Values other, bool as_fallback = false);
};

/// How many values of one expression are looked at.
inline constexpr std::size_t kMostValues = 8;

/// A string token's characters, its escapes resolved. The token has no hole.
Literal literal_of(std::string_view text, const Token& token);

enum class Decoder : unsigned char { none, base64, hex, percent, rot13, reversed };

/// What `decoder` makes of `text`, in any usual alphabet and with or without padding; none where it is not of its form.
std::optional<Characters> decode(Decoder decoder, std::string_view text);

}  // namespace jwtkeep::scan::code
