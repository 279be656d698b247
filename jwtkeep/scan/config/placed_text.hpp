// A value as the program has it, and where each of its characters is written.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/characters.hpp"
#include "jwtkeep/scan/span.hpp"

namespace jwtkeep::scan {

/// How a format writes what it cannot write plainly.
enum class Escapes : std::uint8_t {
  none,
  backslash,       ///< JSON, YAML's `"`, TOML, properties: `\n`, `\u0041`, `\"`; a line break behind it is none
  doubled_single,  ///< YAML's and SQL's `'`: `''`
  shell,           ///< within `"`: `\"`, `\\`, `\$`, a line break behind it
  xml,             ///< `&amp;`, `&#65;`
  block,           ///< lines without their common indentation
};

class PlacedText {
 public:
  /// Resolves what stands at `span` of `text`.
  PlacedText(std::string_view text, Span span, Escapes escapes);
  PlacedText() = default;

  [[nodiscard]] std::string_view view() const noexcept { return characters_.view(); }
  [[nodiscard]] const Characters& characters() const noexcept { return characters_; }
  [[nodiscard]] Characters take() noexcept { return std::move(characters_); }

  /// Appends another piece of the same text, which stands further behind.
  void append(std::string_view text, Span span, Escapes escapes);

  /// Where these characters stand in the text.
  [[nodiscard]] Span place(Span inner) const noexcept;
  /// The character that the text's one at `at` has become; the text's and not any other's only where it is one.
  [[nodiscard]] std::size_t inner(std::size_t at) const noexcept;

 private:
  struct Piece {
    std::size_t inner, outer;  // from here on both run alike
  };
  void put(char c, std::size_t at);
  void put_code(std::uint32_t code, std::size_t at);
  void read_backslashed(std::string_view text, Span span);
  void read_doubled(std::string_view text, Span span);
  void read_shell(std::string_view text, Span span);
  void read_entities(std::string_view text, Span span);
  void read_block(std::string_view text, Span span);

  Characters characters_;
  std::vector<Piece> pieces_;
  std::size_t end_ = 0;  // of the last piece, in the text
};

}  // namespace jwtkeep::scan
