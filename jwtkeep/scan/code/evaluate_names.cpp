#include "jwtkeep/scan/code/evaluator.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "jwtkeep/scan/code/effects.hpp"
#include "jwtkeep/scan/code/values.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::ptrdiff_t kNearest = 12;       ///< definitions of one name on each side of its use
constexpr std::uint32_t kFarthestHead = 600;  ///< tokens between a function's head and a place in it
constexpr std::uint32_t kLongestHead = 32;    ///< tokens before a block's bracket

}  // namespace

bool Evaluator::visible(const Definition& definition, std::uint32_t use) const {
  if (unit_.is_any_of({Language::python, Language::ruby, Language::elixir, Language::lua})) {
    // Blocks without brackets: another function begins between the two, unless it stands at the margin.
    const auto begin = unit_.at(definition.name).begin;
    if (begin == 0 || unit_.text()[begin - 1] == '\n') return true;
    const auto name = unit_.text_of(definition.name);
    if (name.starts_with('@') || (!name.empty() && name[0] >= 'A' && name[0] <= 'Z')) return true;
    if (unit_.is_op(definition.name - 1, "@")) return true;
    const auto [from, to] = std::minmax(definition.name, use);
    return !unit_.has_function_between(from, to);
  }
  for (auto scope = definition.scope; scope != kNone; scope = unit_.enclosing(scope)) {
    if (scope < use && use < unit_.partner(scope, unit_.size())) return true;
    if (!unit_.is_plain_block(scope)) return false;
  }
  return true;
}

/// What a name stands for: `x`, `this.x`, `Config.x`.
Values Evaluator::resolve(std::uint32_t first, std::uint32_t last) {
  const Nesting nesting(*this);
  if (nesting.too_deep() || !step() || last < first) return unknown();
  const auto root = unit_.name_of(first);
  if (root == "process" || root == "import" || root == "ENV" || root == "_ENV" || root == "_SERVER" ||
      root == "environ") {
    return unknown();
  }
  auto hash = unit_.is_word(last) ? unit_.at(last).value : word_hash(unit_.name_of(last));
  // const NAME = ..., used as NAME.length or NAME.bytes: what is behind the last dot is no member of it.
  Values values;
  const bool qualified = last != first;
  if (qualified) {
    const auto before_last = last >= 2 ? last - 2 : first;
    if (before_last >= first && unit_.is_word(before_last)) {
      for (const auto index : unit_.named(unit_.at(before_last).value)) {
        const auto& definition = unit_.definitions()[index];
        if (!step()) break;
        const auto at = definition.form == Definition::Form::scope ? definition.name + 1 : definition.value;
        if (at >= unit_.size() || (at >= first && at <= last)) continue;
        values.add(member_of(at, last));
        if (values.known()) return values;
      }
    }
    if (keeps(effect_of(unit_.name_of(last))) && unit_.named(hash).empty() && last >= first + 2) {
      return resolve(first, last - 2);
    }
  }
  const bool own = !qualified || root == "this" || root == "self" || root == "Self" || root == "static" ||
                   root == "cls" || unit_.is_op(first + 1, "::") ||
                   (!root.empty() && root[0] >= 'A' && root[0] <= 'Z') || unit_.is_op(first + 1, "->");
  const auto all = unit_.named(hash);
  if (own || all.size() <= 2) values = defined_near(all, first, last);
  if (qualified && !own) {
    // `t.secret` of something else is no `{ secret: 'secret' }`.
    std::erase_if(values.literals, [&](const Literal& literal) { return literal.value == unit_.name_of(last); });
  }
  if (!values.known() && unit_.outer() != nullptr && !qualified) values.add(defined_outside(hash));
  if (!values.known() && !qualified) values.add(passed_by_callers(hash, first));
  const auto name = unit_.name_of(last);
  for (auto& literal : values.literals) {
    if (literal.name.empty()) literal.name = name;
  }
  if (!values.known()) values.open = true;
  return values;
}

/// The values that a name is given, of very many those near its use.
Values Evaluator::defined_near(std::span<const std::uint32_t> all, std::uint32_t first, std::uint32_t last) {
  Values values;
  const bool qualified = last != first;
  const auto here =
      std::ranges::lower_bound(all, first, {}, [&](std::uint32_t index) { return unit_.definitions()[index].name; });
  const auto from = here - std::min<std::ptrdiff_t>(here - all.begin(), kNearest);
  const auto to = here + std::min<std::ptrdiff_t>(all.end() - here, kNearest);
  for (const auto index : std::ranges::subrange(from, to)) {
    const auto& definition = unit_.definitions()[index];
    if (definition.value >= unit_.size() || definition.form == Definition::Form::scope) continue;
    if (definition.form == Definition::Form::member && !qualified && !unit_.is_any_of({Language::elixir})) continue;
    if (definition.name == last || definition.name + 1 == first) continue;
    if (!visible(definition, first) && !qualified) continue;
    if (!step()) break;
    if (definition.form == Definition::Form::function) {
      values.add(returned(definition.value, unit_.size()));
    } else {
      Cursor cursor{definition.value, unit_.size(), false};
      values.add(choice(cursor));
    }
    if (values.literals.size() >= kMostValues) break;
  }
  return values;
}

/// Of a name that stands in a comment: its value in the code.
Values Evaluator::defined_outside(std::uint32_t hash) {
  Values values;
  for (const auto index : unit_.outer()->named(hash)) {
    const auto& definition = unit_.outer()->definitions()[index];
    if (definition.value >= unit_.outer()->size() || definition.form != Definition::Form::assigned) continue;
    Evaluator other(*unit_.outer(), budget_);
    other.depth_ = depth_;
    Cursor cursor{definition.value, unit_.outer()->size(), false};
    values.add(other.choice(cursor));
    if (values.known()) break;
  }
  return values;
}

Values Evaluator::member_of(std::uint32_t owner_value, std::uint32_t name) {
  auto open = owner_value;
  const auto last = std::min(unit_.size(), owner_value + 8);
  while (open < last && unit_.at(open).kind != TokenKind::open) ++open;
  if (open >= last) return unknown();
  const auto close = unit_.partner(open, unit_.size());
  Values values;
  const auto hash = unit_.is_word(name) ? unit_.at(name).value : word_hash(unit_.name_of(name));
  for (const auto index : unit_.named(hash)) {
    const auto& definition = unit_.definitions()[index];
    if (definition.name >= close || !step()) break;
    if (definition.name <= open || definition.value >= unit_.size()) continue;
    Cursor cursor{definition.value, close, false};
    values.add(choice(cursor));
    if (values.literals.size() >= kMostValues) break;
  }
  for (auto& literal : values.literals) {
    if (literal.name.empty()) literal.name = unit_.name_of(name);
  }
  return values;
}

/// Any value of an object or a list that has a name: `KEYS[kid]`, `KEYS.fetch(kid)`.
Values Evaluator::entries_of(std::uint32_t name) {
  Values values;
  for (const auto index : unit_.named(unit_.at(name).value)) {
    auto open = unit_.definitions()[index].value;
    const auto last = std::min<std::uint32_t>(unit_.size(), open < unit_.size() ? open + 8 : open);
    while (open < last && !unit_.is_open(open, '{') &&
           !(unit_.is_open(open, '[') && unit_.at(open).value != open + 1 && unit_.language() != Language::go) &&
           !(unit_.is_open(open, '(') && unit_.is_word(open - 1, "array"))) {
      ++open;
    }
    if (open >= last) continue;
    const auto entries = arguments(open, unit_.size());
    if (entries.size() > kMostValues) continue;
    for (const auto& entry : entries) {
      if (entry.keyword != kNone && entry.value < entry.end) values.add(argument(entry));
    }
  }
  if (!values.known()) values.open = true;
  return values;
}

/// What callers in this file pass for a parameter: `name` stands at `use` and is one of the function's around it.
Values Evaluator::passed_by_callers(std::uint32_t hash, std::uint32_t use) {
  for (auto scope = unit_.enclosing(use); scope != kNone; scope = unit_.enclosing(scope)) {
    if (!unit_.is_open(scope, '{')) continue;
    // f(a, b) type {
    auto close = scope;
    for (std::uint32_t back = 0; back < kLongestHead && close > 0; ++back) {
      --close;
      if (unit_.is_close(close, ')') && unit_.at(close).value < close && unit_.is_word(unit_.at(close).value - 1))
        break;
      if (unit_.is_close(close, '}') || unit_.is_op(close, ";")) break;
    }
    if (!unit_.is_close(close, ')')) continue;
    const auto open = unit_.at(close).value;
    const auto place = parameter_place(open, close, hash);
    if (!place) continue;
    return passed_at(open - 1, *place);
  }
  if (unit_.is_any_of(
          {Language::python, Language::ruby, Language::elixir, Language::lua, Language::csharp, Language::dart})) {
    // The function's head stands somewhere before.
    for (std::uint32_t back = 0, i = use; back < kFarthestHead && i > 0; ++back) {
      --i;
      if (!unit_.is_open(i, '(') || unit_.at(i).value >= use || !unit_.is_word(i - 1)) continue;
      const auto hash_before = unit_.at(i - 2).value;
      const bool declared = unit_.is_word(i - 2) && (hash_before == hash_of("def") || hash_before == hash_of("defp") ||
                                                     hash_before == hash_of("function"));
      const bool arrow =
          unit_.is_op(unit_.at(i).value + 1, "=>") && unit_.is_any_of({Language::csharp, Language::dart});
      if (!declared && !arrow) continue;
      const auto place = parameter_place(i, unit_.at(i).value, hash);
      return place ? passed_at(i - 1, *place) : unknown();
    }
  }
  return unknown();
}

/// Where a parameter of that name stands in a head, `self` not counted.
std::optional<std::size_t> Evaluator::parameter_place(std::uint32_t open, std::uint32_t close, std::uint32_t hash) {
  std::size_t place = 0;
  for (const auto& parameter : arguments_between(open + 1, close)) {
    if (unit_.is_word(parameter.begin, "self") || unit_.is_word(parameter.begin, "this") ||
        unit_.is_word(parameter.begin, "cls")) {
      continue;
    }
    for (auto i = parameter.begin; i < parameter.end && i < parameter.begin + 6; ++i) {
      if (unit_.is_word(i) && unit_.at(i).value == hash) return place;
      if (unit_.is_op(i, "=")) break;
    }
    ++place;
  }
  return std::nullopt;
}

Values Evaluator::passed_at(std::uint32_t function, std::size_t place) {
  Values values;
  auto hash = unit_.at(function).value;
  // A constructor is called by its class's name.
  if (unit_.is_word(function, "__init__") || unit_.is_word(function, "constructor") ||
      unit_.is_word(function, "initialize")) {
    return unknown();
  }
  std::size_t looked = 0;
  for (const auto site : unit_.calls_of(hash)) {
    if (site == function) continue;
    if (++looked > kMostValues || !step()) break;
    const auto passed = arguments(site + 1, unit_.size());
    if (place < passed.size() && passed[place].keyword == kNone) values.add(argument(passed[place]));
  }
  if (!values.known()) values.open = true;
  return values;
}

}  // namespace jwtkeep::scan::code
