#include <algorithm>
#include <cstring>

#include "jwtkeep/crack/candidates/rule.hpp"

namespace jwtkeep::crack {
namespace {

bool is_lower(std::uint8_t c) { return c >= 'a' && c <= 'z'; }
bool is_upper(std::uint8_t c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(std::uint8_t c) { return c >= '0' && c <= '9'; }
bool is_letter(std::uint8_t c) { return is_lower(c) || is_upper(c); }
bool is_special(std::uint8_t c) { return c >= 0x20 && c < 0x7f && !is_letter(c) && !is_digit(c); }

std::uint8_t lower(std::uint8_t c) { return is_upper(c) ? static_cast<std::uint8_t>(c | 0x20U) : c; }
std::uint8_t upper(std::uint8_t c) { return is_lower(c) ? static_cast<std::uint8_t>(c & 0xdfU) : c; }
std::uint8_t toggle(std::uint8_t c) { return is_letter(c) ? static_cast<std::uint8_t>(c ^ 0x20U) : c; }

bool in_class(char name, std::uint8_t c) {
  switch (name) {
    case 'l': return is_lower(c);
    case 'u': return is_upper(c);
    case 'd': return is_digit(c);
    case 'h': return is_digit(c) || (c >= 'a' && c <= 'f');
    case 'H': return is_digit(c) || (c >= 'A' && c <= 'F');
    case 's': return is_special(c);
    default: return false;
  }
}

}  // namespace

/// One function on the word in hand. The letters are those of hashcat's language (its docs/rules.txt).
struct RuleStep {
  RuleBench& bench;
  const RuleFunction& function;

  [[nodiscard]] std::uint8_t* word() const { return bench.bytes_.data(); }
  [[nodiscard]] std::size_t& size() const { return bench.size_; }
  [[nodiscard]] std::uint8_t letter(std::size_t argument) const { return function.arguments[argument]; }
  [[nodiscard]] std::size_t number(std::size_t argument) const {
    const auto value = function.arguments[argument];
    return value == RuleFunction::kFoundPlace ? bench.found_ : value;
  }
  [[nodiscard]] bool room_for(std::size_t more) const { return size() + more <= kMostRuleBytes; }
  /// Whether a byte is the one that the function names, or of the class.
  [[nodiscard]] bool is_named(std::uint8_t c, std::size_t argument) const {
    return function.of_class != 0 ? in_class(function.of_class, c) : c == letter(argument);
  }

  void map(std::uint8_t (*to)(std::uint8_t)) const {
    for (std::size_t i = 0; i < size(); ++i) word()[i] = to(word()[i]);
  }
  void insert(std::size_t at, base::ByteView bytes) const {
    if (at > size() || !room_for(bytes.size())) return;
    std::memmove(word() + at + bytes.size(), word() + at, size() - at);
    std::ranges::copy(bytes, word() + at);
    size() += bytes.size();
  }
  void insert_letter(std::size_t at, std::uint8_t c, std::size_t times) const {
    if (at > size() || !room_for(times)) return;
    std::memmove(word() + at + times, word() + at, size() - at);
    std::memset(word() + at, c, times);
    size() += times;
  }
  void erase(std::size_t at, std::size_t count) const {
    if (at >= size() || at + count > size()) return;
    std::memmove(word() + at, word() + at + count, size() - at - count);
    size() -= count;
  }
  void swap(std::size_t a, std::size_t b) const {
    if (a < size() && b < size()) std::swap(word()[a], word()[b]);
  }
  void duplicate(std::size_t times) const {
    const auto once = size();
    if (!room_for(once * times)) return;
    for (std::size_t i = 0; i < times; ++i) std::memcpy(word() + once * (i + 1), word(), once);
    size() += once * times;
  }
  void reflect() const {
    if (!room_for(size())) return;
    std::reverse_copy(word(), word() + size(), word() + size());
    size() *= 2;
  }
  void duplicate_each() const {
    if (!room_for(size())) return;
    for (std::size_t i = size(); i-- > 0;) word()[2 * i] = word()[2 * i + 1] = word()[i];
    size() *= 2;
  }
  void duplicate_first(std::size_t count) const {
    if (count > size() || !room_for(count)) return;
    std::memmove(word() + count, word(), size());
    size() += count;
  }
  void duplicate_last(std::size_t count) const {
    if (count > size() || !room_for(count)) return;
    std::memcpy(word() + size(), word() + size() - count, count);
    size() += count;
  }
  void replace() const {
    for (std::size_t i = 0; i < size(); ++i) {
      if (is_named(word()[i], 0)) word()[i] = letter(1);
    }
  }
  void purge() const {
    const auto* end = std::remove_if(word(), word() + size(), [this](std::uint8_t c) { return is_named(c, 0); });
    size() = static_cast<std::size_t>(end - word());
  }
  void change_at(std::size_t at, int by) const {
    if (at < size()) word()[at] = static_cast<std::uint8_t>(word()[at] + by);
  }
  void shift_at(std::size_t at, bool left) const {
    if (at < size()) word()[at] = static_cast<std::uint8_t>(left ? word()[at] << 1U : word()[at] >> 1U);
  }
  /// Lower case, with an upper one at the beginning and behind each separator; the separators stay as they are.
  void title(std::uint8_t separator) const {
    bool next = true;
    for (std::size_t i = 0; i < size(); ++i) {
      if (word()[i] == separator) {
        next = true;
      } else {
        word()[i] = next ? upper(word()[i]) : lower(word()[i]);
        next = false;
      }
    }
    if (size() > 0) word()[0] = upper(word()[0]);
  }
  /// The same behind each byte of the class, which may be letters themselves.
  void title_by_class() const {
    bool next = true;
    for (std::size_t i = 0; i < size(); ++i) {
      const bool separates = in_class(function.of_class, word()[i]);
      word()[i] = next ? upper(word()[i]) : lower(word()[i]);
      next = separates;
    }
  }
  /// The first letter behind the separator's occurrence number N, from 0.
  void toggle_behind(std::size_t occurrence, std::uint8_t separator) const {
    bool found = false;
    for (std::size_t i = 0; i < size(); ++i) {
      if (word()[i] == separator) {
        if (occurrence == 0) found = true;
        if (occurrence > 0) --occurrence;
      } else if (found) {
        word()[i] = toggle(word()[i]);
        return;
      }
    }
  }

  bool contains() const {
    for (std::size_t i = 0; i < size(); ++i) {
      if (is_named(word()[i], 0)) {
        bench.found_ = i;
        return true;
      }
    }
    return false;
  }
  bool contains_times(std::size_t times) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < size() && count < times; ++i) {
      if (!is_named(word()[i], 1)) continue;
      ++count;
      bench.found_ = i;
    }
    return count == times;
  }

  [[nodiscard]] base::ByteView memory() const { return {bench.memory_.data(), bench.memory_size_}; }
  void memorize() const {
    std::memcpy(bench.memory_.data(), word(), size());
    bench.memory_size_ = size();
  }
  /// `X`: a piece of the memory; false where it is not there, or does not fit.
  bool insert_memory() const {
    const auto from = number(0);
    const auto count = number(1);
    if (from + count > memory().size() || number(2) > size() || !room_for(count)) return false;
    insert(number(2), memory().subspan(from, count));
    return true;
  }
  bool memory_fits() const { return !memory().empty() && room_for(memory().size()); }

  /// False where the word is rejected.
  bool reject_or_go_on() const {
    switch (function.name) {
      case '<': return size() <= number(0);
      case '>': return size() >= number(0);
      case '_': return size() == number(0);
      case '!': return !contains();
      case '/': return contains();
      case '(': return size() > 0 && is_named(word()[0], 0);
      case ')': return size() > 0 && is_named(word()[size() - 1], 0);
      case '=': return number(0) < size() && is_named(word()[number(0)], 1);
      case '%': return contains_times(number(0));
      case 'Q': return !base::same_bytes({word(), size()}, memory());
      case 'X': return insert_memory();
      case '4':
        if (!memory_fits()) return false;
        insert(size(), memory());
        return true;
      case '6':
        if (!memory_fits()) return false;
        insert(0, memory());
        return true;
      default: change(); return true;
    }
  }

  void change_case() const {
    switch (function.name) {
      case 'l': map(lower); break;
      case 'u': map(upper); break;
      case 'c':
        map(lower);
        if (size() > 0) word()[0] = upper(word()[0]);
        break;
      case 'C':
        map(upper);
        if (size() > 0) word()[0] = lower(word()[0]);
        break;
      case 't': map(toggle); break;
      case 'T':
        if (number(0) < size()) word()[number(0)] = toggle(word()[number(0)]);
        break;
      case 'E': title(' '); break;
      case 'e': function.of_class != 0 ? title_by_class() : title(letter(0)); break;
      case '3': toggle_behind(number(0), letter(1)); break;
      default: break;
    }
  }

  void change_length() const {
    switch (function.name) {
      case 'd': duplicate(1); break;
      case 'p': duplicate(number(0)); break;
      case 'f': reflect(); break;
      case '$': insert_letter(size(), letter(0), 1); break;
      case '^': insert_letter(0, letter(0), 1); break;
      case '[': erase(0, 1); break;
      case ']':
        if (size() > 0) --size();
        break;
      case 'D': erase(number(0), 1); break;
      case 'O': erase(number(0), number(1)); break;
      case 'x':
        if (number(0) >= size() || number(0) + number(1) > size()) break;
        std::memmove(word(), word() + number(0), number(1));
        size() = number(1);
        break;
      case 'i': insert_letter(number(0), letter(1), 1); break;
      case '\'': size() = std::min(size(), number(0)); break;
      case '@': purge(); break;
      case 'z':
        if (size() > 0) insert_letter(0, word()[0], number(0));
        break;
      case 'Z':
        if (size() > 0) insert_letter(size(), word()[size() - 1], number(0));
        break;
      case 'q': duplicate_each(); break;
      case 'y': duplicate_first(number(0)); break;
      case 'Y': duplicate_last(number(0)); break;
      default: change_case(); break;
    }
  }

  void change() const {
    switch (function.name) {
      case 'r': std::reverse(word(), word() + size()); break;
      case '{':
        if (size() > 0) std::rotate(word(), word() + 1, word() + size());
        break;
      case '}':
        if (size() > 0) std::rotate(word(), word() + size() - 1, word() + size());
        break;
      case 'o':
        if (number(0) < size()) word()[number(0)] = letter(1);
        break;
      case 's': replace(); break;
      case 'k': swap(0, 1); break;
      case 'K':
        if (size() > 1) swap(size() - 1, size() - 2);
        break;
      case '*': swap(number(0), number(1)); break;
      case 'L': shift_at(number(0), true); break;
      case 'R': shift_at(number(0), false); break;
      case '+': change_at(number(0), 1); break;
      case '-': change_at(number(0), -1); break;
      case '.':
        if (number(0) + 1 < size()) word()[number(0)] = word()[number(0) + 1];
        break;
      case ',':
        if (number(0) >= 1 && number(0) < size()) word()[number(0)] = word()[number(0) - 1];
        break;
      case 'M': memorize(); break;
      default: change_length(); break;
    }
  }
};

std::optional<base::ByteView> RuleBench::apply(const Rule& rule, base::ByteView word) {
  if (rule.empty()) return word;
  if (word.size() > kMostRuleBytes) return std::nullopt;
  std::ranges::copy(word, bytes_.begin());
  size_ = word.size();
  memory_size_ = 0;
  found_ = kMostRuleBytes + 1;
  for (const auto& function : rule) {
    if (!RuleStep{*this, function}.reject_or_go_on()) return std::nullopt;
  }
  return base::ByteView(bytes_).first(size_);
}

}  // namespace jwtkeep::crack
