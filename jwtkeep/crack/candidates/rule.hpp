// hashcat's rules: small programs that make one word out of another.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/result.hpp"

namespace jwtkeep::crack {

/// Words above this are not changed, and a function that would make a longer one leaves the word as it is: hashcat's
/// own limit.
inline constexpr std::size_t kMostRuleBytes = 255;

/// One function of a rule with its arguments, e.g. `sa@` or `T0`.
struct RuleFunction {
  /// The place that a `/` or `%` before found (`p` in hashcat's language).
  static constexpr std::uint8_t kFoundPlace = 255;

  char name = 0;                            ///< hashcat's letter
  char of_class = 0;                        ///< behind `~`: the class (l u d h H s) in place of a character
  std::array<std::uint8_t, 3> arguments{};  ///< positions as numbers, characters as bytes
};

/// A rule that was read: its functions, applied one after another.
using Rule = std::vector<RuleFunction>;

/// Reads one rule. Blanks between functions count for nothing; `\x41` is a byte in hex.
/// Errors: `bad_value`, with the place marked.
base::Result<Rule> parse_rule(std::string_view text);

/// Reads a file of rules: one a line; empty lines and those that begin with `#` are passed over. `name` stands before
/// each error. Errors: `bad_value` with line and place.
base::Result<std::vector<Rule>> parse_rules(std::string_view text, std::string_view name);

/// Each of `first` followed by each of `second`, as hashcat takes several rule files. Errors: `bad_value` where there
/// would be more than 10 million.
base::Result<std::vector<Rule>> chain_rules(const std::vector<Rule>& first, const std::vector<Rule>& second);

/// Room in which rules are applied, one for each thread.
class RuleBench {
 public:
  /// What the rule makes of `word`; nothing where it rejects it, or the word is too long. The view holds until the next
  /// call.
  std::optional<base::ByteView> apply(const Rule& rule, base::ByteView word);

 private:
  friend struct RuleStep;
  // Any one function makes at most kMostRuleBytes of them.
  std::array<std::uint8_t, kMostRuleBytes + 1> bytes_{};
  std::array<std::uint8_t, kMostRuleBytes + 1> memory_{};
  std::size_t size_ = 0;
  std::size_t memory_size_ = 0;
  std::size_t found_ = 0;  ///< by the last `/` or `%`; `size_` or more: nothing
};

/// Rules that people follow when they change a published secret a little: case, a digit or `!` behind it, the year, a
/// word before it. One a line.
std::string_view common_rules() noexcept;

}  // namespace jwtkeep::crack
