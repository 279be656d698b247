#include "jwtkeep/scan/code/evaluator.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "jwtkeep/scan/code/effects.hpp"
#include "jwtkeep/scan/code/values.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::array kPrefixWords{
    hash_of("await"),  hash_of("new"),   hash_of("const"),  hash_of("static"), hash_of("return"),
    hash_of("mut"),    hash_of("ref"),   hash_of("yield"),  hash_of("try"),    hash_of("lazy"),
    hash_of("unsafe"), hash_of("final"), hash_of("val"),    hash_of("var"),    hash_of("let"),
    hash_of("by"),     hash_of("clone"), hash_of("export"), hash_of("async"),  hash_of("move"),
    hash_of("local"),  hash_of("my"),    hash_of("our"),    hash_of("then"),   hash_of("begin")};

constexpr std::array kNothing{hash_of("null"),  hash_of("None"), hash_of("nil"),  hash_of("undefined"),
                              hash_of("true"),  hash_of("true"), hash_of("True"), hash_of("False"),
                              hash_of("false"), hash_of("NULL")};

template <std::size_t kCount>
bool is_one(const std::array<std::uint32_t, kCount>& words, std::uint32_t hash) {
  return std::ranges::find(words, hash) != words.end();
}

}  // namespace

/// Everything that begins with a word: names, members, calls.
Values Evaluator::word(Cursor& c) {
  while (c.i < c.end && unit_.is_word(c.i) && is_one(kPrefixWords, unit_.at(c.i).value) &&
         (unit_.is_word(c.i + 1) || unit_.is_string(c.i + 1) || unit_.is_open(c.i + 1, '{') ||
          unit_.is_open(c.i + 1, '[') || unit_.is_open(c.i + 1, '(') || unit_.is_op(c.i + 1, "&"))) {
    ++c.i;
  }
  if (!unit_.is_word(c.i) || c.i >= c.end) return operand(c);
  const auto first = c.i;
  const auto hash = unit_.at(first).value;
  if (hash == hash_of("if")) return conditional(c);
  const bool function_word = hash == hash_of("function") || hash == hash_of("func") || hash == hash_of("lambda") ||
                             hash == hash_of("fn") || hash == hash_of("fun");
  if (function_word || unit_.is_op(first + 1, "=>")) return function_value(c);
  if (unit_.is_op(first + 1, "->") && unit_.is_any_of({Language::java, Language::kotlin, Language::groovy})) {
    return function_value(c);
  }
  if (is_one(kNothing, hash)) {
    ++c.i;
    Values nothing;
    nothing.open = true;
    return nothing;
  }
  ++c.i;
  Path path{first, first, std::nullopt, true};
  while (c.i < c.end && step()) {
    const auto& token = unit_.at(c.i);
    bool goes_on = false;
    if (token.kind == TokenKind::op) {
      goes_on = member_step(c, path);
    } else if (token.kind == TokenKind::open && (!token.first_of_line || c.bracketed)) {
      goes_on = unit_.is_open(c.i, '(')   ? call_step(c, path)
                : unit_.is_open(c.i, '[') ? index_step(c, path)
                                          : block_step(c, path);
    } else if (token.kind == TokenKind::string && !token.first_of_line && !path.value &&
               unit_.is_any_of({Language::lua, Language::javascript, Language::typescript})) {
      // Tags and calls without brackets: f"x", raw`x`.
      path.value = strings(c);
      path.pure = false;
      goes_on = true;
    }
    if (!goes_on) break;
  }
  return path.value ? std::move(*path.value) : resolve(path.first, path.last);
}

/// Behind `.name`, `!`, `<T>`; false where the path ends.
bool Evaluator::member_step(Cursor& c, Path& path) {
  const auto& token = unit_.at(c.i);
  const auto op = token.value;
  const bool dotted = op == op_of("?.") || op == op_of("::") || op == op_of("->") ||
                      (op == op_of(".") && !unit_.is_any_of({Language::php, Language::perl})) ||
                      (op == op_of("\\") && unit_.language() == Language::php) ||
                      (op == op_of(":") && unit_.language() == Language::lua && unit_.is_open(c.i + 2, '('));
  if (dotted && unit_.is_word(c.i + 1)) {
    path.last = c.i + 1;
    c.i += 2;
    return true;
  }
  if (dotted && unit_.is_op(c.i + 1, "<")) {  // Rust's ::<T>
    auto k = c.i + 2;
    while (k < c.end && k < c.i + 16 && !unit_.is_op(k, ">") && !unit_.is_op(k, ">>")) ++k;
    c.i = k + 1;
    return true;
  }
  if ((op == op_of("!") || op == op_of("!!")) && !token.first_of_line) {
    ++c.i;
    return true;
  }
  // Foo<T>(
  if (op == op_of("<") && unit_.is_word(c.i + 1)) {
    auto k = c.i + 2;
    while (k < c.end && k < c.i + 12 &&
           (unit_.is_word(k) || unit_.is_op(k, ".") || unit_.is_op(k, ",") || unit_.is_op(k, "<") ||
            unit_.is_op(k, "?") || unit_.is_open(k, '[') || unit_.is_close(k, ']'))) {
      ++k;
    }
    if ((unit_.is_op(k, ">") || unit_.is_op(k, ">>")) && (unit_.is_open(k + 1, '(') || unit_.is_open(k + 1, '{'))) {
      c.i = k + 1;
      return true;
    }
  }
  if (op == op_of("?") && unit_.language() == Language::rust) {
    ++c.i;
    return true;
  }
  return false;
}

bool Evaluator::call_step(Cursor& c, Path& path) {
  const auto close = unit_.partner(c.i, c.end);
  auto receiver = std::move(path.value);
  if (!receiver && path.last != path.first) {
    // What stands before the path.last dot, when it is a name that has a path.value.
    auto before = path.last - 1;
    if (before > path.first && unit_.at(before).kind == TokenKind::op) --before;
    if (path.pure) receiver = resolve(path.first, before);
  }
  path.value = call(path.first, path.last, c.i, close, std::move(receiver));
  path.pure = false;
  c.i = std::min(close + 1, c.end);
  // Swift's and Kotlin's trailing closures stay where they are.
  return true;
}

bool Evaluator::index_step(Cursor& c, Path& path) {
  const auto close = unit_.partner(c.i, c.end);
  // x['name'] is a member; x[0] an entry.
  if (!path.value && unit_.is_string(c.i + 1) && close == c.i + 2) path.last = c.i + 1;
  if (path.value && !path.value->known()) path.value = unknown();
  if (!unit_.is_string(c.i + 1) && !path.value) {
    // An entry of a list: any of them.
    if (close <= c.i + 2 && (unit_.is_open(close + 1, '{')) &&
        (close == c.i + 1 || unit_.at(c.i + 1).kind == TokenKind::number)) {
      // byte[] {1, 2}
      const auto end = unit_.partner(close + 1, c.end);
      path.value = list(close + 1, end);
      path.pure = false;
      c.i = std::min(end + 1, c.end);
      return true;
    }
    if (unit_.is_word(path.last, "vec")) {
      path.value = list(c.i, close);
    } else {
      path.value = resolve(path.first, path.last);
      if (!path.value->known() && path.last == path.first) path.value = entries_of(path.first);
    }
  }
  c.i = std::min(close + 1, c.end);
  return true;
}

/// T{v}, lazy { v }, and a closure with a default.
bool Evaluator::block_step(Cursor& c, Path& path) {
  const auto close = unit_.partner(c.i, c.end);
  // T{v}, vec![..] and the like; a trailing closure with a default: x ?: run { }
  const auto name = unit_.text_of(path.last);
  if (effect_of(name) == Effect::pass || unit_.language() == Language::go) {
    path.value = list(c.i, close);
    c.i = std::min(close + 1, c.end);
    path.pure = false;
    return true;
  }
  if (path.value && (name == "getOrElse" || name == "lazy" || name == "orElse")) return false;
  if (name == "lazy" || name == "run" || name == "getOrElse" || name == "orElse" || name == "ifEmpty" ||
      name == "ifBlank" || name == "getOrDefault") {
    auto values = block(c.i, close);
    if (name == "lazy" || name == "run") {
      path.value = std::move(values);
    } else {
      auto whole = path.value ? std::move(*path.value) : unknown();
      whole.add(std::move(values), true);
      path.value = std::move(whole);
    }
    path.pure = false;
    c.i = std::min(close + 1, c.end);
    return true;
  }
  if (unit_.is_open(c.i, '{') && unit_.is_word(path.first, "vec")) {
    path.value = list(c.i, close);
    c.i = std::min(close + 1, c.end);
    return true;
  }
  return false;
}

/// What follows a literal or a bracket: `.method(...)`, `[...]`.
Values Evaluator::postfix(Cursor& c, std::uint32_t first, Values value) {
  while (c.i < c.end && step()) {
    const auto& token = unit_.at(c.i);
    if (token.kind == TokenKind::op) {
      const auto op = token.value;
      if (((op == op_of(".") && !unit_.is_any_of({Language::php, Language::perl})) || op == op_of("?.") ||
           op == op_of("->") ||
           (op == op_of(":") && unit_.language() == Language::lua && unit_.is_open(c.i + 2, '('))) &&
          unit_.is_word(c.i + 1)) {
        const auto name = c.i + 1;
        auto open = name + 1;
        if (unit_.is_op(open, "!")) ++open;
        if (unit_.is_op(open, "::")) {  // collect::<Vec<u8>>()
          auto k = open + 1;
          while (k < c.end && k < open + 16 && !unit_.is_open(k, '(')) ++k;
          open = k;
        }
        if (unit_.is_open(open, '(') && !unit_.at(open).first_of_line) {
          const auto close = unit_.partner(open, c.end);
          if (is_join(unit_.text_of(name)) && unit_.at(first).kind == TokenKind::open) {
            const auto passed = arguments(open, c.end);
            const auto separator = passed.empty() ? std::nullopt : text_of_argument(passed[0]);
            const bool commas = passed.empty() && unit_.text_of(name) == "join" &&
                                unit_.is_any_of({Language::javascript, Language::typescript});
            value = joined(first, c.end, commas ? "," : separator.value_or(""));
          } else if (is_join(unit_.text_of(name)) && unit_.language() == Language::python) {
            const auto passed = arguments(open, c.end);
            if (passed.size() == 1 && unit_.at(passed[0].begin).kind == TokenKind::open && value.known()) {
              const Characters separator = value.literals[0].value;
              value = joined(passed[0].begin, passed[0].end, separator.view());
            } else if (passed.size() == 1 && value.known()) {
              auto passed_value = argument(passed[0]);
              decode_all(passed_value, Decoder::none);
              value = std::move(passed_value);
            }
          } else {
            value = call(name, name, open, close, std::move(value));
          }
          c.i = std::min(close + 1, c.end);
          continue;
        }
        // Without brackets: "x".freeze, [..].join, "x".utf8
        const auto called = unit_.text_of(name);
        c.i = open;
        if (is_join(called) && unit_.at(first).kind == TokenKind::open) {
          value = joined(first, c.end, "");
        } else if (called == "reverse") {
          decode_all(value, Decoder::reversed);
        } else if (unit_.is_open(open, '{') && !unit_.at(open).first_of_line && effect_of(called) == Effect::fallback) {
          const auto close = unit_.partner(open, c.end);
          value.add(block(open, close), value.open);
          c.i = std::min(close + 1, c.end);
        } else if (!keeps(effect_of(called))) {
          value = unknown();
        }
        continue;
      }
      if ((op == op_of("!") || op == op_of("!!")) && !token.first_of_line) {
        ++c.i;
        continue;
      }
      break;
    }
    if (unit_.is_open(c.i, '[') && !token.first_of_line) {
      const auto close = unit_.partner(c.i, c.end);
      // Python's [::-1]
      if (unit_.is_op(close - 2, "-") && unit_.text_of(close - 1) == "1" && unit_.is_op(c.i + 1, "::")) {
        decode_all(value, Decoder::reversed);
      }
      c.i = std::min(close + 1, c.end);
      continue;
    }
    break;
  }
  return value;
}

}  // namespace jwtkeep::scan::code
