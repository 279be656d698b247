#include <algorithm>
#include <string_view>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/code/finds.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::size_t kLongestName = 96;    // bytes
constexpr std::size_t kLongestWord = 4096;  // bytes

constexpr bool is_of_name(char c) { return is_word(c) || c == '-' || c == '.'; }

/// The name that ends before `end`: of a variable, of an option, of a Kubernetes literal.
std::string_view name_before(std::string_view text, std::size_t end) {
  auto begin = end;
  while (begin > 0 && end - begin < kLongestName && is_of_name(text[begin - 1])) --begin;
  auto name = text.substr(begin, end - begin);
  if (name.starts_with("-D")) name.remove_prefix(2);
  while (name.starts_with('-')) name.remove_prefix(1);
  return name;
}

/// A word as the shell reads it, from `i` on: without quotes around all of it. Expansions are no literals.
struct ShellWord {
  std::size_t begin = 0, end = 0;
  bool quoted = false;
};
ShellWord word_at(std::string_view text, std::size_t i) {
  ShellWord word{i, i, false};
  if (i >= text.size()) return word;
  if (text[i] == '"' || text[i] == '\'') {
    const auto last = std::min(text.size(), i + kLongestWord);
    const auto close = text.substr(0, last).find(text[i], i + 1);
    if (close == std::string_view::npos) return word;
    return {i + 1, close, true};
  }
  const auto last = std::min(text.size(), i + kLongestWord);
  while (word.end < last && !is_blank(text[word.end]) &&
         std::string_view(";&|)<>\"'`,\\").find(text[word.end]) == std::string_view::npos) {
    ++word.end;
  }
  return word;
}

void tell(const Context& context, std::string_view text, std::string_view name, const ShellWord& word, bool fallback) {
  if (word.end <= word.begin || !may_tell(name)) return;
  const auto value = text.substr(word.begin, word.end - word.begin);
  if (value.starts_with('$') || value.find('`') != std::string_view::npos ||
      value.find("$(") != std::string_view::npos || value.find("${") != std::string_view::npos) {
    return;
  }
  const auto as = telling_of(context, context.hints.of(name));
  if (!as) return;
  Literal literal;
  literal.span = {word.begin, word.end};
  literal.value = Characters(value);
  literal.fallback = fallback;
  literal.quoted = word.quoted;
  Values values;
  values.literals.push_back(std::move(literal));
  add_named(context, std::move(values), *as, name);
}

/// The line around `at`, as far as it is short.
std::string_view line_around(std::string_view text, std::size_t at) {
  const auto begin = text.rfind('\n', at);
  const auto from = begin == std::string_view::npos ? 0 : begin + 1;
  return text.substr(std::max(from, at - std::min<std::size_t>(at, 200)), 400);
}

/// openssl dgst -sha256 -hmac "$secret"
void find_hmac(const Context& context, std::string_view text) {
  if (!context.source.speaks_of_jwt) return;
  for (const std::string_view option : {"-hmac ", "-macopt key:", "-macopt hexkey:"}) {
    for (auto at = text.find(option); at != std::string_view::npos; at = text.find(option, at + 1)) {
      const auto word = word_at(text, at + option.size());
      const auto value = text.substr(word.begin, word.end - word.begin);
      if (value.empty()) continue;
      Values values;
      if (value.starts_with('$')) {
        auto name = value.substr(1);
        if (name.starts_with('{') && name.ends_with('}')) name = name.substr(1, name.size() - 2);
        Evaluator evaluator(context.unit, context.budget);
        for (const auto index : context.unit.named(word_hash(name))) {
          values.add(evaluator.value(context.unit.definitions()[index].value, context.unit.size()));
        }
        for (auto& literal : values.literals) literal.name = name;
      } else {
        Literal literal;
        literal.span = {word.begin, word.end};
        literal.value = Characters(value);
        literal.quoted = word.quoted;
        values.literals.push_back(std::move(literal));
      }
      add_candidates(context, std::move(values), "sh-hmac-jwt", Kind::call, Certainty::sink, {});
    }
  }
}

}  // namespace

void find_in_shell(const Context& context, std::string_view text) {
  find_hmac(context, text);
  for (auto at = text.find('='); at != std::string_view::npos; at = text.find('=', at + 1)) {
    if (at == 0 || at + 1 >= text.size() || is_blank(text[at + 1]) || text[at + 1] == '=') continue;
    if (text[at - 1] == ':' || text[at - 1] == '-') continue;
    // A secret's name: gcloud secrets versions access latest --secret=x
    if (text.substr(at - std::min<std::size_t>(at, 8), 8) == "--secret" &&
        line_around(text, at).find("gcloud") != std::string_view::npos) {
      continue;
    }
    tell(context, text, name_before(text, at), word_at(text, at + 1), false);
  }
  // ${JWT_SECRET:-x}, ${JWT_SECRET:=x}, ${JWT_SECRET-x}
  for (auto at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    auto end = at + 2;
    while (end < text.size() && is_word(text[end])) ++end;
    const auto name = text.substr(at + 2, end - at - 2);
    if (end < text.size() && text[end] == ':') ++end;
    if (end >= text.size() || (text[end] != '-' && text[end] != '=')) continue;
    ++end;
    const auto close = text.substr(0, std::min(text.size(), end + kLongestWord)).find('}', end);
    if (close == std::string_view::npos) continue;
    ShellWord word{end, close, true};
    if (word.end - word.begin >= 2 && (text[end] == '"' || text[end] == '\'') && text[close - 1] == text[end]) {
      ++word.begin;
      --word.end;
    }
    tell(context, text, name, word, true);
  }
  // --jwt-secret x
  for (auto at = text.find("--"); at != std::string_view::npos; at = text.find("--", at + 2)) {
    auto end = at + 2;
    while (end < text.size() && is_of_name(text[end])) ++end;
    if (end >= text.size() || text[end] != ' ') continue;
    const auto word = word_at(text, end + 1);
    if (word.begin < text.size() && text[word.begin] != '-')
      tell(context, text, text.substr(at + 2, end - at - 2), word, false);
  }
}

}  // namespace jwtkeep::scan::code
