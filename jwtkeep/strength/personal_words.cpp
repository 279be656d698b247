#include "jwtkeep/strength/personal_words.hpp"

#include <algorithm>
#include <string_view>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/strength/letters.hpp"

namespace jwtkeep::strength {
namespace {

constexpr std::size_t kLongest = 64;
// More words than anybody's context has; each is looked for at every place of the secret.
constexpr std::size_t kMost = 200;

std::string in_lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(lower(static_cast<std::uint8_t>(c)));
  return out;
}

void add_word(std::vector<std::string>& words, std::string_view candidate) {
  if (candidate.size() < 3 || candidate.size() > kLongest || words.size() >= kMost) return;
  if (!base::is_utf8(base::as_bytes(candidate))) return;
  std::string entry = in_lower_case(candidate);
  if (std::ranges::find(words, entry) == words.end()) words.push_back(std::move(entry));
}

}  // namespace

std::vector<std::string> personal_words(const std::vector<std::string>& context) {
  constexpr std::string_view kSeparators = " .-_@/:,+";
  std::vector<std::string> words;
  for (const std::string& entry : context) {
    add_word(words, entry);
    std::string joined;
    for (std::size_t begin = 0; begin <= entry.size();) {
      const std::size_t end = std::min(entry.find_first_of(kSeparators, begin), entry.size());
      add_word(words, std::string_view(entry).substr(begin, end - begin));
      joined.append(entry, begin, end - begin);
      begin = end + 1;
    }
    add_word(words, joined);
  }
  return words;
}

}  // namespace jwtkeep::strength
