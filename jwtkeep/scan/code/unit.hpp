// One file's tokens with the names that are defined in it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "jwtkeep/scan/code/token.hpp"
#include "jwtkeep/scan/language.hpp"

namespace jwtkeep::scan::code {

/// A name that is given a value: a constant, a variable, a field, an object's member, a named argument, a parameter's
/// default, a function.
struct Definition {
  enum class Form : std::uint8_t {
    assigned,  ///< `x = v`
    member,    ///< `x: v`, `'x' => v`: of an object, a map or a call
    function,  ///< `value` is the body's bracket, or the first token of the body
    scope      ///< a class or a namespace: it has no value
  };
  std::uint32_t hash = 0;       ///< of the name's last part
  std::uint32_t name = 0;       ///< its token: a word or a string
  std::uint32_t value = kNone;  ///< the value's first token
  std::uint32_t owner = kNone;  ///< the definition whose value it stands in
  std::uint32_t scope = kNone;  ///< the innermost open bracket around it
  Form form = Form::assigned;
};

class Unit {
 public:
  /// `outer`: the unit of the code around these asides, or null. What is referred to outlives the unit.
  Unit(std::string_view text, Language language, const Tokens& tokens, const Unit* outer);

  [[nodiscard]] std::string_view text() const noexcept { return text_; }
  [[nodiscard]] Language language() const noexcept { return language_; }
  [[nodiscard]] const Tokens& tokens() const noexcept { return *tokens_; }
  [[nodiscard]] const Unit* outer() const noexcept { return outer_; }
  [[nodiscard]] std::span<const Definition> definitions() const noexcept { return definitions_; }
  /// Those of a name, by their place.
  [[nodiscard]] std::span<const std::uint32_t> named(std::uint32_t hash) const;

  [[nodiscard]] std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(tokens_->size()); }
  /// An operator that is nothing, behind the last one.
  [[nodiscard]] const Token& at(std::uint32_t i) const noexcept { return i < tokens_->size() ? (*tokens_)[i] : end_; }
  [[nodiscard]] std::string_view text_of(std::uint32_t i) const noexcept { return at(i).text(text_); }
  [[nodiscard]] bool is_op(std::uint32_t i, Op op) const noexcept {
    const auto& token = at(i);
    return token.kind == TokenKind::op && token.value == op.value;
  }
  [[nodiscard]] bool is_word(std::uint32_t i) const noexcept { return at(i).kind == TokenKind::word; }
  [[nodiscard]] bool is_word(std::uint32_t i, Word word) const noexcept {
    const auto& token = at(i);
    return token.kind == TokenKind::word && token.value == word.hash && token.text(text_) == word.text;
  }
  [[nodiscard]] bool is_string(std::uint32_t i) const noexcept { return at(i).kind == TokenKind::string; }
  [[nodiscard]] bool is_open(std::uint32_t i, char bracket) const noexcept {
    return at(i).kind == TokenKind::open && text_[at(i).begin] == bracket;
  }
  [[nodiscard]] bool is_close(std::uint32_t i, char bracket) const noexcept {
    return at(i).kind == TokenKind::close && text_[at(i).begin] == bracket;
  }
  /// The closing bracket of the one at `open`, or `end` where it has none before it.
  [[nodiscard]] std::uint32_t partner(std::uint32_t open, std::uint32_t end) const noexcept {
    return at(open).value < end ? at(open).value : end;
  }
  /// Where a word of that hash has a bracket behind it.
  [[nodiscard]] std::span<const std::uint32_t> calls_of(std::uint32_t hash) const;
  /// Whether a function begins between two tokens, where functions have no brackets.
  [[nodiscard]] bool has_function_between(std::uint32_t from, std::uint32_t to) const;
  /// Whether the block at `open` is one of an `if`, a `try` or a namespace: what is assigned in it is known behind it.
  [[nodiscard]] bool is_plain_block(std::uint32_t open) const;
  /// The innermost bracket that is open where token `i` stands, or kNone.
  [[nodiscard]] std::uint32_t enclosing(std::uint32_t i) const noexcept {
    return i < enclosing_.size() ? enclosing_[i] : kNone;
  }
  /// A name without quotes, `$`, `@` and the like.
  [[nodiscard]] std::string_view name_of(std::uint32_t i) const noexcept;
  [[nodiscard]] bool is_any_of(std::initializer_list<Language> languages) const noexcept;

 private:
  std::string_view text_;
  Language language_;
  const Tokens* tokens_;
  const Unit* outer_;
  std::vector<Definition> definitions_;
  mutable std::vector<std::uint32_t> by_hash_;    ///< of the definitions; made when first asked for
  std::vector<std::uint32_t> enclosing_;          ///< for each token
  mutable std::vector<std::uint32_t> functions_;  ///< where they begin; the first is kNone, once they are looked for
  mutable std::unordered_map<std::uint32_t, bool> plain_;
  mutable std::vector<std::uint32_t> calls_;  ///< by hash; made when first asked for
  Token end_;
};

}  // namespace jwtkeep::scan::code
