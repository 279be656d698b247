#include "jwtkeep/scan/source/ignore/glob.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace jwtkeep::scan {
namespace {

constexpr bool is_between(int c, int first, int last) { return c >= first && c <= last; }
constexpr bool is_upper(int c) { return is_between(c, 'A', 'Z'); }
constexpr bool is_lower(int c) { return is_between(c, 'a', 'z'); }
constexpr bool is_alpha(int c) { return is_upper(c) || is_lower(c); }
constexpr bool is_digit(int c) { return is_between(c, '0', '9'); }
constexpr bool is_alnum(int c) { return is_alpha(c) || is_digit(c); }
constexpr bool is_graph(int c) { return is_between(c, 0x21, 0x7e); }

using Test = bool (*)(int);
/// `[:alpha:]` and the like, in the C locale as git has them.
constexpr std::array<std::pair<std::string_view, Test>, 12> kNamedClasses{{
    {"alnum", is_alnum},
    {"alpha", is_alpha},
    {"blank", [](int c) { return c == ' ' || c == '\t'; }},
    {"cntrl", [](int c) { return c < 0x20 || c == 0x7f; }},
    {"digit", is_digit},
    {"graph", is_graph},
    {"lower", is_lower},
    {"print", [](int c) { return is_between(c, 0x20, 0x7e); }},
    {"punct", [](int c) { return is_graph(c) && !is_alnum(c); }},
    {"space", [](int c) { return c == ' ' || is_between(c, '\t', '\r'); }},
    {"upper", is_upper},
    {"xdigit", [](int c) { return is_digit(c) || is_between(c, 'a', 'f') || is_between(c, 'A', 'F'); }},
}};

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

}  // namespace

/// Reads from behind the `[` and gives the place behind the `]`; nothing where there is none.
std::optional<std::size_t> Glob::read_class(std::string_view pattern, std::size_t at) {
  Class members;
  const auto size = pattern.size();
  bool inverted = false;
  if (at < size && (pattern[at] == '!' || pattern[at] == '^')) {
    inverted = true;
    ++at;
  }
  int before = -1;  // what a range may begin with
  for (bool first = true; at < size && (first || pattern[at] != ']'); first = false) {
    unsigned char c = byte_at(pattern, at);
    if (c == '\\') {
      if (++at >= size) return std::nullopt;
      c = byte_at(pattern, at++);
      members.set(c);
      before = c;
    } else if (c == '-' && before >= 0 && at + 1 < size && pattern[at + 1] != ']') {
      c = byte_at(pattern, ++at);
      if (c == '\\') {
        if (++at >= size) return std::nullopt;
        c = byte_at(pattern, at);
      }
      ++at;
      for (int member = before; member <= c; ++member) members.set(static_cast<std::size_t>(member));
      before = -1;
    } else if (c == '[' && at + 1 < size && pattern[at + 1] == ':') {
      const auto close = pattern.find(']', at + 2);
      if (close == std::string_view::npos) return std::nullopt;
      if (close < at + 3 || pattern[close - 1] != ':') {
        // No name: a `[` that means itself.
        members.set('[');
        before = '[';
        ++at;
        continue;
      }
      const auto name = pattern.substr(at + 2, close - 1 - (at + 2));
      const auto* const named = std::ranges::find(kNamedClasses, name, [](const auto& row) { return row.first; });
      if (named == kNamedClasses.end()) return std::nullopt;
      for (int member = 0; member < 256; ++member) {
        if (named->second(member)) members.set(static_cast<std::size_t>(member));
      }
      before = -1;
      at = close + 1;
    } else {
      members.set(c);
      before = c;
      ++at;
    }
  }
  if (at >= size) return std::nullopt;
  if (inverted) members.flip();
  members.reset('/');
  steps_.push_back({Op::one_of, 0, classes_.size()});
  classes_.push_back(members);
  return at + 1;
}

Glob::Glob(std::string_view pattern) {
  for (std::size_t at = 0; at < pattern.size() && !broken_;) {
    const unsigned char c = byte_at(pattern, at);
    if (c == '\\') {
      broken_ = at + 1 >= pattern.size();
      if (!broken_) steps_.push_back({Op::literal, byte_at(pattern, at + 1)});
      at += 2;
    } else if (c == '?') {
      steps_.push_back({Op::any});
      ++at;
    } else if (c == '[') {
      const auto behind = read_class(pattern, at + 1);
      broken_ = !behind;
      at = behind.value_or(pattern.size());
    } else if (c == '*') {
      const auto first = at;
      while (at < pattern.size() && pattern[at] == '*') ++at;
      const bool begins_part = first == 0 || pattern[first - 1] == '/';
      const bool ends_part = at == pattern.size() || pattern[at] == '/' || pattern.substr(at).starts_with("\\/");
      if (at - first < 2 || !begins_part || !ends_part) {
        steps_.push_back({Op::star});
      } else if (at < pattern.size() && pattern[at] == '/') {
        // `a/**/b` is `a/b`, too.
        steps_.push_back({Op::stars_slash});
        ++at;
      } else {
        steps_.push_back({Op::stars});
      }
    } else {
      steps_.push_back({Op::literal, c});
      ++at;
    }
  }
}

bool Glob::matches(std::string_view text) const {
  if (broken_) return false;
  // All states that the steps may be in at once: state n has passed the steps before n.
  const auto end = steps_.size();
  std::array<char, 256> few;  // NOLINT(*-member-init): what is used of it is filled below
  std::vector<char> many;
  char* now = few.data();
  if (2 * (end + 1) > few.size()) {
    many.resize(2 * (end + 1));
    now = many.data();
  }
  char* next = now + end + 1;
  const auto enter = [&](char* states, std::size_t state) {
    // Steps that may take nothing are passed at once.
    states[state] = 1;
    while (state < end && steps_[state].op >= Op::star) states[++state] = 1;
  };
  std::fill_n(now, end + 1, 0);
  enter(now, 0);
  for (const char character : text) {
    const auto c = static_cast<unsigned char>(character);
    std::fill_n(next, end + 1, 0);
    bool alive = false;
    for (std::size_t state = 0; state < end; ++state) {
      if (now[state] == 0) continue;
      const auto& step = steps_[state];
      const bool taken = step.op == Op::literal                      ? c == step.byte
                         : step.op == Op::one_of                     ? classes_[step.at][c]
                         : step.op == Op::any || step.op == Op::star ? c != '/'
                                                                     : true;
      if (!taken) continue;
      alive = true;
      if (step.op < Op::star) {
        enter(next, state + 1);
      } else if (step.op != Op::stars_slash) {
        enter(next, state);
      } else {
        // It stays within a part, and is passed behind a `/` alone: its own.
        next[state] = 1;
        if (c == '/') enter(next, state + 1);
      }
    }
    if (!alive) return false;
    std::swap(now, next);
  }
  return now[end] != 0;
}

}  // namespace jwtkeep::scan
