#include "jwtkeep/settings/toml.hpp"

#define TOML_EXCEPTIONS 0
// Version 3.3 asserts what a file can make untrue (`[=`), and goes on to refuse it a few lines later. With NDEBUG it
// would tell the compiler that it cannot be.
#undef NDEBUG
#define TOML_ASSERT(expr) static_cast<void>(0)
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <cmath>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::settings {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::size_t kMostBytes = std::size_t{64} << 10;
constexpr std::size_t kLongestWords = 120;

/// toml++ 3.3 runs into undefined behaviour at characters such as U+0451 between values. So it sees ASCII alone: every
/// other byte stands as a mark, which the text does not have, and two hex digits; texts and names get it back.
class Veil {
 public:
  explicit Veil(std::string_view text) {
    for (int i = 0; text.contains(mark_); ++i) mark_ = fmt::format("q{}n", i);
    for (const char c : text) {
      if ((c & 0x80) == 0) {
        veiled_ += c;
      } else {
        veiled_ += fmt::format("{}{:02x}", mark_, static_cast<unsigned char>(c));
      }
    }
  }

  [[nodiscard]] const std::string& veiled() const noexcept { return veiled_; }
  [[nodiscard]] std::string lifted(std::string_view text) const {
    std::string out;
    for (auto at = text.find(mark_); at != std::string_view::npos; at = text.find(mark_)) {
      out += text.substr(0, at);
      const auto digits = text.substr(at + mark_.size(), 2);
      if (const auto byte = base::hex_decode(digits); byte && digits.size() == 2) out += base::as_text(*byte);
      text.remove_prefix(std::min(at + mark_.size() + 2, text.size()));
    }
    return out + std::string(text);
  }

 private:
  std::string mark_ = "qn";  // begins no escape
  std::string veiled_;
};

std::string place(std::string_view path, const toml::source_region& source) {
  return fmt::format("{}, line {}, column {}", path, source.begin.line, source.begin.column);
}

Result<Json> value_of(const toml::node& node, const Veil& veil, std::string_view path);

Result<Json> value_of(const toml::table& table, const Veil& veil, std::string_view path) {
  auto json = Json::object();
  for (const auto& [name, node] : table) {
    JWTKEEP_TRY(auto value, value_of(node, veil, path));
    json.set(veil.lifted(name.str()), std::move(value));
  }
  return json;
}

Result<Json> value_of(const toml::array& array, const Veil& veil, std::string_view path) {
  auto json = Json::array();
  for (const auto& node : array) {
    JWTKEEP_TRY(auto value, value_of(node, veil, path));
    json.push(std::move(value));
  }
  return json;
}

Result<Json> value_of(const toml::node& node, const Veil& veil, std::string_view path) {
  if (const auto* table = node.as_table()) return value_of(*table, veil, path);
  if (const auto* array = node.as_array()) return value_of(*array, veil, path);
  if (const auto* text = node.as_string()) return Json(veil.lifted(text->get()));
  if (const auto* flag = node.as_boolean()) return Json(flag->get());
  if (const auto* number = node.as_integer()) return Json(std::int64_t{number->get()});
  const auto* fraction = node.as_floating_point();
  if (fraction != nullptr && std::isfinite(fraction->get())) return Json(fraction->get());
  return fail(Reason::malformed, place(path, node.source()) + ": a date or a number that is none means nothing here",
              "write it as a text, in quotes");
}

}  // namespace

Result<Json> parse_toml(std::string_view text, std::string_view path) {
  if (text.size() > kMostBytes) return fail(Reason::too_large, std::string(path) + " is longer than 64 KiB");
  if (!base::is_utf8(base::as_bytes(text)))
    return fail(Reason::malformed, std::string(path) + " is not UTF-8", "save it as UTF-8");
  const Veil veil(text);
  const auto parsed = toml::parse(veil.veiled());
  if (parsed) return value_of(parsed.table(), veil, path);
  const auto words = veil.lifted(parsed.error().description());
  // What is strange in it is left out rather than shown to a terminal.
  const bool shown = words.size() <= kLongestWords && base::is_printable_ascii(base::as_bytes(words));
  return fail(Reason::malformed,
              place(path, parsed.error().source()) + (shown ? ": " + words : std::string(" is no TOML")),
              "see https://toml.io: texts stand in quotes");
}

}  // namespace jwtkeep::settings
