// JWKs with `k` or `d` (RFC 7517), in JSON and in whatever holds the same members.
#include <algorithm>
#include <array>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/detect/brackets.hpp"
#include "jwtkeep/scan/detect/budget.hpp"
#include "jwtkeep/scan/detect/loose_base64.hpp"
#include "jwtkeep/scan/detect/loose_members.hpp"
#include "jwtkeep/scan/extract.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::string_view kWord = "kty";
constexpr std::size_t kLongestObject = std::size_t{48} << 10;  // with a chain of certificates

/// The members that a key's numbers stand in (RFC 7518 section 6, RFC 8037 section 2), and its type.
constexpr auto kMembers =
    std::to_array<std::string_view>({"kty", "crv", "k", "n", "e", "x", "y", "d", "p", "q", "dp", "dq", "qi"});

struct Key {
  std::array<Characters, kMembers.size()> members;
  Span secret;  // of `k`'s or `d`'s value

  [[nodiscard]] std::string_view of(std::string_view name) const {
    return members[static_cast<std::size_t>(std::ranges::find(kMembers, name) - kMembers.begin())].view();
  }
  void set(LooseMember&& member) {
    const auto at = std::ranges::find(kMembers, member.name);
    if (at == kMembers.end()) return;
    auto& held = members[static_cast<std::size_t>(at - kMembers.begin())];
    if (!held.empty()) return;
    if (member.name == "k" || member.name == "d") secret = member.span;
    held = std::move(member.value);
  }
};

bool is_base64url_text(std::string_view text) noexcept {
  while (text.ends_with('=')) text.remove_suffix(1);
  return text.size() % 4 != 1 && std::ranges::all_of(text, [](char c) { return sextet(c) >= 0; });
}

/// The least characters that a private number of this key has; 0 for a type that is none.
std::size_t least_secret(std::string_view kty) noexcept {
  if (kty == "oct" || kty == "OCT") return 4;
  if (kty == "RSA") return 84;  // 512 bits
  return kty == "EC" || kty == "OKP" ? 40 : 0;
}

/// The key as one JSON object, for whoever reads it.
Characters json_of(const Key& key) {
  Characters json;
  for (std::size_t i = 0; i < kMembers.size(); ++i) {
    if (key.members[i].empty()) continue;
    json.append(json.empty() ? "{\"" : ",\"");
    json.append(kMembers[i]);
    json.append("\":\"");
    json.append(key.members[i].view());
    json.push_back('"');
  }
  json.push_back('}');
  return json;
}

std::optional<Candidate> candidate_of(const Key& key, Span span) {
  const auto kty = key.of("kty");
  const auto least = least_secret(kty);
  const bool symmetric = least == 4;
  const auto secret = key.of(symmetric ? "k" : "d");
  if (least == 0 || secret.size() < least || !is_base64url_text(secret)) return std::nullopt;
  if (!symmetric && !is_varied(secret)) return std::nullopt;
  Candidate found{.rule = "jwk-private", .kind = Kind::jwk, .certainty = Certainty::sink, .span = span};
  found.name.push_back(symmetric ? 'k' : 'd');
  found.quoted = true;
  if (symmetric) {
    found.value = Characters(secret);
    found.decoded = loose_base64_decode(secret);
  } else {
    found.value = json_of(key);
  }
  return found;
}

/// The object, array or call that `open` begins.
std::optional<Candidate> bracketed_key(std::string_view text, std::size_t open, Budget& budget) {
  const auto close = closing_bracket(text, open, kLongestObject);
  const auto end = close ? *close : std::min(text.size(), open + kLongestObject);
  if (!budget.take(end - open)) return std::nullopt;
  Key key;
  LooseMembers members(text, {open + 1, end}, text[open] == '(' || text[open] == '[');
  while (auto member = members.next()) key.set(*std::move(member));
  return candidate_of(key, {open, close ? *close + 1 : end});
}

struct Line {
  std::size_t begin, end, name;  // where it begins and ends; where its name does, behind `- `
};

constexpr std::size_t kLongestLine = 2048;

/// The line that `at` stands in; nothing for one that is longer than any of a key.
std::optional<Line> line_at(std::string_view text, std::size_t at) noexcept {
  const auto from = at > kLongestLine ? at - kLongestLine : 0;
  const auto around = text.substr(from, at - from + kLongestLine);
  const auto before = at == from ? std::string_view::npos : around.rfind('\n', at - from - 1);
  if (before == std::string_view::npos && from > 0) return std::nullopt;
  const auto begin = before == std::string_view::npos ? 0 : from + before + 1;
  const auto behind = around.find('\n', at - from);
  if (behind == std::string_view::npos && from + around.size() < text.size()) return std::nullopt;
  const auto end = behind == std::string_view::npos ? text.size() : from + behind;
  const auto name = text.substr(0, end).find_first_not_of(" \t-#'\"", begin);
  return Line{begin, end, std::min(name, end)};
}

/// A key whose members stand in lines of their own, all as far to the right: YAML, TOML, properties.
std::optional<Candidate> lined_key(std::string_view text, std::size_t at, Budget& budget) {
  constexpr std::size_t kMostLines = 24;
  if (!budget.take(kLongestLine / 2)) return std::nullopt;
  auto line = line_at(text, at);
  if (!line) return std::nullopt;
  const auto column = line->name - line->begin;
  const auto begins_item = [&](const Line& one) { return text.substr(one.begin, one.name - one.begin).contains('-'); };
  auto first = *line;
  for (std::size_t i = 0; i < kMostLines && first.begin > 0 && !begins_item(first); ++i) {
    const auto above = line_at(text, first.begin - 1);
    if (!above || above->name == above->end || above->name - above->begin < column) break;
    first = *above;
  }
  Key key;
  auto last = first;
  std::size_t end = first.begin;
  for (std::size_t i = 0; i < 2 * kMostLines; ++i) {
    if (!budget.take(last.end - last.begin)) return std::nullopt;
    if (last.name - last.begin == column) {
      LooseMembers members(text, {last.name, last.end}, false);
      if (auto member = members.next()) {
        end = member->span.end;
        key.set(*std::move(member));
      }
    }
    if (last.end == text.size()) break;
    const auto next = line_at(text, last.end + 1);
    if (!next || next->name == next->end || next->name - next->begin < column) break;
    if (next->begin > at && begins_item(*next)) break;
    last = *next;
  }
  return candidate_of(key, {first.name, std::max(end, first.name)});
}

/// A JWK or a set of them in base64.
void encoded_keys(std::string_view text, std::size_t at, Budget& budget, Candidates& found) {
  std::size_t end = at;
  while (end < text.size() && end - at < kLongestObject && sextet(text[end]) >= 0) ++end;
  if (!budget.take(end - at)) return;
  const auto size = (end - at) % 4 == 1 ? end - at - 1 : end - at;
  const auto inner = loose_base64_decode(text.substr(at, size));
  if (!inner) return;
  while (end < text.size() && text[end] == '=') ++end;
  Brackets brackets(inner->view());
  for (auto word = inner->view().find("\"kty\""); word != std::string_view::npos;
       word = inner->view().find("\"kty\"", word + 1)) {
    const auto open = brackets.open_at(word);
    if (!open) continue;
    if (auto key = bracketed_key(inner->view(), *open, budget)) {
      key->span = {at, end};
      found.push_back(*std::move(key));
    }
  }
}

}  // namespace

void extract_jwks(const SourceText& source, Candidates& found) {
  const auto text = source.text;
  Budget budget(text.size());
  Brackets brackets(text);
  std::size_t done = 0;
  for (const auto& trigger : source.triggers) {
    if (budget.is_spent()) return;
    const auto at = trigger.offset;
    const auto rest = text.substr(at);
    if (trigger.sign == Sign::token && (rest.starts_with("eyJrdHki") || rest.starts_with("eyJrZXlzIjpb"))) {
      encoded_keys(text, at, budget, found);
    }
    if (trigger.sign != Sign::jwk || at < done || !rest.starts_with(kWord)) continue;
    const bool whole = (at == 0 || !is_word(text[at - 1]) || (at >= 2 && text[at - 2] == '\\')) &&
                       (rest.size() == kWord.size() || !is_word(rest[kWord.size()]));
    if (!whole) continue;
    std::optional<Candidate> key;
    if (const auto open = brackets.open_at(at)) key = bracketed_key(text, *open, budget);
    if (!key) key = lined_key(text, at, budget);
    if (!key) continue;
    done = key->span.end;
    found.push_back(*std::move(key));
  }
}

}  // namespace jwtkeep::scan
