// Takes out of a text what could be a credential, and puts it back. Internal to this room.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::destination {

/// A YAML text in which a number between two marks stands for each long run of characters that keys and tokens are made
/// of. None of them means anything to YAML within such a run, so that the text says the same as before.
class YamlVeil {
 public:
  /// Nothing where the text itself has the marks' characters (U+E000 and U+E001, of private use).
  static std::optional<YamlVeil> over(const base::SecretBytes& text);

  [[nodiscard]] const base::SecretBytes& text() const noexcept { return text_; }

  /// A piece of the text with what stood there. Pieces come in the text's order, and each run stands in one of them:
  /// nothing where a number is none that may come now.
  std::optional<base::SecretBytes> lifted(std::string_view piece);

 private:
  base::SecretBytes text_;
  std::vector<base::SecretBytes> runs_;
  std::size_t next_ = 0;  ///< the first run that has not been seen yet
};

}  // namespace jwtkeep::destination
