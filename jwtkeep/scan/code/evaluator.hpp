// What an expression comes to, as far as the file alone tells.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "jwtkeep/scan/code/literal.hpp"
#include "jwtkeep/scan/code/unit.hpp"

namespace jwtkeep::scan::code {

/// One argument of a call, or one entry of a list: tokens from `begin` up to, not with, `end`.
struct Argument {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t keyword = kNone;  ///< its name's token, where it is given by name
  /// Its value's first token.
  std::uint32_t value = 0;
};

/// Work on one text is bounded: what is beyond it stays unknown.
struct Budget {
  std::size_t steps;
};

class Evaluator {
 public:
  Evaluator(const Unit& unit, Budget& budget) : unit_(unit), budget_(budget) {}

  /// The expression that begins at `i` and ends before `end` at the latest.
  Values value(std::uint32_t i, std::uint32_t end);
  /// As `value`, for a sink's argument: a function stands for what it returns.
  Values argument(const Argument& argument) { return value(argument.value, argument.end); }
  /// What stands between the bracket at `open` and its partner, at its commas; of very many the first.
  std::vector<Argument> arguments(std::uint32_t open, std::uint32_t end);
  /// The same of tokens that no bracket holds.
  std::vector<Argument> arguments_between(std::uint32_t begin, std::uint32_t end);
  /// What a function returns whose definition's value is at `body`.
  Values returned(std::uint32_t body, std::uint32_t end);

 private:
  struct Cursor {
    std::uint32_t i;
    std::uint32_t end;
    bool bracketed;  ///< line breaks end nothing
  };
  /// Counts how deep expressions are nested.
  struct Nesting {
    explicit Nesting(Evaluator& counted) : evaluator(counted) { ++counted.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;
    ~Nesting() { --evaluator.depth_; }
    [[nodiscard]] bool too_deep() const { return evaluator.depth_ > kDeepest; }
    Evaluator& evaluator;
  };
  /// `a.b['c'].d(...)`, as far as it is read.
  struct Path {
    std::uint32_t first = kNone, last = kNone;  ///< the tokens of its first and last name
    std::optional<Values> value = {};           ///< once it is more than a name
    bool pure = true;                           ///< names and indexes alone
  };
  /// A call whose arguments stand between `open` and `close`.
  struct Called {
    std::uint32_t first = kNone, name = kNone, open = kNone, close = kNone;
    std::string_view called;  ///< the function's own name
    std::string chain;        ///< with what it is called on, in lower case
  };
  static constexpr std::uint32_t kDeepest = 24;

  bool step() {
    if (budget_.steps == 0) return false;
    --budget_.steps;
    return true;
  }

  Values choice(Cursor& c);
  bool chosen_by_operator(Cursor& c, Values& values);
  bool chosen_by_word(Cursor& c, Values& values);
  Values sum(Cursor& c);
  Values operand(Cursor& c);
  Values word(Cursor& c);
  Values strings(Cursor& c);
  Values list(std::uint32_t open, std::uint32_t end);
  Values object(std::uint32_t open, std::uint32_t end);
  Values bytes_between(std::uint32_t begin, std::uint32_t end);
  Values postfix(Cursor& c, std::uint32_t first, Values value);
  Values call(std::uint32_t first, std::uint32_t name, std::uint32_t open, std::uint32_t close,
              std::optional<Values> receiver);
  bool member_step(Cursor& c, Path& path);
  bool call_step(Cursor& c, Path& path);
  bool index_step(Cursor& c, Path& path);
  bool block_step(Cursor& c, Path& path);
  std::optional<Values> list_joined(const Called& what, const std::vector<Argument>& passed,
                                    std::optional<Values>& receiver);
  std::optional<Values> put_together(const Called& what, const std::vector<Argument>& passed,
                                     std::optional<Values>& receiver);
  std::optional<Values> with_default(const Called& what, const std::vector<Argument>& passed,
                                     std::optional<Values>& receiver);
  std::optional<Values> in_other_form(const Called& what, const std::vector<Argument>& passed,
                                      std::optional<Values>& receiver);
  Values of_function(const Called& what);
  Values defined_near(std::span<const std::uint32_t> all, std::uint32_t first, std::uint32_t last);
  Values defined_outside(std::uint32_t hash);
  Values joined(std::uint32_t open, std::uint32_t end, std::string_view separator);
  Values resolve(std::uint32_t first, std::uint32_t last);
  Values member_of(std::uint32_t owner_value, std::uint32_t name);
  Values function_value(Cursor& c);
  Values conditional(Cursor& c);
  Values block(std::uint32_t open, std::uint32_t close);
  std::optional<std::string_view> text_of_argument(const Argument& argument) const;
  bool reads_environment(const Argument& argument) const;
  Values appended(std::uint32_t name);
  Values passed_by_callers(std::uint32_t hash, std::uint32_t use);
  std::optional<std::size_t> parameter_place(std::uint32_t open, std::uint32_t close, std::uint32_t hash);
  Values passed_at(std::uint32_t function, std::size_t place);
  Values entries_of(std::uint32_t name);
  bool visible(const Definition& definition, std::uint32_t use) const;
  bool is_lambda(std::uint32_t open) const;
  std::string chain_of(std::uint32_t name) const;

  const Unit& unit_;
  Budget& budget_;
  std::uint32_t depth_ = 0;
};

}  // namespace jwtkeep::scan::code
