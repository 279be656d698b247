#include "jwtkeep/scan/code/unit.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "jwtkeep/scan/code/definitions.hpp"

namespace jwtkeep::scan::code {
namespace {

constexpr std::uint32_t kLongestHead = 32;  // tokens before a block's bracket
constexpr std::array kPlainBlocks{hash_of("if"),        hash_of("else"),      hash_of("for"),   hash_of("while"),
                                  hash_of("try"),       hash_of("catch"),     hash_of("do"),    hash_of("switch"),
                                  hash_of("guard"),     hash_of("finally"),   hash_of("match"), hash_of("unsafe"),
                                  hash_of("namespace"), hash_of("companion"), hash_of("mod")};

}  // namespace

Unit::Unit(std::string_view text, Language language, const Tokens& tokens, const Unit* outer)
    : text_(text), language_(language), tokens_(&tokens), outer_(outer) {
  end_.begin = end_.end = static_cast<std::uint32_t>(text.size());
  enclosing_.reserve(tokens.size());
  std::vector<std::uint32_t> open;
  for (std::uint32_t i = 0; i < size(); ++i) {
    const auto& token = tokens[i];
    if (token.kind == TokenKind::close && token.value != kNone) {
      while (!open.empty() && open.back() >= token.value) open.pop_back();
    }
    enclosing_.push_back(open.empty() ? kNone : open.back());
    if (token.kind == TokenKind::open) open.push_back(i);  // a part may lack the closing one
  }
  definitions_ = find_definitions(*this);
}

std::span<const std::uint32_t> Unit::named(std::uint32_t hash) const {
  if (by_hash_.empty()) {
    for (std::uint32_t i = 0; i < definitions_.size(); ++i) by_hash_.push_back(i);
    std::ranges::sort(by_hash_, {}, [&](std::uint32_t i) { return std::pair(definitions_[i].hash, i); });
  }
  const auto found =
      std::ranges::equal_range(by_hash_, hash, {}, [&](std::uint32_t i) { return definitions_[i].hash; });
  return {found.begin(), found.end()};
}

std::span<const std::uint32_t> Unit::calls_of(std::uint32_t hash) const {
  if (calls_.empty()) {
    for (std::uint32_t i = 0; i + 1 < size(); ++i) {
      if (is_word(i) && is_open(i + 1, '(')) calls_.push_back(i);
    }
    std::ranges::sort(calls_, {}, [&](std::uint32_t i) { return std::pair(at(i).value, i); });
  }
  const auto found = std::ranges::equal_range(calls_, hash, {}, [&](std::uint32_t i) { return at(i).value; });
  return {found.begin(), found.end()};
}

bool Unit::has_function_between(std::uint32_t from, std::uint32_t to) const {
  if (functions_.empty()) {
    functions_.push_back(kNone);
    for (std::uint32_t i = 0; i < size(); ++i) {
      const auto hash = at(i).value;
      if (is_word(i) && (hash == hash_of("def") || hash == hash_of("defp") || hash == hash_of("function"))) {
        functions_.push_back(i);
      }
    }
  }
  const auto found = std::lower_bound(functions_.begin() + 1, functions_.end(), from);
  return found != functions_.end() && *found < to;
}

bool Unit::is_plain_block(std::uint32_t open) const {
  const auto [entry, is_new] = plain_.try_emplace(open, false);
  if (!is_new) return entry->second;
  // var ( ... ), const ( ... )
  bool plain = is_open(open, '(') && (is_word(open - 1, "var") || is_word(open - 1, "const"));
  auto i = open;
  for (std::uint32_t back = 0; back < kLongestHead && i > 0 && !plain; ++back) {
    --i;
    if (is_word(i)) plain = std::ranges::find(kPlainBlocks, at(i).value) != kPlainBlocks.end();
    if (at(i).first_of_line) break;
  }
  entry->second = plain;
  return plain;
}

std::string_view Unit::name_of(std::uint32_t i) const noexcept {
  const auto& token = at(i);
  auto name = token.kind == TokenKind::string
                  ? text_.substr(token.content_begin(),
                                 std::max(token.content_end(), token.content_begin()) - token.content_begin())
                  : token.text(text_);
  while (token.kind == TokenKind::word && !name.empty() && (name.front() == '$' || name.front() == '@'))
    name.remove_prefix(1);
  return name;
}

bool Unit::is_any_of(std::initializer_list<Language> languages) const noexcept {
  return std::ranges::find(languages, language_) != languages.end();
}

}  // namespace jwtkeep::scan::code
