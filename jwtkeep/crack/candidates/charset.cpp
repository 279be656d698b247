#include "jwtkeep/crack/candidates/charset.hpp"

#include <fmt/format.h>

#include "jwtkeep/crack/candidates/mark.hpp"

namespace jwtkeep::crack {
namespace {

constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kSpecial = " !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

Charset all_bytes() {
  Charset set;
  for (int byte = 0; byte < 256; ++byte) set += static_cast<char>(byte);
  return set;
}

void add(Charset& set, std::string_view more) {
  for (const char c : more) {
    if (set.find(c) == Charset::npos) set += c;
  }
}

}  // namespace

std::optional<Charset> class_charset(char c) {
  switch (c) {
    case 'l': return Charset(kLower);
    case 'u': return Charset(kUpper);
    case 'd': return Charset(kDigits);
    case 'h': return Charset(kDigits) + "abcdef";
    case 'H': return Charset(kDigits) + "ABCDEF";
    case 's': return Charset(kSpecial);
    case 'a': return Charset(kLower) + Charset(kUpper) + Charset(kDigits) + Charset(kSpecial);
    case 'b': return all_bytes();
    default: return std::nullopt;
  }
}

base::Result<Charset> parse_charset(std::string_view text, const CustomCharsets& known) {
  const auto wrong = [&](std::size_t at, const std::string& what) {
    return base::fail(base::Reason::bad_value, fmt::format("position {}: {}{}", at + 1, what, mark(text, at)),
                      "classes are ?l ?u ?d ?h ?H ?s ?a ?b and ?1 to ?4; a question mark is ??");
  };
  Charset set;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '?') {
      add(set, text.substr(i, 1));
      continue;
    }
    if (i + 1 == text.size()) return wrong(i, "a question mark at the end names no class");
    const char c = text[++i];
    if (c == '?') {
      add(set, "?");
    } else if (c >= '1' && c <= '4') {
      const auto& custom = known[static_cast<std::size_t>(c - '1')];
      if (!custom) return wrong(i - 1, fmt::format("?{} is not defined", c));
      add(set, *custom);
    } else if (const auto named = class_charset(c)) {
      add(set, *named);
    } else {
      return wrong(i - 1, "there is no such class");
    }
  }
  return set;
}

base::Result<CustomCharsets> parse_custom_charsets(const std::array<std::string, kCustomCharsets>& definitions) {
  CustomCharsets sets;
  for (std::size_t i = 0; i < definitions.size(); ++i) {
    if (definitions[i].empty()) continue;
    auto set = parse_charset(definitions[i], sets);
    if (!set) {
      set.error().what = fmt::format("the charset ?{}: {}", i + 1, set.error().what);
      return std::unexpected(std::move(set).error());
    }
    sets[i] = *std::move(set);
  }
  return sets;
}

}  // namespace jwtkeep::crack
