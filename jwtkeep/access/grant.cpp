#include "jwtkeep/access/grant.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/trimmed.hpp"
#include "jwtkeep/keyring/name.hpp"

namespace jwtkeep::access {
namespace {

using base::fail;
using base::Reason;

constexpr std::string_view kForm = "write e.g. orders/prod, orders/*, */prod, orders/** or **";
constexpr std::size_t kMostParts = 3;

/// What stands before the first `separator`; `text` keeps what stands behind it.
std::string_view cut(std::string_view& text, char separator) noexcept {
  const auto at = text.find(separator);
  const auto part = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
  return part;
}

std::vector<std::string> all_verbs() {
  std::vector<std::string> words;
  for (const auto verb : verbs()) words.emplace_back(word(verb));
  return words;
}

/// Whether a part is one that a keyring's name may have: the rule itself stands in `keyring::Name`.
base::Result<void> check_part(std::string_view part) {
  if (part == "*") return {};
  JWTKEEP_CHECK(keyring::Name::parse(fmt::format("{}/x", part)));
  return {};
}

base::Result<Verb> verb_of(std::string_view text) {
  if (const auto verb = verb_from_word(text)) return *verb;
  return fail(Reason::bad_value, fmt::format("nobody can be granted \"{}\"", text),
              base::choose_hint(all_verbs(), text));
}

}  // namespace

base::Result<Pattern> Pattern::parse(std::string_view text) {
  auto rest = text;
  std::size_t parts = 0;
  bool open_end = false;
  while (!rest.empty()) {
    const auto part = cut(rest, '/');
    ++parts;
    if (part == "**" && rest.empty()) {
      open_end = true;
    } else if (auto checked = check_part(part); !checked) {
      return fail(Reason::bad_value, fmt::format("\"{}\" names no keyrings: {}", text, checked.error().what),
                  std::string(kForm));
    }
  }
  const bool fits = parts <= kMostParts && (parts >= 2 || open_end) && !text.ends_with('/');
  if (fits) return Pattern(std::string(text));
  return fail(Reason::bad_value, fmt::format("\"{}\" names no keyrings: a name is service/environment[/use]", text),
              std::string(kForm));
}

bool Pattern::has(std::string_view keyring) const noexcept {
  auto pattern = std::string_view(text_);
  while (!pattern.empty()) {
    const auto wanted = cut(pattern, '/');
    if (wanted == "**") return !keyring.empty();
    if (keyring.empty()) return false;
    const auto part = cut(keyring, '/');
    if (wanted != "*" && wanted != part) return false;
  }
  return keyring.empty();
}

base::Result<Grant> Grant::parse(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) {
    return fail(Reason::bad_value, fmt::format("\"{}\" grants nothing", text),
                "write e.g. \"orders/prod: sign, verify\"");
  }
  JWTKEEP_TRY(auto pattern, Pattern::parse(base::trimmed(text.substr(0, colon))));
  auto rest = base::trimmed(text.substr(colon + 1));
  std::vector<Verb> granted;
  do {
    JWTKEEP_TRY(const auto verb, verb_of(base::trimmed(cut(rest, ','))));
    if (std::ranges::find(granted, verb) == granted.end()) granted.push_back(verb);
  } while (!rest.empty());
  std::ranges::sort(granted);
  return Grant{.keyrings = std::move(pattern), .verbs = std::move(granted)};
}

std::string Grant::text() const {
  std::string text = keyrings.text() + ":";
  for (const auto verb : verbs) text += (verb == verbs.front() ? " " : ", ") + std::string(word(verb));
  return text;
}

bool Grant::allows(Verb verb, std::string_view keyring) const noexcept {
  return std::ranges::find(verbs, verb) != verbs.end() && keyrings.has(keyring);
}

}  // namespace jwtkeep::access
