// The key of HAProxy's converter `jwt_verify(<alg>,<key>)`: a secret as it stands, a file of a public key, or a
// variable.
#include <algorithm>
#include <array>
#include <string_view>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

/// The second argument of the call whose first one begins at `at`; empty where there is none in the line.
Scalar key_argument(std::string_view text, std::size_t at) noexcept {
  const auto line_end = std::min(text.find('\n', at), text.size());
  at = text.find(',', at);
  if (at >= line_end) return {};
  ++at;
  while (at < line_end && is_blank(text[at])) ++at;
  if (at < line_end && (text[at] == '"' || text[at] == '\'')) {
    const auto end = text.find(text[at], at + 1);
    return end < line_end ? Scalar{.span = {at + 1, end}, .quoted = true} : Scalar{};
  }
  const auto end = std::min(text.find_first_of(",)", at), line_end);
  return {.span = {at, end}};
}

bool is_variable(std::string_view key) noexcept {
  constexpr auto kScopes = std::to_array<std::string_view>({"txn.", "sess.", "proc.", "req.", "res.", "check."});
  return std::ranges::any_of(kScopes, [&](auto scope) { return key.starts_with(scope); });
}

}  // namespace

void read_jwt_verify(Reading& reading, Span range) {
  constexpr std::string_view kConverter = "jwt_verify(";
  const auto text = reading.text().substr(0, range.end);
  NamePath path;
  path.push(kConverter.substr(0, kConverter.size() - 1), true);
  path.push("secret", true);
  for (auto at = text.find(kConverter, range.begin); at != std::string_view::npos; at = text.find(kConverter, at + 1)) {
    const auto key = key_argument(text, at + kConverter.size());
    if (!key.span.empty() && (key.quoted || !is_variable(key.span.of(text)))) {
      reading.entry(static_cast<const NamePath&>(path), key);
    }
  }
}

}  // namespace jwtkeep::scan
