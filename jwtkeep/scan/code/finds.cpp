#include "jwtkeep/scan/code/finds.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "jwtkeep/scan/ascii.hpp"

namespace jwtkeep::scan::code {
namespace {

std::string_view framework_rule(Language language) noexcept {
  switch (language) {
    case Language::python: return "framework-key-python";
    case Language::ruby: return "framework-key-rails";
    case Language::php: return "framework-key-php";
    case Language::elixir: return "framework-key-phoenix";
    default: return "framework-key-code";
  }
}

}  // namespace

void add_candidates(const Context& context, Values values, std::string_view rule, Kind plain, Certainty certainty,
                    std::string_view name) {
  for (auto& literal : values.literals) {
    if (literal.value.empty()) continue;
    Candidate candidate;
    candidate.rule = rule;
    candidate.certainty = certainty;
    candidate.kind = plain;
    if (plain != Kind::framework_key) {
      if (literal.fallback) {
        candidate.kind = Kind::default_value;
      } else if (literal.encoded) {
        candidate.kind = Kind::encoded;
      } else if (plain == Kind::call && !literal.name.empty()) {
        candidate.kind = Kind::assignment;
      }
    }
    candidate.span = {literal.span.begin + context.offset, literal.span.end + context.offset};
    candidate.value = std::move(literal.value);
    candidate.decoded = std::move(literal.decoded);
    candidate.name = std::string(name.empty() ? literal.name : name);
    candidate.quoted = literal.quoted;
    context.found.push_back(std::move(candidate));
  }
}

NameHint Hints::of(std::string_view name) {
  constexpr std::size_t kMostNames = 4096;
  std::string key(name);
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  const auto hint = name_hint(name);
  if (answers_.size() < kMostNames) answers_.emplace(std::move(key), hint);
  return hint;
}

std::optional<Telling> telling_of(const Context& context, NameHint hint) noexcept {
  switch (hint) {
    case NameHint::jwt_secret: return Telling{"jwt-secret-assignment", Kind::assignment, Certainty::named};
    case NameHint::framework_key:
      return Telling{framework_rule(context.unit.language()), Kind::framework_key, Certainty::named};
    case NameHint::weak: return Telling{"jwt-secret-assignment", Kind::assignment, Certainty::hinted};
    default: return std::nullopt;
  }
}

void add_named(const Context& context, Values values, const Telling& as, std::string_view name) {
  for (auto& literal : values.literals) {
    auto rule = as.rule;
    if (as.kind != Kind::framework_key && literal.fallback) {
      rule = "jwt-secret-default";
    } else if (as.kind != Kind::framework_key && literal.encoded) {
      rule = "jwt-secret-encoded";
    }
    Values one;
    one.literals.push_back(std::move(literal));
    add_candidates(context, std::move(one), rule, as.kind, as.certainty, name);
  }
}

bool may_tell(std::string_view name) noexcept {
  if (name.size() < 3 || name.size() > 128) return false;
  const auto stands = [&](std::size_t i, std::string_view piece) { return starts_with_letters(name.substr(i), piece); };
  for (std::size_t i = 0; i + 3 <= name.size(); ++i) {
    switch (to_lower(name[i])) {
      case 's':
        if (stands(i, "secret") || stands(i, "salt") || stands(i, "sign")) return true;
        break;
      case 'k':
        if (stands(i, "key")) return true;
        break;
      case 'j':
        if (stands(i, "jw") || stands(i, "jose")) return true;
        break;
      case 't':
        if (stands(i, "token")) return true;
        break;
      case 'h':
        if (stands(i, "hmac") || stands(i, "hash") || stands(i, "hs256") || stands(i, "hs512")) return true;
        break;
      case 'p':
        if (stands(i, "pass") || stands(i, "phrase")) return true;
        break;
      case 'a':
        if (stands(i, "auth") || stands(i, "access")) return true;
        break;
      case 'c':
        if (stands(i, "crypt")) return true;
        break;
      case 'r':
        if (stands(i, "refresh")) return true;
        break;
      case 'v':
        if (stands(i, "value")) return true;
        break;
      default: break;
    }
  }
  return false;
}

bool Needs::has(std::span<const std::string_view> words) {
  bool found = words.empty() || words.front().starts_with('!') || (source_.is_part && source_.speaks_of_jwt);
  for (const auto word : words) {
    if (word.starts_with('!')) {
      if (stands(word.substr(1))) return false;
    } else if (!found) {
      found = stands(word);
    }
  }
  return found;
}

bool Needs::stands(std::string_view word) {
  for (const auto& [known, answer] : answers_) {
    if (known == word) return answer;
  }
  const bool answer = find(word);
  answers_.emplace_back(word, answer);
  return answer;
}

/// By its rarest character, in both cases: what is common in code would be met too often.
bool Needs::find(std::string_view word) const noexcept {
  constexpr std::string_view kRarestFirst = "qjzxkvwyb@/gfmpdhucln256'\"";
  std::size_t rare = 0;
  std::size_t best = kRarestFirst.size();
  for (std::size_t i = 0; i < word.size(); ++i) {
    const auto rank = kRarestFirst.find(word[i]);
    if (rank < best) {
      best = rank;
      rare = i;
    }
  }
  const auto text = source_.text;
  const char small = word[rare];
  const char large = is_lower(small) ? static_cast<char>(small - 0x20) : small;
  for (const char c : {small, large}) {
    for (auto at = text.find(c, rare); at != std::string_view::npos; at = text.find(c, at + 1)) {
      if (starts_with_letters(text.substr(at - rare), word)) return true;
    }
    if (small == large) break;
  }
  return false;
}

}  // namespace jwtkeep::scan::code
