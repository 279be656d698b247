#include "jwtkeep/destination/yaml_veil.hpp"

#include <algorithm>
#include <charconv>
#include <string>

namespace jwtkeep::destination {
namespace {

constexpr std::size_t kShortestRun = 20;
constexpr std::string_view kOpen = "\xee\x80\x80";   // U+E000
constexpr std::string_view kClose = "\xee\x80\x81";  // U+E001

/// Of base64, base64url, hex, JWTs and UUIDs.
bool is_of_credential(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_+/=.").contains(c);
}

/// How many characters may belong to an escape of double quotes, the backslash included (YAML 1.1 section 5.6).
std::size_t escape_length(std::string_view text) noexcept {
  if (text.size() < 2) return text.size();
  const std::size_t length = text[1] == 'x' ? 4 : text[1] == 'u' ? 6 : text[1] == 'U' ? 10 : 2;
  return std::min(length, text.size());
}

}  // namespace

std::optional<YamlVeil> YamlVeil::over(const base::SecretBytes& text) {
  return text.reveal([](base::ByteView bytes) -> std::optional<YamlVeil> {
    auto rest = base::as_text(bytes);
    if (rest.contains(kOpen) || rest.contains(kClose)) return std::nullopt;
    YamlVeil veil;
    base::SecretBuilder out;
    while (!rest.empty()) {
      std::size_t length = 1;
      if (rest.front() == '\\') {
        length = escape_length(rest);
      } else if (is_of_credential(rest.front())) {
        length = static_cast<std::size_t>(std::ranges::find_if_not(rest, is_of_credential) - rest.begin());
        if (length >= kShortestRun) {
          out.append(kOpen).append(std::to_string(veil.runs_.size())).append(kClose);
          veil.runs_.push_back(base::SecretBytes::copy_of(rest.substr(0, length)));
          rest.remove_prefix(length);
          continue;
        }
      }
      out.append(rest.substr(0, length));
      rest.remove_prefix(length);
    }
    veil.text_ = out.take();
    return veil;
  });
}

std::optional<base::SecretBytes> YamlVeil::lifted(std::string_view piece) {
  base::SecretBuilder out;
  while (true) {
    const auto open = piece.find(kOpen);
    const auto plain = piece.substr(0, open);
    if (plain.contains(kClose)) return std::nullopt;
    out.append(plain);
    if (open == std::string_view::npos) return out.take();
    piece.remove_prefix(open + kOpen.size());
    const auto close = piece.find(kClose);
    if (close == std::string_view::npos) return std::nullopt;
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(piece.data(), piece.data() + close, number);
    // An escape in the text could name a run of another place: it would then come twice, or not in its turn.
    if (error != std::errc{} || end != piece.data() + close || number < next_ || number >= runs_.size()) {
      return std::nullopt;
    }
    out.append(runs_[number]);
    next_ = number + 1;
    piece.remove_prefix(close + kClose.size());
  }
}

}  // namespace jwtkeep::destination
