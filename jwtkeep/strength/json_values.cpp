#include "jwtkeep/strength/json_values.hpp"

#include "jwtkeep/strength/letters.hpp"

namespace jwtkeep::strength {
namespace {

constexpr std::size_t kMostValues = 8;

bool is_space(std::uint8_t c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_between(std::uint8_t c) {
  return is_space(c) || c == ',' || c == ':' || c == '{' || c == '}' || c == '[' || c == ']';
}

class Reader {
 public:
  explicit Reader(base::ByteView text) : text_(text) {}

  std::vector<JsonValue> run() {
    if (text_.size() < 2) return {};
    const bool object = text_.front() == '{' && text_.back() == '}';
    if (!object && !(text_.front() == '[' && text_.back() == ']')) return {};
    at_ = 1;
    while (at_ < text_.size() - 1 && values_.size() < kMostValues) {
      const std::uint8_t c = text_[at_];
      if (c == '"') {
        if (!string()) return {};
      } else if (is_digit(c) || c == '-') {
        number();
      } else if (is_between(c) || is_lower(c)) {  // letters of true, false and null
        ++at_;
      } else {
        return {};
      }
    }
    if (at_ < text_.size() - 1) return {};
    return std::move(values_);
  }

 private:
  bool string() {
    const std::size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (text_[at_] == '\\' || text_[at_] < 0x20) return false;
      ++at_;
    }
    if (at_ == text_.size()) return false;
    const std::size_t end = at_++;
    std::size_t next = at_;
    while (next < text_.size() && is_space(text_[next])) ++next;
    const bool is_name = next < text_.size() && text_[next] == ':';
    if (!is_name && end > begin) values_.push_back({begin, end - begin});
    return true;
  }

  void number() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && (is_digit(text_[at_]) || is_letter(text_[at_]) || text_[at_] == '.' ||
                                  text_[at_] == '-' || text_[at_] == '+')) {
      ++at_;
    }
    values_.push_back({begin, at_ - begin});
  }

  base::ByteView text_;
  std::size_t at_ = 0;
  std::vector<JsonValue> values_;
};

}  // namespace

std::vector<JsonValue> json_values(base::ByteView text) { return Reader(text).run(); }

}  // namespace jwtkeep::strength
