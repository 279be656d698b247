#include "jwtkeep/destination/yaml_json.hpp"

#include <fmt/format.h>
#include <yaml.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/destination/yaml_veil.hpp"

namespace jwtkeep::destination {
namespace {

// libyaml's events are unions, as C has them.
// NOLINTBEGIN(cppcoreguidelines-pro-type-union-access)

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kMostValues = 20'000;
constexpr std::size_t kDeepest = 32;

void wipe(unsigned char* from, const unsigned char* to) {
  if (from != nullptr && to > from) base::wipe({from, static_cast<std::size_t>(to - from)});
}

/// libyaml's parser; what it holds of the text is wiped at its end.
class Parser {
 public:
  explicit Parser(base::ByteView text) : started_(yaml_parser_initialize(&parser_) == 1) {
    if (!started_) return;
    yaml_parser_set_encoding(&parser_, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&parser_, text.data(), text.size());
  }
  Parser(const Parser&) = delete;
  Parser& operator=(const Parser&) = delete;
  ~Parser() {
    if (!started_) return;
    wipe(parser_.raw_buffer.start, parser_.raw_buffer.end);
    wipe(parser_.buffer.start, parser_.buffer.end);
    yaml_parser_delete(&parser_);
  }

  /// False where the text is no YAML: `problem` and `line` say more.
  bool next(yaml_event_t& event) { return started_ && yaml_parser_parse(&parser_, &event) == 1; }
  /// libyaml's own words, which quote nothing.
  [[nodiscard]] std::string_view problem() const { return parser_.problem != nullptr ? parser_.problem : "is no YAML"; }
  [[nodiscard]] std::size_t line() const { return parser_.problem_mark.line + 1; }

 private:
  yaml_parser_t parser_{};
  bool started_;
};

class Event {
 public:
  Event() = default;
  Event(const Event&) = delete;
  Event& operator=(const Event&) = delete;
  ~Event() {
    if (event_.type == YAML_SCALAR_EVENT) {
      wipe(event_.data.scalar.value, event_.data.scalar.value + event_.data.scalar.length);
    }
    yaml_event_delete(&event_);
  }
  yaml_event_t& operator*() { return event_; }

 private:
  yaml_event_t event_{};
};

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

/// A mapping or a sequence that has begun.
struct Open {
  Json value;
  bool has_name = false;
  std::string name = {};  ///< of the member whose value comes next
};

class Reader {
 public:
  Reader(Parser& parser, YamlVeil& veil, std::string_view path) : parser_(parser), veil_(veil), path_(path) {}

  Result<Json> read() {
    while (true) {
      Event event;
      if (!parser_.next(*event)) return bad(parser_.line(), std::string(parser_.problem()));
      if ((*event).type == YAML_STREAM_END_EVENT) break;
      JWTKEEP_CHECK(take(*event));
    }
    if (documents_ == 0) return bad(1, "there is no document in it");
    return std::move(whole_);
  }

 private:
  Result<void> take(const yaml_event_t& event) {
    const auto line = event.start_mark.line + 1;
    switch (event.type) {
      case YAML_DOCUMENT_START_EVENT:
        if (++documents_ > 1) return bad(line, "a second document begins");
        return {};
      case YAML_ALIAS_EVENT: return bad(line, "an alias (*) is not taken here");
      case YAML_SCALAR_EVENT:
        if (event.data.scalar.anchor != nullptr || event.data.scalar.tag != nullptr) return marked(line);
        return scalar(event, line);
      case YAML_SEQUENCE_START_EVENT:
        if (event.data.sequence_start.anchor != nullptr || event.data.sequence_start.tag != nullptr)
          return marked(line);
        return begin(Json::array(), line);
      case YAML_MAPPING_START_EVENT:
        if (event.data.mapping_start.anchor != nullptr || event.data.mapping_start.tag != nullptr) return marked(line);
        return begin(Json::object(), line);
      case YAML_SEQUENCE_END_EVENT:
      case YAML_MAPPING_END_EVENT: {
        auto ended = std::move(open_.back().value);
        open_.pop_back();
        return place(std::move(ended), line);
      }
      default: return {};
    }
  }

  Result<void> scalar(const yaml_event_t& event, std::size_t line) {
    const auto& scalar = event.data.scalar;
    const std::string_view shown(reinterpret_cast<const char*>(scalar.value), scalar.length);
    auto text = veil_.lifted(shown);
    if (!text) return bad(line, "it has a character of private use");
    const bool plain = scalar.style == YAML_PLAIN_SCALAR_STYLE;
    if (!open_.empty() && open_.back().value.is_object() && !open_.back().has_name) {
      if (plain && shown == "<<") return bad(line, "a merge key (<<) is not taken here");
      open_.back().name = text->reveal([](base::ByteView bytes) { return std::string(base::as_text(bytes)); });
      open_.back().has_name = true;
      if (open_.back().value.find(open_.back().name) != nullptr) {
        return fail(Reason::duplicate_member, fmt::format("line {} of {}: a name stands there twice", line, path_),
                    "leave one of the two out");
      }
      return count(line);
    }
    if (plain && is_one_of(shown, {"", "~", "null", "Null", "NULL"})) return place(Json(nullptr), line);
    if (plain && is_one_of(shown, {"true", "True", "TRUE"})) return place(Json(true), line);
    if (plain && is_one_of(shown, {"false", "False", "FALSE"})) return place(Json(false), line);
    return place(Json(*std::move(text)), line);
  }

  Result<void> begin(Json value, std::size_t line) {
    if (!open_.empty() && open_.back().value.is_object() && !open_.back().has_name) {
      return bad(line, "a name is no text");
    }
    if (open_.size() >= kDeepest) return too_large(line);
    JWTKEEP_CHECK(count(line));
    open_.push_back({.value = std::move(value)});
    return {};
  }

  Result<void> place(Json value, std::size_t line) {
    JWTKEEP_CHECK(count(line));
    if (open_.empty()) {
      whole_ = std::move(value);
    } else if (open_.back().value.is_object()) {
      // Not `set`, which looks for the name again: that it is new was seen when it was read.
      open_.back().value.members()->emplace_back(std::move(open_.back().name), std::move(value));
      open_.back().has_name = false;
    } else {
      open_.back().value.push(std::move(value));
    }
    return {};
  }

  Result<void> count(std::size_t line) { return ++values_ > kMostValues ? too_large(line) : Result<void>{}; }

  [[nodiscard]] std::unexpected<base::Error> bad(std::size_t line, const std::string& why) const {
    return fail(Reason::malformed, fmt::format("line {} of {}: {}", line, path_, why),
                "mend that line: what kubectl writes is taken, without anchors and tags");
  }
  [[nodiscard]] std::unexpected<base::Error> marked(std::size_t line) const {
    return bad(line, "an anchor (&) or a tag (!) is not taken here");
  }
  [[nodiscard]] Result<void> too_large(std::size_t line) const {
    return fail(Reason::too_large, fmt::format("line {} of {}: there is more in it than is taken here", line, path_));
  }

  Parser& parser_;
  YamlVeil& veil_;
  std::string_view path_;
  std::vector<Open> open_;
  Json whole_;
  int documents_ = 0;
  std::size_t values_ = 0;
};

// NOLINTEND(cppcoreguidelines-pro-type-union-access)

}  // namespace

Result<Json> parse_yaml(const base::SecretBytes& text, std::string_view path) {
  if (text.size() > kMostBytes) {
    return fail(Reason::too_large, fmt::format("{} is larger than 1 MiB", path));
  }
  if (!text.reveal([](base::ByteView bytes) { return base::is_utf8(bytes); })) {
    return fail(Reason::malformed, fmt::format("{} is not UTF-8", path), "write it as kubectl does");
  }
  if (text.empty())
    return fail(Reason::malformed, fmt::format("{} is empty", path),
                "look whether it is the right file");  // libyaml asserts that it is not
  auto veil = YamlVeil::over(text);
  if (!veil)
    return fail(Reason::malformed, fmt::format("{} has a character of private use", path), "write it as kubectl does");
  return veil->text().reveal([&](base::ByteView bytes) {
    Parser parser(bytes);
    return Reader(parser, *veil, path).read();
  });
}

}  // namespace jwtkeep::destination
