#include <array>

#include "jwtkeep/scan/doubt.hpp"
#include "jwtkeep/scan/finding.hpp"

namespace jwtkeep::scan {
namespace {

template <std::size_t kN, class Enum>
std::string_view nth(const std::array<std::string_view, kN>& words, Enum value) noexcept {
  return words[static_cast<std::size_t>(value)];
}

}  // namespace

std::string_view word(Kind kind) noexcept {
  constexpr std::array<std::string_view, 10> kWords{"pem",     "der",           "jwk",     "token",  "call",
                                                    "default", "framework_key", "encoded", "config", "assignment"};
  return nth(kWords, kind);
}

std::string_view word(Certainty certainty) noexcept {
  constexpr std::array<std::string_view, 3> kWords{"sink", "named", "hinted"};
  return nth(kWords, certainty);
}

std::string_view word(Severity severity) noexcept {
  constexpr std::array<std::string_view, 4> kWords{"low", "medium", "high", "critical"};
  return nth(kWords, severity);
}

std::string_view word(Setting setting) noexcept {
  constexpr std::array<std::string_view, 5> kWords{"production", "source", "test", "example", "documentation"};
  return nth(kWords, setting);
}

std::string_view word(Doubt doubt) noexcept {
  constexpr std::array<std::string_view, 16> kWords{
      "none",     "blank",     "reference", "vault-path", "sealed",     "path", "url",    "placeholder",
      "own-name", "type-name", "alg-name",  "prose",      "public-key", "hash", "number", "identifier"};
  return nth(kWords, doubt);
}

}  // namespace jwtkeep::scan
