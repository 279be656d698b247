// The patterns of .gitignore (gitignore(5)): `*`, `?`, `[a-z]`, `**`. Internal.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace jwtkeep::scan {

/// A pattern that has been read. Matching takes time that is linear in the text for each step that is not a literal, so
/// that no pattern is a trap.
class Glob {
 public:
  /// Never matches where the pattern is broken, as with git: a `\` at the end, a `[` without its `]`.
  explicit Glob(std::string_view pattern);

  /// The whole of `text`: a path with `/` between its parts, or one part. `*`, `?` and `[...]` take no `/`.
  [[nodiscard]] bool matches(std::string_view text) const;

 private:
  using Class = std::bitset<256>;
  enum class Op : std::uint8_t { literal, any, one_of, star, stars, stars_slash };
  struct Step {
    Op op = Op::literal;
    unsigned char byte = 0;
    std::size_t at = 0;  ///< of its class
  };

  std::optional<std::size_t> read_class(std::string_view pattern, std::size_t at);

  std::vector<Step> steps_;
  std::vector<Class> classes_;
  bool broken_ = false;
};

}  // namespace jwtkeep::scan
