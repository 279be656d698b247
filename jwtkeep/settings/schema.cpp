#include "jwtkeep/settings/schema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "jwtkeep/base/edit_distance.hpp"
#include "jwtkeep/base/trimmed.hpp"
#include "jwtkeep/base/whole_number.hpp"

namespace jwtkeep::settings {
namespace {

using base::fail;
using base::Json;
using base::Reason;
using base::Result;

constexpr std::size_t kLongestShown = 40;

std::string_view describe(Kind kind) {
  switch (kind) {
    case Kind::text:
    case Kind::path: return "a text in quotes";
    case Kind::list: return "a list of texts, [\"...\"]";
    case Kind::number: return "a whole number, 0 or more";
    case Kind::flag: return "true or false";
  }
  return "";
}

bool is_text(const Json& value) { return value.string() != nullptr && !value.string()->empty(); }

bool is_of(Kind kind, const Json& value) {
  switch (kind) {
    case Kind::text:
    case Kind::path: return is_text(value);
    case Kind::list: return value.items() != nullptr && std::ranges::all_of(*value.items(), is_text);
    case Kind::number: return value.integer() != nullptr && *value.integer() >= 0;
    case Kind::flag: return value.boolean() != nullptr;
  }
  return false;
}

/// What somebody wrote, short enough to be compared and shown.
std::string shown(std::string_view name) {
  auto cut = std::string(name.substr(0, kLongestShown));
  for (char& c : cut) {
    if (c < 0x20 || c > 0x7e) c = '?';
  }
  return cut;
}

std::unexpected<base::Error> unknown(std::string_view where, std::string_view name,
                                     const std::vector<std::string>& words) {
  const auto cut = shown(name);
  const auto near = base::near_words(words, cut);
  return fail(Reason::bad_value, fmt::format("{}: there is no key {}", where, cut),
              near.empty() ? "jwtkeep serve --help tells every option; its name without dashes is the key"
                           : base::did_you_mean(near));
}

Result<void> check_values(Json& json, const std::vector<Key>& keys, const std::vector<Table>& tables,
                          std::string_view where, std::string_view folder) {
  std::vector<std::string> words;
  words.reserve(keys.size() + tables.size());
  for (const auto& key : keys) words.push_back(key.name);
  for (const auto& table : tables) words.push_back(table.name);
  for (auto& [name, value] : *json.members()) {
    if (std::ranges::find(tables, name, &Table::name) != tables.end()) continue;
    const auto key = std::ranges::find(keys, name, &Key::name);
    if (key == keys.end()) return unknown(where, name, words);
    if (!is_of(key->kind, value)) {
      return fail(Reason::bad_value, fmt::format("{}: {} has to be {}", where, name, describe(key->kind)));
    }
    if (key->kind == Kind::path && !value.string()->starts_with('/')) {
      value = Json(fmt::format("{}/{}", folder, *value.string()));
    }
  }
  return {};
}

}  // namespace

Result<Json> check_file(Json file, const Schema& schema, std::string_view path, std::string_view folder) {
  JWTKEEP_CHECK(check_values(file, schema.keys, schema.tables, path, folder));
  for (auto& [name, value] : *file.members()) {
    const auto table = std::ranges::find(schema.tables, name, &Table::name);
    if (table == schema.tables.end()) continue;
    const auto wrong = fail(Reason::bad_value, fmt::format("{}: {} is a table, written [[{}]]", path, name, name));
    if (value.items() == nullptr) return wrong;
    for (auto& each : *value.items()) {
      if (!each.is_object()) return wrong;
      JWTKEEP_CHECK(check_values(each, table->keys, {}, fmt::format("{}, [[{}]]", path, name), folder));
    }
  }
  return file;
}

std::string variable_of(std::string_view prefix, std::string_view key) {
  std::string name(prefix);
  for (const char c : key) name += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return name;
}

Result<Json> value_of_variable(const Key& key, std::string_view variable, std::string_view text) {
  const auto wrong = fail(Reason::bad_value, fmt::format("{} has to be {}", variable, describe(key.kind)));
  switch (key.kind) {
    case Kind::text:
    case Kind::path: return Json(text);
    case Kind::number: {
      const auto number = base::whole_number<std::uint32_t>(text);
      if (!number) return wrong;
      return Json(std::int64_t{*number});
    }
    case Kind::flag:
      if (text == "true" || text == "1") return Json(true);
      if (text == "false" || text == "0") return Json(false);
      return fail(Reason::bad_value, fmt::format("{} has to be true or false", variable));
    case Kind::list: break;
  }
  auto list = Json::array();
  while (!text.empty()) {
    const auto end = std::min(text.find(','), text.size());
    const auto each = base::trimmed(text.substr(0, end));
    if (each.empty()) return fail(Reason::bad_value, fmt::format("{} has an empty value between its commas", variable));
    list.push(each);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

}  // namespace jwtkeep::settings
