// The name of a keyring: whose secret it is, where it is used, and what for.
#pragma once

#include <compare>
#include <string>
#include <string_view>

#include "jwtkeep/base/result.hpp"

namespace jwtkeep::keyring {

/// `service/environment[/use]`, e.g. `orders/prod` or `orders/prod/refresh`.
///
/// Each part has 1 to 63 characters out of a-z, 0-9, `.`, `_` and `-`, and begins with a letter or a digit: it fits
/// a path, a label of Kubernetes and a secret's name in every destination.
class Name {
 public:
  /// Errors: `bad_value`, with the part that does not fit.
  static base::Result<Name> parse(std::string_view text);

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] std::string_view service() const noexcept;
  [[nodiscard]] std::string_view environment() const noexcept;
  [[nodiscard]] std::string_view use() const noexcept;  ///< empty when there is none

  friend auto operator<=>(const Name&, const Name&) = default;

 private:
  explicit Name(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

}  // namespace jwtkeep::keyring
