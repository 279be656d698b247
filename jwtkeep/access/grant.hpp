// Which keyrings somebody may do something with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/access/verb.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::access {

/// Names of keyrings. `*` stands for one part (`orders/*`, `*/prod`), `**` at the end for all that may follow
/// (`orders/**` has `orders/prod` and `orders/prod/refresh`; `**` has every keyring). Everything else is itself:
/// `orders/prod` does not have `orders/prod/refresh`.
class Pattern {
 public:
  /// Errors: `bad_value`, with what does not fit.
  static base::Result<Pattern> parse(std::string_view text);

  [[nodiscard]] bool has(std::string_view keyring) const noexcept;
  [[nodiscard]] bool has_all() const noexcept { return text_ == "**"; }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }

  friend bool operator==(const Pattern&, const Pattern&) = default;

 private:
  explicit Pattern(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

/// `orders/prod: sign, verify`.
struct Grant {
  Pattern keyrings;
  std::vector<Verb> verbs;  ///< in the order of `verbs()`, each once

  /// Errors: `bad_value`, with the verbs that there are.
  static base::Result<Grant> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
  [[nodiscard]] bool allows(Verb verb, std::string_view keyring) const noexcept;

  friend bool operator==(const Grant&, const Grant&) = default;
};

}  // namespace jwtkeep::access
