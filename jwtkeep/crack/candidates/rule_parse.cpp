#include <fmt/format.h>

#include "jwtkeep/crack/candidates/listed.hpp"
#include "jwtkeep/crack/candidates/mark.hpp"
#include "jwtkeep/crack/candidates/rule.hpp"

namespace jwtkeep::crack {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kMostRules = 10'000'000;

/// What stands behind a function's letter: N a position, X a character.
const char* arguments_of(char name) {
  switch (name) {
    case ':':
    case 'l':
    case 'u':
    case 'c':
    case 'C':
    case 't':
    case 'r':
    case 'd':
    case 'f':
    case '{':
    case '}':
    case '[':
    case ']':
    case 'q':
    case 'k':
    case 'K':
    case 'E':
    case 'M':
    case '4':
    case '6':
    case 'Q': return "";
    case 'T':
    case 'p':
    case 'D':
    case '\'':
    case 'z':
    case 'Z':
    case 'L':
    case 'R':
    case '+':
    case '-':
    case '.':
    case ',':
    case 'y':
    case 'Y':
    case '<':
    case '>':
    case '_': return "N";
    case '$':
    case '^':
    case '@':
    case 'e':
    case '!':
    case '/':
    case '(':
    case ')': return "X";
    case 'x':
    case 'O':
    case '*': return "NN";
    case 'i':
    case 'o':
    case '3':
    case '=':
    case '%': return "NX";
    case 's': return "XX";
    case 'X': return "NNN";
    default: return nullptr;
  }
}

/// Whether `~` before it puts a class in place of its first character (hashcat 7).
bool takes_class(char name) { return std::string_view("s@e!/()=%").find(name) != std::string_view::npos; }

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The rule's text with its `\xNN` resolved, and where each byte stood.
struct Letters {
  std::string bytes;
  std::vector<std::size_t> places;

  explicit Letters(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
      places.push_back(i);
      if (text.substr(i).starts_with("\\x") && i + 3 < text.size() && hex_value(text[i + 2]) >= 0 &&
          hex_value(text[i + 3]) >= 0) {
        bytes += static_cast<char>(hex_value(text[i + 2]) * 16 + hex_value(text[i + 3]));
        i += 4;
      } else {
        bytes += text[i++];
      }
    }
    places.push_back(text.size());
  }
};

class RuleReader {
 public:
  explicit RuleReader(std::string_view text) : text_(text), letters_(text) {}

  base::Result<Rule> read() {
    Rule rule;
    while (at_ < letters_.bytes.size()) {
      if (letters_.bytes[at_] == ' ' || letters_.bytes[at_] == '\t') {
        ++at_;
        continue;
      }
      JWTKEEP_TRY(const auto function, read_function());
      if (function.name != ':') rule.push_back(function);
    }
    return rule;
  }

 private:
  [[nodiscard]] std::unexpected<base::Error> wrong(std::size_t at, const std::string& what) const {
    const auto place = letters_.places[std::min(at, letters_.bytes.size())];
    return fail(Reason::bad_value, fmt::format("position {}: {}{}", place + 1, what, mark(text_, place)),
                "the functions are in docs/crack.md");
  }

  base::Result<RuleFunction> read_function() {
    const bool by_class = letters_.bytes[at_] == '~';
    if (by_class) ++at_;
    const auto begin = at_;
    if (at_ == letters_.bytes.size()) return wrong(at_ - 1, "~ stands before no function");
    RuleFunction function{.name = letters_.bytes[at_++]};
    const char* kinds = arguments_of(function.name);
    if (kinds == nullptr) return wrong(begin, "there is no such function");
    if (by_class && !takes_class(function.name)) return wrong(begin, "~ stands before s @ e ! / ( ) = or % only");
    bool classed = !by_class;
    for (std::size_t i = 0; kinds[i] != '\0'; ++i) {
      if (at_ == letters_.bytes.size()) return wrong(at_, fmt::format("{} lacks an argument", function.name));
      if (kinds[i] == 'N') {
        JWTKEEP_TRY(function.arguments[i], read_position());
      } else if (!classed) {
        JWTKEEP_CHECK(read_class(function, i));
        classed = true;
      } else {
        function.arguments[i] = static_cast<std::uint8_t>(letters_.bytes[at_++]);
      }
    }
    if (function.name == 'X' && function.arguments[1] == 0) return wrong(at_ - 2, "X inserts nothing");
    return function;
  }

  base::Result<std::uint8_t> read_position() {
    const char c = letters_.bytes[at_];
    if (c >= '0' && c <= '9') return ++at_, static_cast<std::uint8_t>(c - '0');
    if (c >= 'A' && c <= 'Z') return ++at_, static_cast<std::uint8_t>(c - 'A' + 10);
    if (c == 'p') return ++at_, RuleFunction::kFoundPlace;
    return wrong(at_, "a position or count is 0 to 9, or A to Z for 10 to 35");
  }

  base::Result<void> read_class(RuleFunction& function, std::size_t argument) {
    if (letters_.bytes[at_] != '?' || at_ + 1 == letters_.bytes.size()) {
      return wrong(at_, "a class such as ?l stands here");
    }
    const char c = letters_.bytes[at_ + 1];
    if (c == '?') {
      function.arguments[argument] = '?';
    } else if (std::string_view("ludhHs").find(c) != std::string_view::npos) {
      function.of_class = c;
    } else {
      return wrong(at_, "classes are ?l ?u ?d ?h ?H ?s; a question mark is ??");
    }
    at_ += 2;
    return {};
  }

  std::string_view text_;
  Letters letters_;
  std::size_t at_ = 0;
};

}  // namespace

base::Result<Rule> parse_rule(std::string_view text) { return RuleReader(text).read(); }

base::Result<std::vector<Rule>> parse_rules(std::string_view text, std::string_view name) {
  return read_listed(text, name, parse_rule);
}

base::Result<std::vector<Rule>> chain_rules(const std::vector<Rule>& first, const std::vector<Rule>& second) {
  if (!second.empty() && first.size() > kMostRules / second.size()) {
    return fail(
        Reason::bad_value,
        fmt::format("{} rules before {} others are more than {} together", first.size(), second.size(), kMostRules),
        "several rule files are chained, each rule of the first with each of the next; give fewer");
  }
  std::vector<Rule> chained;
  chained.reserve(first.size() * second.size());
  for (const auto& before : first) {
    for (const auto& after : second) {
      auto& both = chained.emplace_back(before);
      both.insert(both.end(), after.begin(), after.end());
    }
  }
  return chained;
}

}  // namespace jwtkeep::crack
