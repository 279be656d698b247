// One JSON value type, read strictly and written canonically enough to be compared.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "jwtkeep/base/result.hpp"
#include "jwtkeep/base/secret_bytes.hpp"

namespace jwtkeep::base {

/// A JSON value (RFC 8259). Objects keep the order of their members. A member that was named as secret when it was
/// read stands in guarded memory, and is written as `"[secret]"` by everything but `write_with_secrets`.
class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;
  using Secret = std::shared_ptr<const SecretBytes>;  ///< the string's characters

  Json() noexcept : value_(nullptr) {}
  Json(std::nullptr_t) noexcept : value_(nullptr) {}
  Json(bool value) noexcept : value_(value) {}
  Json(int value) noexcept : value_(std::int64_t{value}) {}
  Json(std::int64_t value) noexcept : value_(value) {}
  Json(std::uint64_t value) noexcept;  ///< held as int64_t where it fits, so that equal numbers compare equal
  Json(double value) noexcept : value_(value) {}
  Json(const char* value) : value_(std::string(value)) {}
  Json(std::string value) : value_(std::move(value)) {}
  Json(std::string_view value) : value_(std::string(value)) {}
  Json(Array value) : value_(std::move(value)) {}
  Json(Object value) : value_(std::move(value)) {}
  /// A secret text; it leaves this value only by `write_with_secrets` or `secret()`.
  Json(SecretBytes value) : value_(std::make_shared<const SecretBytes>(std::move(value))) {}

  static Json object(std::initializer_list<Member> members = {}) { return Json(Object(members)); }
  static Json array(std::initializer_list<Json> items = {}) { return Json(Array(items)); }

  [[nodiscard]] bool is_null() const noexcept { return std::holds_alternative<std::nullptr_t>(value_); }
  [[nodiscard]] bool is_object() const noexcept { return std::holds_alternative<Object>(value_); }
  [[nodiscard]] bool is_array() const noexcept { return std::holds_alternative<Array>(value_); }
  [[nodiscard]] bool is_string() const noexcept { return std::holds_alternative<std::string>(value_); }
  [[nodiscard]] bool is_number() const noexcept;

  // Each gives nullptr when the value is of another kind.
  [[nodiscard]] const bool* boolean() const noexcept { return std::get_if<bool>(&value_); }
  [[nodiscard]] const std::int64_t* integer() const noexcept { return std::get_if<std::int64_t>(&value_); }
  [[nodiscard]] const std::string* string() const noexcept { return std::get_if<std::string>(&value_); }
  [[nodiscard]] const Array* items() const noexcept { return std::get_if<Array>(&value_); }
  [[nodiscard]] const Object* members() const noexcept { return std::get_if<Object>(&value_); }
  [[nodiscard]] Array* items() noexcept { return std::get_if<Array>(&value_); }
  [[nodiscard]] Object* members() noexcept { return std::get_if<Object>(&value_); }
  [[nodiscard]] const SecretBytes* secret() const noexcept;
  /// Any number as a double; NaN for what is not a number.
  [[nodiscard]] double number() const noexcept;

  /// The member's value, or nullptr (also when this is not an object).
  [[nodiscard]] const Json* find(std::string_view name) const noexcept;
  /// Sets or appends a member. This must be an object (or null, which becomes one).
  Json& set(std::string name, Json value);
  /// Takes a member out; false when there was none.
  bool erase(std::string_view name);
  /// Appends an item. This must be an array (or null, which becomes one).
  Json& push(Json value);

  friend bool operator==(const Json& a, const Json& b) noexcept;

 private:
  friend class JsonWriter;
  std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Secret, Array, Object> value_;
};

/// Bounds on what `parse_json` takes.
struct JsonLimits {
  std::size_t size_bytes = std::size_t{1} << 20;  ///< longer input is `too_large`
  std::size_t depth = 32;                         ///< containers within containers
  /// Members with one of these names, at any depth, go to guarded memory if they are strings.
  std::vector<std::string_view> secret_names = {};
  /// Every string that is a value goes there: for somebody else's JSON, which may have secrets under any name.
  bool all_text_is_secret = false;
};

/// Reads exactly one JSON text: UTF-8, no duplicate member at any depth, no trailing bytes.
/// Errors: `too_large`, `duplicate_member`, `malformed`. No message quotes the input beyond a member's name.
Result<Json> parse_json(std::string_view text, const JsonLimits& limits = {});
/// The same out of guarded memory; no copy of the text is left in ordinary memory.
Result<Json> parse_json(const SecretBytes& text, const JsonLimits& limits = {});

/// Compact text (no white space), members in their order, non-ASCII as UTF-8.
std::string write_json(const Json& value);
/// What is learnt while a value is written.
struct WrittenJson {
  bool is_ascii;      ///< all of the text
  bool holds_secret;  ///< any member, at any depth; `"[secret]"` stands for it
};
/// The same at the end of `out`, for who writes often into one string.
WrittenJson append_json(const Json& value, std::string& out);
/// Indented by two spaces, for people. No newline at the end.
std::string write_json_pretty(const Json& value);
/// Like `write_json_pretty` (or `write_json`), but with secret members in the clear, in guarded memory.
SecretBytes write_with_secrets(const Json& value, bool pretty);

/// `text` as a JSON string with its quotes.
std::string quote_json(std::string_view text);

}  // namespace jwtkeep::base
