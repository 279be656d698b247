// parse_json: simdjson does the reading and the UTF-8 check, this file refuses what RFC 8259 leaves open (duplicate
// names) and moves secret members into guarded memory before simdjson's buffers are wiped.
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <unordered_set>

#include "jwtkeep/base/json.hpp"

namespace jwtkeep::base {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr std::size_t kShortText = 2048;  // bytes
constexpr std::size_t kFewMembers = 16;   // are told apart by looking at each

/// Of this thread: to make a parser and its buffers costs more than to read a short text.
simdjson::dom::parser& parser_for_short_texts() {
  thread_local simdjson::dom::parser parser;
  return parser;
}

/// A padded copy of the input and a parser's buffers; everything is wiped at the end.
class WipedParser {
 public:
  explicit WipedParser(std::string_view text)
      : size_(text.size()),
        input_(text.size() + simdjson::SIMDJSON_PADDING),
        parser_(is_short() ? parser_for_short_texts() : own_.emplace()) {
    if (!text.empty()) std::memcpy(input_.data(), text.data(), text.size());
  }
  WipedParser(const WipedParser&) = delete;
  WipedParser& operator=(const WipedParser&) = delete;
  ~WipedParser() {
    wipe(input_);
    if (parser_.doc.string_buf) {
      // The size that dom::document::allocate gives its string buffer for this capacity (simdjson 3.0).
      const std::size_t capacity = (5 * parser_.doc.capacity() / 3 + simdjson::SIMDJSON_PADDING + 63) / 64 * 64;
      wipe({parser_.doc.string_buf.get(), capacity});
    }
  }

  simdjson::simdjson_result<element> parse(std::size_t depth) {
    // simdjson counts the scalar level too, and does not count a container that is empty: Converter is exact.
    if (const auto error = parser_.allocate(is_short() ? kShortText : size_, depth + 1)) return error;
    return parser_.parse(input_.data(), size_, false);
  }

 private:
  [[nodiscard]] bool is_short() const noexcept { return size_ <= kShortText; }

  std::size_t size_;
  Bytes input_;
  std::optional<simdjson::dom::parser> own_;
  simdjson::dom::parser& parser_;
};

std::unexpected<Error> too_deep(const JsonLimits& limits) {
  return fail(Reason::malformed, "the JSON is nested deeper than " + std::to_string(limits.depth) + " levels");
}

class Converter {
 public:
  explicit Converter(const JsonLimits& limits) : limits_(limits) {}

  /// `level`: how many containers this value stands in.
  Result<Json> value(const element& from, bool secret, std::size_t level = 0) {
    switch (from.type()) {
      case element_type::ARRAY: return level < limits_.depth ? array(from, secret, level + 1) : too_deep(limits_);
      case element_type::OBJECT: return level < limits_.depth ? object(from, level + 1) : too_deep(limits_);
      case element_type::INT64: return Json(from.get_int64().value_unsafe());
      case element_type::UINT64: return Json(from.get_uint64().value_unsafe());
      case element_type::DOUBLE: return Json(from.get_double().value_unsafe());
      case element_type::STRING: return string(from.get_string().value_unsafe(), secret);
      case element_type::BOOL: return Json(from.get_bool().value_unsafe());
      case element_type::NULL_VALUE: return Json(nullptr);
    }
    return fail(Reason::malformed, "not JSON");
  }

 private:
  [[nodiscard]] Result<Json> string(std::string_view text, bool secret) const {
    if (secret || limits_.all_text_is_secret) return Json(SecretBytes::copy_of(text));
    return Json(text);
  }

  Result<Json> array(const element& from, bool secret, std::size_t level) {
    Json::Array items;
    const auto elements = from.get_array().value_unsafe();
    for (const element item : elements) {
      JWTKEEP_TRY(auto converted, value(item, secret, level));
      items.push_back(std::move(converted));
    }
    return Json(std::move(items));
  }

  Result<Json> object(const element& from, std::size_t level) {
    Json::Object members;
    std::unordered_set<std::string_view> names;
    const auto fields = from.get_object().value_unsafe();
    const bool few = fields.size() <= kFewMembers;
    if (few) members.reserve(fields.size());
    for (const auto [name, item] : fields) {
      const bool again =
          few ? std::ranges::find(members, name, &Json::Member::first) != members.end() : !names.insert(name).second;
      if (again) {
        // RFC 7515 section 4 and RFC 8725 section 2.4: two readers that pick different duplicates disagree.
        const bool tellable = name.size() <= 32 && is_printable_ascii(as_bytes(name));
        return fail(Reason::duplicate_member,
                    tellable ? "the JSON object has the member \"" + std::string(name) + "\" twice"
                             : std::string("the JSON object has a member twice"),
                    "remove one of the two");
      }
      const bool secret = std::ranges::find(limits_.secret_names, name) != limits_.secret_names.end();
      JWTKEEP_TRY(auto converted, value(item, secret, level));
      members.emplace_back(name, std::move(converted));
    }
    return Json(std::move(members));
  }

  const JsonLimits& limits_;
};

std::unexpected<Error> explain(simdjson::error_code code, const JsonLimits& limits) {
  switch (code) {
    case simdjson::DEPTH_ERROR: return too_deep(limits);
    case simdjson::UTF8_ERROR: return fail(Reason::malformed, "the JSON is not valid UTF-8");
    case simdjson::EMPTY: return fail(Reason::malformed, "empty where JSON was expected");
    case simdjson::UNCLOSED_STRING: return fail(Reason::malformed, "the JSON ends within a string");
    case simdjson::UNESCAPED_CHARS:
      return fail(Reason::malformed, "the JSON has an unescaped control character in a string");
    case simdjson::NUMBER_ERROR: return fail(Reason::malformed, "the JSON has a number that cannot be represented");
    default: return fail(Reason::malformed, "not valid JSON");
  }
}

}  // namespace

Result<Json> parse_json(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.size_bytes) {
    return fail(Reason::too_large, "the JSON has " + std::to_string(text.size()) + " bytes, at most " +
                                       std::to_string(limits.size_bytes) + " are taken");
  }
  WipedParser parser(text);
  element root;
  if (const auto error = parser.parse(limits.depth).get(root)) return explain(error, limits);
  return Converter(limits).value(root, false);
}

Result<Json> parse_json(const SecretBytes& text, const JsonLimits& limits) {
  return text.reveal([&](ByteView bytes) { return parse_json(as_text(bytes), limits); });
}

}  // namespace jwtkeep::base
