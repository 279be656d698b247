#include "jwtkeep/settings/toml.hpp"

#define TOML_EXCEPTIONS 0
#define TOML_HEADER_ONLY 1
#define TOML_ENABLE_FORMATTERS 0
#include <fmt/format.h>
#include <toml++/toml.h>

#include <cmath>

#include "jwtkeep/base/bytes.hpp"

namespace jwtkeep::settings {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::size_t kMostBytes = std::size_t{64} << 10;
constexpr std::size_t kLongestWords = 120;

std::string place(std::string_view path, const toml::source_region& source) {
  return fmt::format("{}, line {}, column {}", path, source.begin.line, source.begin.column);
}

Result<Json> value_of(const toml::node& node, std::string_view path);

Result<Json> value_of(const toml::table& table, std::string_view path) {
  auto json = Json::object();
  for (const auto& [name, node] : table) {
    JWTKEEP_TRY(auto value, value_of(node, path));
    json.set(std::string(name.str()), std::move(value));
  }
  return json;
}

Result<Json> value_of(const toml::array& array, std::string_view path) {
  auto json = Json::array();
  for (const auto& node : array) {
    JWTKEEP_TRY(auto value, value_of(node, path));
    json.push(std::move(value));
  }
  return json;
}

Result<Json> value_of(const toml::node& node, std::string_view path) {
  if (const auto* table = node.as_table()) return value_of(*table, path);
  if (const auto* array = node.as_array()) return value_of(*array, path);
  if (const auto* text = node.as_string()) return Json(text->get());
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
  const auto parsed = toml::parse(text);
  if (parsed) return value_of(parsed.table(), path);
  const auto words = parsed.error().description();
  // What is strange in it is left out rather than shown to a terminal.
  const bool shown = words.size() <= kLongestWords && base::is_printable_ascii(base::as_bytes(words));
  return fail(Reason::malformed,
              place(path, parsed.error().source()) + (shown ? ": " + std::string(words) : std::string(" is no TOML")),
              "see https://toml.io: texts stand in quotes");
}

}  // namespace jwtkeep::settings
