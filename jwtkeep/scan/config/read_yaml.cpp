// YAML, line by line: of a template's too, which no strict reader takes.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kDeepest = 64;
constexpr std::size_t kLongestName = 160;
constexpr std::size_t kLongestQuoted = std::size_t{64} << 10;

class Reader {
 public:
  Reader(Reading& reading, Span range, NamePath& path)
      : reading_(reading),
        text_(reading.text().substr(0, range.end)),
        at_(range.begin),
        path_(path),
        base_(path.depth()) {}

  void read() {
    look_at_document();
    while (at_ < text_.size()) {
      const auto begin = at_;
      auto end = std::min(text_.find('\n', begin), text_.size());
      at_ = end + 1;
      if (end > begin && text_[end - 1] == '\r') --end;
      line(begin, end);
    }
    close_maps();
    path_.pop_to(base_);
  }

 private:
  void close_maps() {
    for (auto& map : maps_) map.pair.close(reading_);
    maps_.clear();
  }

  struct Level {
    std::size_t column;
    std::size_t depth;  // of the path outside
  };
  struct Map {
    std::size_t column;
    NamedValue pair;
  };

  /// Whether the document that begins here is a Secret of Kubernetes, whose `data` is in base64.
  void look_at_document() {
    const auto rest = text_.substr(std::min(at_, text_.size()));
    const auto document = rest.substr(0, std::min(rest.find("\n---"), std::size_t{1} << 20));
    is_secret_ = false;
    for (auto at = document.find("kind:"); at != std::string_view::npos; at = document.find("kind:", at + 5)) {
      auto word = document.substr(at + 5, 24);
      while (!word.empty() && (word[0] == ' ' || word[0] == '"' || word[0] == '\'')) word.remove_prefix(1);
      if (word.starts_with("Secret") && (word.size() == 6 || !is_word(word[6]))) is_secret_ = true;
    }
  }

  void line(std::size_t begin, std::size_t end) {
    auto at = begin;
    while (at < end && (text_[at] == ' ' || text_[at] == '\t')) ++at;
    if (at == end) return;
    if (text_.substr(begin, 3) == "---") {
      leave(0, false);
      levels_.clear();
      close_maps();
      path_.pop_to(base_);
      look_at_document();
      return;
    }
    bool comment = false;
    if (text_[at] == '#') {
      // `# jwt_secret: x` is switched off, and there all the same.
      comment = true;
      while (at < end && text_[at] == '#') ++at;
      if (at < end && text_[at] == ' ') ++at;
      if (at < end && is_blank(text_[at])) return;
    }
    if (text_.substr(at, 2) == "{{" || at == end) return;
    if (comment) {
      switched_off(at, end);
      return;
    }
    std::size_t column = at - begin;
    while (at < end && text_[at] == '-' && (at + 1 == end || text_[at + 1] == ' ' || text_[at + 1] == '\t')) {
      leave(column, true);
      ++at;
      while (at < end && is_blank(text_[at])) ++at;
      column = at - begin;
    }
    if (at == end) return;
    content(at, end, column);
  }

  /// A comment's `name: x`, when it is no sentence.
  void switched_off(std::size_t at, std::size_t end) {
    if (at < end && text_[at] == '-') {
      ++at;
      while (at < end && is_blank(text_[at])) ++at;
    }
    if (!reading_.has_trigger({at, end})) return;
    const auto key = key_at(at, end);
    if (!key) {
      scalar_item(at, end);
      return;
    }
    auto value = key->second;
    while (value < end && is_blank(text_[value])) ++value;
    if (value == end || text_[value] == '|' || text_[value] == '>') return;
    const auto scalar = plain_or_quoted(value, end);
    if (!scalar.quoted && scalar.span.of(text_).find(' ') != std::string_view::npos) return;
    NamePath path;
    reading_.push(path, key->first);
    reading_.entry(path, scalar);
  }

  /// Leaves what stands as far to the right as `column`, or further; what owns a list may stand where its items do.
  void leave(std::size_t column, bool is_item) {
    while (!levels_.empty() && (is_item ? levels_.back().column > column : levels_.back().column >= column)) {
      path_.pop_to(levels_.back().depth);
      levels_.pop_back();
    }
    while (!maps_.empty() && maps_.back().column > column) {
      maps_.back().pair.close(reading_);
      maps_.pop_back();
    }
  }

  void content(std::size_t at, std::size_t end, std::size_t column) {
    const auto key = key_at(at, end);
    if (!key) {
      scalar_item(at, end);
      return;
    }
    option_.reset();
    leave(column, false);
    if (maps_.empty() || maps_.back().column != column) {
      if (maps_.size() < kDeepest) maps_.push_back({column, {}});
    }
    auto value = key->second;
    while (value < end && is_blank(text_[value])) ++value;
    value = behind_properties(value, end);
    const auto depth = path_.depth();
    reading_.push(path_, key->first);
    if (value == end || text_[value] == '#') {
      if (levels_.size() < kDeepest) {
        levels_.push_back({column, depth});
      } else {
        path_.pop_to(depth);
      }
      return;
    }
    if (text_[value] == '|' || text_[value] == '>') {
      block(value, end, column, depth, key->first);
    } else if ((text_[value] == '{' && text_.substr(value, 2) != "{{") || text_[value] == '[') {
      flow(value);
    } else {
      const auto scalar = plain_or_quoted(value, end);
      tell(scalar, depth, key->first);
    }
    path_.pop_to(depth);
  }

  void tell(Scalar scalar, std::size_t depth, Span key) {
    scalar.in_base64 = is_secret_ && path_.above(1) == "data";
    if (maps_.empty()) {
      reading_.entry(path_, scalar);
      return;
    }
    path_.pop_to(depth);
    maps_.back().pair.member(reading_, path_, key, scalar);
  }

  /// Passes over tags and anchors: `!!str`, `&name`.
  [[nodiscard]] std::size_t behind_properties(std::size_t at, std::size_t end) const noexcept {
    while (at < end && (text_[at] == '&' || text_.substr(at, 2) == "!!")) {
      while (at < end && !is_blank(text_[at])) ++at;
      while (at < end && is_blank(text_[at])) ++at;
    }
    return at;
  }

  /// The name that stands here, and where its value begins.
  [[nodiscard]] std::optional<std::pair<Span, std::size_t>> key_at(std::size_t at, std::size_t end) const noexcept {
    const char quote = text_[at];
    if (quote == '"' || quote == '\'') {
      const auto close = text_.find(quote, at + 1);
      if (close >= end) return std::nullopt;
      auto colon = close + 1;
      while (colon < end && text_[colon] == ' ') ++colon;
      if (colon >= end || text_[colon] != ':') return std::nullopt;
      return std::pair{Span{at + 1, close}, colon + 1};
    }
    const auto limit = std::min(end, at + kLongestName);
    for (auto colon = at; colon < limit; ++colon) {
      const char c = text_[colon];
      if (c == '#' && colon > at && is_blank(text_[colon - 1])) return std::nullopt;
      if (c == '"' || c == '{' || c == '[') return std::nullopt;
      if (c != ':' || (colon + 1 < end && !is_blank(text_[colon + 1]))) continue;
      auto name_end = colon;
      while (name_end > at && is_blank(text_[name_end - 1])) --name_end;
      if (name_end == at) return std::nullopt;
      return std::pair{Span{at, name_end}, colon + 1};
    }
    return std::nullopt;
  }

  void scalar_item(std::size_t at, std::size_t end) {
    const auto option = std::exchange(option_, std::nullopt);
    if (option) {
      const auto value = plain_or_quoted(at, end);
      if (!value.span.of(text_).starts_with('-')) {
        reading_.entry(path_, *option, value);
        return;
      }
    }
    if (!reading_.has_trigger({at, end}) && !path_.has_trigger()) return;
    if ((text_[at] == '{' && text_.substr(at, 2) != "{{") || text_[at] == '[') {
      flow(at);
      return;
    }
    const auto scalar = plain_or_quoted(at, end);
    if (is_option(scalar.span.of(text_))) option_ = scalar;
    reading_.entry(path_, scalar);
  }

  Scalar plain_or_quoted(std::size_t at, std::size_t end) {
    const char quote = text_[at];
    if (quote == '"' || quote == '\'') {
      const auto limit = std::min(text_.size(), at + kLongestQuoted);
      for (auto close = at + 1; close < limit; ++close) {
        if (text_[close] == '\\' && quote == '"') {
          ++close;
        } else if (text_[close] == quote) {
          if (quote == '\'' && close + 1 < limit && text_[close + 1] == '\'') {
            ++close;
            continue;
          }
          if (close > end) at_ = std::min(text_.find('\n', close), text_.size()) + 1;
          const auto escapes = quote == '"' ? Escapes::backslash : Escapes::doubled_single;
          return {.span = {at + 1, close}, .escapes = escapes, .quoted = true};
        }
      }
      ++at;
    }
    auto stop = end;
    for (auto comment = at + 1; comment < end; ++comment) {
      if (text_[comment] == '#' && is_blank(text_[comment - 1])) {
        stop = comment;
        break;
      }
    }
    while (stop > at && is_blank(text_[stop - 1])) --stop;
    return {.span = {at, stop}};
  }

  /// `{a: b}` and `[a, b]`: up to the bracket that closes it, or the line's end where none does.
  void flow(std::size_t at) {
    std::size_t depth = 0;
    char quote = '\0';
    const auto limit = std::min(text_.size(), at + kLongestQuoted);
    auto end = at;
    for (; end < limit; ++end) {
      const char c = text_[end];
      if (quote != '\0') {
        if (c == '\\' && quote == '"') ++end;
        if (c == quote) quote = '\0';
        continue;
      }
      if (c == '"' || (c == '\'' && !is_word(text_[end - 1]))) quote = c;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) break;
    }
    if (end == limit) {
      end = std::min(text_.find('\n', at), text_.size());
    } else {
      ++end;
      if (end >= at_) at_ = std::min(text_.find('\n', end), text_.size()) + 1;
    }
    read_braced(reading_, {at, end}, path_, Braced::flow);
  }

  /// The lines behind `|` or `>` that stand further to the right.
  void block(std::size_t at, std::size_t line_end, std::size_t column, std::size_t depth, Span key) {
    if (at + 1 < line_end && is_word(text_[at + 1]) && !is_digit(text_[at + 1])) {
      tell(plain_or_quoted(at, line_end), depth, key);
      return;
    }
    const auto begin = std::min(at_, text_.size());
    auto end = begin;
    for (auto next = begin; next < text_.size();) {
      const auto stop = std::min(text_.find('\n', next), text_.size());
      const auto first = std::min(text_.find_first_not_of(" \t\r", next), text_.size());
      if (first < stop && first - next <= column) break;
      next = stop + 1;
      if (first < stop) end = std::min(next, text_.size());
      at_ = next;
    }
    if (end > begin) tell({.span = {begin, end}, .escapes = Escapes::block, .quoted = true}, depth, key);
  }

  Reading& reading_;
  std::string_view text_;
  std::size_t at_;
  NamePath& path_;
  std::size_t base_;
  std::vector<Level> levels_;
  std::vector<Map> maps_;
  std::optional<Scalar> option_;  // the list's last item, where it is an option of a command
  bool is_secret_ = false;
};

}  // namespace

void read_yaml(Reading& reading, Span range, NamePath& path) { Reader(reading, range, path).read(); }

}  // namespace jwtkeep::scan
