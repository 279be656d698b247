#include "jwtkeep/keyring/verifier.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "jwtkeep/base/edit_distance.hpp"

namespace jwtkeep::keyring {
namespace {

constexpr std::size_t kLongestGuess = 64;
constexpr std::size_t kShortestPart = 3;

/// Lower case, without what stands between words.
std::string plain(std::string_view text) {
  std::string letters;
  for (char c : text.substr(0, kLongestGuess)) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) letters += c;
  }
  return letters;
}

/// How far `row` is from what was written; nothing when too far to be meant.
std::optional<std::size_t> distance(const std::string& written, const Verifier& row) {
  const auto name = plain(row.name);
  const auto far = base::edit_distance(written, name);
  // Two letters that changed places are two edits; of three letters that would be anything.
  if (far <= (written.size() <= kShortestPart ? 1 : std::max<std::size_t>(2, written.size() / 4))) return far;
  if (written.size() < kShortestPart) return std::nullopt;
  if (name.contains(written) || written.contains(name)) return kLongestGuess;
  if ((plain(row.what) + plain(row.note)).contains(written)) return kLongestGuess + 1;
  return std::nullopt;
}

}  // namespace

std::string_view word(Verifier::Bound bound) noexcept {
  switch (bound) {
    case Verifier::Bound::age: return "age";
    case Verifier::Bound::header: return "header";
    case Verifier::Bound::never: return "never";
  }
  return "";
}

std::string_view word(Verifier::UnknownKid unknown_kid) noexcept {
  switch (unknown_kid) {
    case Verifier::UnknownKid::refetch: return "refetch";
    case Verifier::UnknownKid::asked: return "asked";
    case Verifier::UnknownKid::wait: return "wait";
    case Verifier::UnknownKid::unknown: return "unknown";
  }
  return "";
}

std::string_view word(Verifier::CacheControl cache_control) noexcept {
  switch (cache_control) {
    case Verifier::CacheControl::yes: return "yes";
    case Verifier::CacheControl::no: return "no";
    case Verifier::CacheControl::unknown: return "unknown";
  }
  return "";
}

std::string_view word(Verifier::Sure sure) noexcept {
  switch (sure) {
    case Verifier::Sure::source: return "source";
    case Verifier::Sure::manual: return "manual";
    case Verifier::Sure::report: return "report";
    case Verifier::Sure::ours: return "ours";
  }
  return "";
}

const Verifier* find_verifier(std::string_view name) noexcept {
  const auto rows = known_verifiers();
  const auto found = std::ranges::find(rows, name, &Verifier::name);
  return found == rows.end() ? nullptr : &*found;
}

std::vector<std::string> near_verifiers(std::string_view text, std::size_t most) {
  const auto written = plain(text);
  const auto rows = known_verifiers();
  std::vector<std::pair<std::size_t, std::size_t>> near;  // how far, and which row: the table's order among equals
  for (std::size_t row = 0; row < rows.size(); ++row) {
    if (const auto far = distance(written, rows[row])) near.emplace_back(*far, row);
  }
  std::ranges::sort(near);
  std::vector<std::string> names;
  for (const auto& [far, row] : near) {
    if (names.size() < most) names.emplace_back(rows[row].name);
  }
  return names;
}

std::string describe_cache(const Verifier& verifier) {
  if (verifier.bound == Verifier::Bound::never) return "never ends";
  if (verifier.bound == Verifier::Bound::header) return "max-age";
  if (verifier.cache_age == base::Seconds{0}) return "none";
  return base::format_duration(verifier.cache_age) +
         (verifier.cache_control == Verifier::CacheControl::yes ? " or max-age" : "");
}

base::Seconds learns_within(const Verifier& verifier) noexcept {
  return std::max(verifier.cache_age, verifier.cooldown);
}

}  // namespace jwtkeep::keyring
