#include "jwtkeep/scan/code/evaluator.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "jwtkeep/scan/code/effects.hpp"
#include "jwtkeep/scan/code/values.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::size_t kMostArguments = 64;

}  // namespace

Values Evaluator::value(std::uint32_t i, std::uint32_t end) {
  Cursor cursor{i, std::min(end, unit_.size()), false};
  return choice(cursor);
}

std::vector<Argument> Evaluator::arguments(std::uint32_t open, std::uint32_t end) {
  return arguments_between(open + 1, unit_.partner(open, std::min(end, unit_.size())));
}

std::vector<Argument> Evaluator::arguments_between(std::uint32_t begin, std::uint32_t end) {
  std::vector<Argument> found;
  Argument current{begin, begin, kNone, begin};
  const auto finish = [&](std::uint32_t i) {
    current.end = i;
    if (current.end > current.begin) {
      const auto first = current.begin;
      if ((unit_.is_word(first) || unit_.is_string(first)) && first + 1 < i) {
        if (unit_.is_op(first + 1, "=") || unit_.is_op(first + 1, ":") || unit_.is_op(first + 1, "=>")) {
          const bool lambda = unit_.is_op(first + 1, "=>") && unit_.is_word(first) &&
                              !unit_.is_any_of({Language::php, Language::ruby, Language::perl, Language::elixir});
          if (!lambda) {
            current.keyword = first;
            current.value = first + 2;
          }
        }
      } else if (unit_.is_op(first, ":") && unit_.is_word(first + 1) && unit_.is_op(first + 2, "=>")) {
        current.keyword = first + 1;
        current.value = first + 3;
      }
      found.push_back(current);
    }
    current = {i + 1, i + 1, kNone, i + 1};
  };
  std::uint32_t i = begin;
  for (; i < end && found.size() < kMostArguments; ++i) {
    if (!step()) return found;
    const auto& token = unit_.at(i);
    if (token.kind == TokenKind::open) {
      i = unit_.partner(i, end);
      if (i >= end) break;
    } else if (token.kind == TokenKind::op && token.value == op_of(",")) {
      finish(i);
    }
  }
  if (found.size() < kMostArguments) finish(std::min(i, end));
  return found;
}

/// `a || b`, `a ?? b`, `c ? a : b`, `a if c else b`.
Values Evaluator::choice(Cursor& c) {
  const Nesting nesting(*this);
  if (nesting.too_deep() || !step()) return unknown();
  auto values = sum(c);
  while (c.i < c.end && step()) {
    const auto& token = unit_.at(c.i);
    if (token.first_of_line && !c.bracketed && token.kind == TokenKind::word) break;
    const bool goes_on = token.kind == TokenKind::op     ? chosen_by_operator(c, values)
                         : token.kind == TokenKind::word ? chosen_by_word(c, values)
                                                         : false;
    if (!goes_on) break;
  }
  return values;
}

/// Goes on behind an operator at the cursor; false where the expression ends there.
bool Evaluator::chosen_by_operator(Cursor& c, Values& values) {
  const auto op = unit_.at(c.i).value;
  if (op == op_of("||") || op == op_of("?\?") || op == op_of("?:") ||
      (op == op_of("//") && unit_.language() == Language::perl)) {
    ++c.i;
    const bool as_fallback = values.open;
    values.add(sum(c), as_fallback);
    return true;
  }
  if (op == op_of("&&")) {
    ++c.i;
    const bool open = values.open;
    values = sum(c);
    values.open |= open;
    return true;
  }
  if (op == op_of("?") &&
      !unit_.is_any_of({Language::kotlin, Language::rust, Language::go, Language::python, Language::scala})) {
    ++c.i;
    auto then = choice(c);
    if (unit_.is_op(c.i, ":") && c.i < c.end) {
      ++c.i;
      auto otherwise = choice(c);
      values = std::move(then);
      values.add(std::move(otherwise), values.open);
    } else {
      values = std::move(then);
    }
    return true;
  }
  if (op == op_of("|>") && unit_.is_word(c.i + 1)) {
    ++c.i;
    const auto first = c.i;
    auto name = first;
    while (unit_.is_op(name + 1, ".") && unit_.is_word(name + 2)) name += 2;
    if (unit_.is_op(name + 1, "!")) ++name;
    const auto open = name + 1;
    if (!unit_.is_open(open, '(')) return false;
    const auto close = unit_.partner(open, c.end);
    c.i = std::min(close + 1, c.end);
    values = call(first, unit_.is_op(name, "!") ? name - 1 : name, open, close, std::move(values));
    return true;
  }
  if (op == op_of("==") || op == op_of("===") || op == op_of("!=") || op == op_of("!==") || op == op_of("<") ||
      op == op_of(">") || op == op_of("<=") || op == op_of(">=") || op == op_of("=~")) {
    ++c.i;
    sum(c);
    values = unknown();
    return true;
  }
  return false;
}

bool Evaluator::chosen_by_word(Cursor& c, Values& values) {
  const auto& token = unit_.at(c.i);
  if (token.value == hash_of("or")) {
    ++c.i;
    const bool as_fallback = values.open;
    values.add(sum(c), as_fallback);
    return true;
  }
  if (token.value == hash_of("and")) {
    ++c.i;
    values = sum(c);
    values.open = true;
    return true;
  }
  if (token.value == hash_of("if") && unit_.language() == Language::python) {
    auto k = c.i + 1;
    while (k < c.end && !unit_.is_word(k, "else") && k < c.i + 64) {
      k = unit_.at(k).kind == TokenKind::open ? unit_.partner(k, c.end) + 1 : k + 1;
    }
    if (!unit_.is_word(k, "else")) return false;
    c.i = k + 1;
    const bool as_fallback = values.open;
    values.add(choice(c), as_fallback);
    return true;
  }
  if (token.value == hash_of("as") || token.value == hash_of("satisfies")) {
    ++c.i;
    if (unit_.is_op(c.i, "!") || unit_.is_op(c.i, "?")) ++c.i;
    while (c.i < c.end && (unit_.is_word(c.i) || unit_.is_op(c.i, ".") || unit_.is_op(c.i, "&"))) ++c.i;
    return true;
  }
  return false;
}

/// Pieces put together.
Values Evaluator::sum(Cursor& c) {
  auto values = operand(c);
  while (c.i < c.end && step()) {
    const auto& token = unit_.at(c.i);
    if (token.kind != TokenKind::op) break;
    const auto op = token.value;
    const bool dots = unit_.is_any_of({Language::php, Language::perl});
    const bool joins = op == op_of("+") || (op == op_of(".") && dots) ||
                       (op == op_of("..") && unit_.language() == Language::lua) ||
                       (op == op_of("<>") && unit_.language() == Language::elixir) || op == op_of("++") ||
                       (op == op_of("&") && unit_.language() == Language::csharp);
    if (joins) {
      ++c.i;
      const auto right = operand(c);
      values = concatenated(values, right);
      continue;
    }
    if (op == op_of("\\")) {
      ++c.i;
      continue;
    }
    if (op == op_of("|") && unit_.is_any_of({Language::typescript, Language::javascript}) && unit_.is_string(c.i + 1)) {
      return unknown();  // a type
    }
    if (op == op_of("-") || op == op_of("*") || op == op_of("/") || op == op_of("%") || op == op_of("^")) {
      if (token.first_of_line && !c.bracketed) break;
      ++c.i;
      operand(c);
      values = unknown();
      continue;
    }
    break;
  }
  return values;
}

Values Evaluator::operand(Cursor& c) {
  const Nesting nesting(*this);
  if (nesting.too_deep() || !step()) return unknown();
  while (c.i < c.end && unit_.at(c.i).kind == TokenKind::op) {
    const auto op = unit_.at(c.i).value;
    if (op == op_of("!") && !unit_.is_op(c.i + 1, "!")) {
      ++c.i;
      operand(c);
      return unknown();
    }
    if (op == op_of("&") || op == op_of("*") || op == op_of("@") || op == op_of("\\") || op == op_of("...")) {
      ++c.i;
      continue;
    }
    break;
  }
  if (c.i >= c.end) return unknown();
  const auto first = c.i;
  const auto& token = unit_.at(c.i);
  switch (token.kind) {
    case TokenKind::string: return postfix(c, first, strings(c));
    case TokenKind::word: return word(c);
    case TokenKind::number: ++c.i; return unknown();
    case TokenKind::close: return unknown();
    case TokenKind::open: break;
    case TokenKind::op:
      // <<1, 2, 3>>
      if (token.value == op_of("<<") && unit_.is_any_of({Language::elixir, Language::erlang})) {
        auto close = c.i + 1;
        while (close < c.end && !unit_.is_op(close, ">>") && step()) ++close;
        auto values = unit_.is_string(c.i + 1) ? value(c.i + 1, close) : bytes_between(c.i + 1, close);
        c.i = std::min(close + 1, c.end);
        return values;
      }
      // Ruby's -> { }, Rust's |_| x
      if (token.value == op_of("->") || token.value == op_of("|") || token.value == op_of("||"))
        return function_value(c);
      ++c.i;
      return unknown();
  }
  const auto close = unit_.partner(c.i, c.end);
  const auto behind = std::min(close + 1, c.end);
  if (unit_.is_open(c.i, '(')) {
    if (is_lambda(c.i)) return function_value(c);
    // (byte[]) x, (String)x
    const auto& next = unit_.at(behind);
    if (behind < c.end && !next.first_of_line && (next.kind == TokenKind::string || next.kind == TokenKind::word) &&
        unit_.is_any_of({Language::java, Language::csharp, Language::cpp, Language::php, Language::groovy}) &&
        close - c.i <= 6) {
      c.i = behind;
      return operand(c);
    }
    Cursor inner{c.i + 1, close, true};
    auto values = choice(inner);
    c.i = behind;
    return postfix(c, first, std::move(values));
  }
  if (unit_.is_open(c.i, '[')) {
    // []byte("x"), []byte{1, 2}, [32]byte{...}, [...]string{...}
    if (unit_.is_word(behind) && close - c.i <= 2 && unit_.language() == Language::go) {
      const auto open = behind + 1;
      if (unit_.is_open(open, '(') || unit_.is_open(open, '{')) {
        const auto end = unit_.partner(open, c.end);
        auto values = unit_.is_open(open, '(') ? value(open + 1, end) : list(open, end);
        c.i = std::min(end + 1, c.end);
        return postfix(c, first, std::move(values));
      }
    }
    c.i = behind;
    return postfix(c, first, list(first, close));
  }
  c.i = behind;
  auto values = object(first, close);
  return postfix(c, first, std::move(values));
}

}  // namespace jwtkeep::scan::code
