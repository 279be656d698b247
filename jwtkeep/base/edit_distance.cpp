#include "jwtkeep/base/edit_distance.hpp"

#include <algorithm>
#include <limits>

namespace jwtkeep::base {
namespace {

constexpr std::size_t kMostNear = 3;
constexpr std::size_t kLongestTyped = 200;     // a keyring's name has at most 191 characters
constexpr std::size_t kShortestBeginning = 3;  // fewer letters begin too much

std::string lower(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return folded;
}

/// `a` with two neighbours that changed places.
bool is_swap(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto first = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  return first + 1 < a.size() && a[first] == b[first + 1] && a[first + 1] == b[first] &&
         a.substr(first + 2) == b.substr(first + 2);
}

std::size_t slips(std::string_view a, std::string_view b) { return is_swap(a, b) ? 1 : edit_distance(a, b); }

/// In a short word two slips make any other of it.
std::size_t forgiven(std::size_t size) {
  constexpr std::size_t kShort = 4;
  constexpr std::size_t kLong = 12;
  return size <= kShort ? 1 : size <= kLong ? 2 : 3;
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, change});
    }
  }
  return row[b.size()];
}

std::vector<std::string> near_words(const std::vector<std::string>& words, std::string_view typed) {
  if (typed.empty() || typed.size() > kLongestTyped) return {};
  const auto meant = lower(typed);
  const auto enough = forgiven(meant.size());
  auto best = std::numeric_limits<std::size_t>::max();
  std::vector<std::string> near;
  std::vector<std::string> begun;
  for (const auto& word : words) {
    const auto folded = lower(word);
    if (meant.size() >= kShortestBeginning && folded.starts_with(meant)) begun.push_back(word);
    const auto apart = folded.size() > meant.size() ? folded.size() - meant.size() : meant.size() - folded.size();
    if (apart > enough) continue;
    const auto far = slips(meant, folded);
    // Where everything was replaced nothing is alike.
    if (far > enough || far > best || far >= std::max(meant.size(), folded.size())) continue;
    if (far < best) near.clear();
    best = far;
    near.push_back(word);
  }
  auto& found = near.empty() ? begun : near;
  if (found.size() > kMostNear) found.resize(kMostNear);
  return found;
}

std::string or_list(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == words.size() ? " or " : ", ") + words[i];
  }
  return text;
}

std::string did_you_mean(const std::vector<std::string>& near, std::string_view rest) {
  if (near.empty()) return std::string(rest);
  return ("did you mean " + or_list(near)).append(rest.empty() ? "?" : "? ").append(rest);
}

std::string choose_hint(const std::vector<std::string>& words, std::string_view typed) {
  return did_you_mean(near_words(words, typed), "choose " + or_list(words));
}

}  // namespace jwtkeep::base
