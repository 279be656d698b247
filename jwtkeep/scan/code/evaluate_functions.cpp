#include "jwtkeep/scan/code/evaluator.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "jwtkeep/scan/code/effects.hpp"
#include "jwtkeep/scan/code/values.hpp"

namespace jwtkeep::scan::code {
/// A lambda's parameters stand in this bracket.
bool Evaluator::is_lambda(std::uint32_t open) const {
  auto behind = unit_.partner(open, unit_.size()) + 1;
  // (t: T): R => x
  if (unit_.is_op(behind, ":") && unit_.is_word(behind + 1)) behind += 2;
  return unit_.is_op(behind, "=>") || unit_.is_op(behind, "->");
}

/// What a function returns that is written at the cursor.
Values Evaluator::function_value(Cursor& c) {
  const bool pipes = unit_.is_op(c.i, "|") || unit_.is_op(c.i, "||");
  if (pipes) {
    auto k = c.i + 1;
    if (unit_.is_op(c.i, "|")) {
      while (k < c.end && !unit_.is_op(k, "|") && k < c.i + 32) ++k;
      ++k;
    }
    c.i = std::min(k, c.end);
    if (unit_.is_open(c.i, '{')) {
      const auto close = unit_.partner(c.i, c.end);
      auto values = block(c.i, close);
      c.i = std::min(close + 1, c.end);
      return values;
    }
    return choice(c);
  }
  // To the body: behind parameters, types and an arrow.
  auto k = c.i;
  const auto last = std::min(c.end, k + 48);
  while (k < last) {
    if (!step()) return unknown();
    if (unit_.is_op(k, "=>") ||
        (unit_.is_op(k, "->") && !unit_.is_any_of({Language::rust, Language::swift, Language::ruby}))) {
      // PHP's fn() => x, Elixir's fn -> x end, Java's () -> x
      c.i = k + 1;
      if (unit_.is_open(c.i, '{')) {
        k = c.i;
        break;
      }
      return choice(c);
    }
    if (unit_.is_op(k, ":") && unit_.is_word(c.i, "lambda")) {
      c.i = k + 1;
      return choice(c);
    }
    if (unit_.is_open(k, '{')) {
      // Go's interface{} is a type.
      if (!(unit_.is_word(k - 1, "interface") || unit_.is_word(k - 1, "struct"))) break;
      k = unit_.partner(k, c.end) + 1;
      continue;
    }
    k = unit_.at(k).kind == TokenKind::open ? unit_.partner(k, c.end) + 1 : k + 1;
  }
  if (k >= last || !unit_.is_open(k, '{')) {
    if (unit_.is_any_of({Language::lua, Language::elixir})) {
      c.i = last;
      return returned(k < last ? k : c.i, c.end);
    }
    c.i = std::min(k, c.end);
    return unknown();
  }
  const auto close = unit_.partner(k, c.end);
  auto values = block(k, close);
  c.i = std::min(close + 1, c.end);
  return values;
}

/// What a block returns, passes to its caller's callback, or ends with.
Values Evaluator::block(std::uint32_t open, std::uint32_t close) {
  const Nesting nesting(*this);
  Values values;
  if (nesting.too_deep()) return unknown();
  std::uint32_t last = open + 1;  // where its last statement begins
  std::uint32_t level = 0;
  for (auto i = open + 1; i < close && step(); ++i) {
    const auto& token = unit_.at(i);
    if (token.kind == TokenKind::open) ++level;
    if (token.kind == TokenKind::close && level > 0) --level;
    if (level == 0 && ((token.first_of_line && token.kind != TokenKind::close && token.kind != TokenKind::op) ||
                       unit_.is_op(i - 1, ";"))) {
      last = i;
    }
    if (token.kind != TokenKind::word) continue;
    if (token.value == hash_of("return")) {
      Cursor inner{i + 1, close, false};
      values.add(choice(inner));
      if (values.literals.size() >= kMostValues) break;
    } else if ((token.value == hash_of("done") || token.value == hash_of("cb") || token.value == hash_of("callback") ||
                token.value == hash_of("next")) &&
               unit_.is_open(i + 1, '(')) {
      const auto passed = arguments(i + 1, close);
      if (passed.size() == 2 &&
          (unit_.is_word(passed[0].begin, "null") || unit_.is_word(passed[0].begin, "undefined"))) {
        values.add(argument(passed[1]));
      }
    }
  }
  const bool by_last = unit_.is_any_of({Language::kotlin, Language::rust, Language::scala, Language::swift,
                                        Language::ruby, Language::groovy, Language::elixir});
  if (by_last && last < close && !unit_.is_word(last, "return")) {
    Cursor inner{last, close, false};
    values.add(choice(inner));
  }
  if (!values.known()) values.open = true;
  return values;
}

Values Evaluator::returned(std::uint32_t body, std::uint32_t end) {
  if (unit_.is_open(body, '{')) return block(body, unit_.partner(body, end));
  if (unit_.is_any_of({Language::python, Language::ruby, Language::elixir, Language::lua, Language::perl})) {
    // No bracket holds the body: its first lines have to do.
    Values values;
    const auto last = std::min(end, body + 160);
    for (auto i = body; i < last && step(); ++i) {
      const auto hash = unit_.at(i).value;
      if (!unit_.is_word(i)) {
        if (i == body && (unit_.is_string(i) || unit_.is_open(i, '[') || unit_.is_open(i, '(')) &&
            unit_.language() != Language::python) {
          Cursor inner{i, last, false};
          values.add(choice(inner));
          break;
        }
        // A branch's last line.
        if (i > body && unit_.is_string(i) && unit_.at(i).first_of_line && unit_.is_word(i + 1, "end") &&
            unit_.is_any_of({Language::ruby, Language::elixir})) {
          values.add(value(i, i + 1));
        }
        continue;
      }
      if (i > body && unit_.at(i).first_of_line &&
          (hash == hash_of("def") || hash == hash_of("class") || hash == hash_of("defp") ||
           hash == hash_of("function"))) {
        break;
      }
      if (hash == hash_of("return")) {
        Cursor inner{i + 1, last, false};
        values.add(choice(inner));
      } else if (i == body && unit_.language() != Language::python) {
        Cursor inner{i, last, false};
        auto first = choice(inner);
        const bool whole = unit_.is_word(inner.i, "end") || unit_.is_word(inner.i, "def") || inner.i >= last;
        if (whole) values.add(std::move(first));
      }
    }
    if (!values.known()) values.open = true;
    return values;
  }
  return value(body, end);
}

/// `if c { a } else { b }` as an expression.
Values Evaluator::conditional(Cursor& c) {
  Values values;
  ++c.i;
  if (unit_.is_open(c.i, '(')) c.i = unit_.partner(c.i, c.end) + 1;
  auto k = c.i;
  const auto last = std::min(c.end, c.i + 64);
  while (k < last && !unit_.is_open(k, '{') && !unit_.is_word(k, "else") && !unit_.is_string(k)) ++k;
  c.i = k;
  const auto branch = [&] {
    if (unit_.is_open(c.i, '{')) {
      const auto close = unit_.partner(c.i, c.end);
      values.add(block(c.i, close));
      c.i = std::min(close + 1, c.end);
    } else {
      values.add(choice(c));
    }
  };
  if (c.i < last) branch();
  if (unit_.is_word(c.i, "else") && c.i < c.end) {
    ++c.i;
    branch();
  }
  return values;
}

}  // namespace jwtkeep::scan::code
