// XML as configuration uses it: elements, attributes, names and values side by side, property lists.
#include <algorithm>
#include <optional>
#include <vector>

#include "jwtkeep/scan/ascii.hpp"
#include "jwtkeep/scan/config/readers.hpp"

namespace jwtkeep::scan {
namespace {

constexpr std::size_t kDeepest = 64;

class Reader {
 public:
  Reader(Reading& reading, Span range, NamePath& path)
      : reading_(reading),
        text_(reading.text().substr(0, range.end)),
        at_(range.begin),
        path_(path),
        base_(path.depth()) {}

  void read() {
    while (at_ < text_.size()) {
      const auto tag = text_.find('<', at_);
      if (tag == std::string_view::npos) break;
      content_ = text_begin_ ? std::optional(Span{*text_begin_, tag}) : std::nullopt;
      at_ = tag + 1;
      if (rest().starts_with("!--")) {
        at_ += 3;  // what a comment has switched off is read, too
        text_begin_.reset();
      } else if (rest().starts_with("![CDATA[")) {
        cdata();
      } else if (rest().starts_with('/')) {
        close();
      } else if (rest().starts_with('?') || rest().starts_with('!')) {
        at_ = std::min(text_.find('>', at_), text_.size() - 1) + 1;
      } else if (at_ < text_.size() && (is_letter(text_[at_]) || text_[at_] == '_')) {
        open();
      }
    }
    pair_.close(reading_);
    path_.pop_to(base_);
  }

 private:
  struct Element {
    Span name;
    std::size_t depth = 0;         // of the path outside
    std::optional<Span> last_key;  // of a property list
  };

  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(at_); }

  static bool is_name(char c) noexcept { return is_word(c) || c == '-' || c == '.' || c == ':'; }

  Span name() {
    const auto begin = at_;
    while (at_ < text_.size() && is_name(text_[at_])) ++at_;
    return {begin, at_};
  }

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }

  void cdata() {
    const auto begin = at_ + 8;
    const auto end = text_.find("]]>", begin);
    at_ = end == std::string_view::npos ? text_.size() : end + 3;
    cdata_ = Span{begin, end == std::string_view::npos ? text_.size() : end};
    text_begin_.reset();
  }

  void open() {
    const auto element = name();
    const auto depth = path_.depth();
    reading_.push(path_, element);
    std::optional<Scalar> label;
    std::optional<Scalar> value;
    attributes(label, value);
    const bool ends = at_ > 0 && at_ < text_.size() && text_[at_] == '/';
    at_ = std::min(text_.find('>', at_), text_.size() - 1) + 1;
    if (label && value) {
      const auto inner = path_.depth();
      reading_.entry(path_, *label, *value);
      path_.pop_to(inner);
    }
    if (ends) {
      path_.pop_to(depth);
      text_begin_.reset();
      return;
    }
    if (label) reading_.push(path_, label->span);
    if (elements_.size() < kDeepest) elements_.push_back({element, depth, std::nullopt});
    text_begin_ = at_;
    cdata_.reset();
  }

  void attributes(std::optional<Scalar>& label, std::optional<Scalar>& value) {
    for (;;) {
      skip_blanks();
      if (at_ >= text_.size() || text_[at_] == '>' || text_[at_] == '/') return;
      const auto attribute = name();
      if (attribute.empty()) {
        ++at_;
        continue;
      }
      skip_blanks();
      if (at_ >= text_.size() || text_[at_] != '=') continue;
      ++at_;
      skip_blanks();
      if (at_ >= text_.size() || (text_[at_] != '"' && text_[at_] != '\'')) continue;
      const auto end = text_.find(text_[at_], at_ + 1);
      const Scalar scalar{.span = {at_ + 1, std::min(end, text_.size())}, .escapes = Escapes::xml, .quoted = true};
      at_ = std::min(end, text_.size() - 1) + 1;
      const auto word = attribute.of(text_);
      if (same_letters(word, "name") || same_letters(word, "key") || (same_letters(word, "id") && !label)) {
        label = scalar;
      } else if (same_letters(word, "value")) {
        value = scalar;
      }
      const auto depth = path_.depth();
      reading_.push(path_, attribute);
      if (!same_letters(word, "name") && !same_letters(word, "value") && !same_letters(word, "id")) {
        reading_.entry(path_, scalar);
      }
      path_.pop_to(depth);
    }
  }

  void close() {
    ++at_;
    const auto element = name().of(text_);
    at_ = std::min(text_.find('>', at_), text_.size() - 1) + 1;
    // Elements that nothing closes, as HTML has them, end here too.
    std::size_t back = 0;
    while (back < elements_.size() && back < 8 && elements_[elements_.size() - 1 - back].name.of(text_) != element)
      ++back;
    const bool open = back < elements_.size() && back < 8;
    if (open) {
      elements_.resize(elements_.size() - back);
      const auto closed = elements_.back();
      if (back == 0) tell(closed);
      path_.pop_to(closed.depth);
      elements_.pop_back();
    }
    text_begin_.reset();
    cdata_.reset();
  }

  /// The text of an element without any within it.
  void tell(const Element& element) {
    const auto span = cdata_ ? cdata_ : content_;
    if (!span || span->empty()) return;
    const Scalar scalar{.span = *span, .escapes = cdata_ ? Escapes::none : Escapes::xml, .quoted = true};
    auto* outer = elements_.size() > 1 ? &elements_[elements_.size() - 2] : nullptr;
    const auto name = element.name.of(text_);
    if (outer != nullptr && name == "key") {
      outer->last_key = span;
      return;
    }
    if (outer != nullptr && outer->last_key && (name == "string" || name == "data")) {
      path_.pop_to(element.depth);
      reading_.entry(path_, Scalar{.span = *outer->last_key, .escapes = Escapes::xml}, scalar);
      outer->last_key.reset();
      return;
    }
    if (outer == nullptr || path_.depth() > element.depth + 1) {  // `<string name="x">` has its name already
      reading_.entry(path_, scalar);
      return;
    }
    // `<param-name>` beside `<param-value>`, `<name>` beside `<value>`.
    path_.pop_to(element.depth);
    if (pair_of_ != outer->name.begin) {
      pair_.close(reading_);
      pair_of_ = outer->name.begin;
    }
    pair_.member(reading_, path_, element.name, scalar);
  }

  Reading& reading_;
  std::string_view text_;
  std::size_t at_;
  NamePath& path_;
  std::size_t base_;
  std::vector<Element> elements_;
  std::optional<std::size_t> text_begin_;  // of the innermost element's text, as long as nothing else stood in it
  std::optional<Span> content_, cdata_;
  NamedValue pair_;
  std::size_t pair_of_ = 0;  // where the name of the element stands whose members it holds
};

}  // namespace

void read_xml(Reading& reading, Span range, NamePath& path) { Reader(reading, range, path).read(); }

}  // namespace jwtkeep::scan
