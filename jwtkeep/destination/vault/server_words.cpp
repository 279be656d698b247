#include "jwtkeep/destination/vault/server_words.hpp"

#include <algorithm>

namespace jwtkeep::destination {
namespace {

constexpr std::size_t kMostWords = 4096;
constexpr std::size_t kLongestMessage = 200;
constexpr std::size_t kLongestRun = 19;

bool is_alphanumeric(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// Characters of tokens (`hvs.CAES...`), of hex, base64 and base64url, and of UUIDs.
bool is_of_credential(char c) noexcept { return is_alphanumeric(c) || std::string_view("-_+/=.").contains(c); }

bool is_printable(char c) noexcept { return c > ' ' && c <= '~'; }

}  // namespace

base::SecretBytes all_words(const base::Json& body) {
  base::SecretBuilder words;
  const auto* errors = body.find("errors");
  const auto* items = errors != nullptr ? errors->items() : nullptr;
  if (items == nullptr) return words.take();
  for (const auto& item : *items) {
    const auto* text = item.secret();
    if (text == nullptr || words.size() + text->size() > kMostWords) continue;
    if (words.size() > 0) words.append(std::string_view("\n"));
    words.append(*text);
  }
  return words.take();
}

std::string fit_for_message(std::string_view words) {
  std::string fit;
  while (!words.empty() && fit.size() < kLongestMessage) {
    const auto run = static_cast<std::size_t>(std::ranges::find_if_not(words, is_of_credential) - words.begin());
    if (run > 0) {
      fit += run > kLongestRun ? "[...]" : words.substr(0, run);
      words.remove_prefix(run);
      continue;
    }
    // The frame that Vault puts around several errors ("\n\t* ") becomes a space.
    const char c = words.front();
    words.remove_prefix(1);
    const bool is_space = c == '*' || (c >= 0 && c <= ' ');
    if (!is_space) fit += is_printable(c) ? c : '?';
    if (is_space && !fit.empty() && !fit.ends_with(' ')) fit += ' ';
  }
  if (fit.size() > kLongestMessage) fit.resize(kLongestMessage);
  while (fit.ends_with(' ')) fit.pop_back();
  return fit;
}

}  // namespace jwtkeep::destination
