#include "jwtkeep/kms/pkcs11/uri.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/whole_number.hpp"

namespace jwtkeep::kms {
namespace {

using base::Bytes;
using base::Reason;
using base::Result;

constexpr std::size_t kLongest = 1000;
constexpr std::string_view kScheme = "pkcs11:";

std::unexpected<base::Error> refused(std::string_view why, std::string hint = {}) {
  if (hint.empty()) hint = "write it like pkcs11:token=keys;object=jwtkeep?module-path=/usr/lib/softhsm/libsofthsm2.so";
  return base::fail(Reason::bad_value, fmt::format("this is no address of a key in a PKCS #11 token: {}", why),
                    std::move(hint));
}

bool is_alphanumeric(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// pk11-pchar and pk11-qchar of RFC 7512 section 2.3, both together but for `&`, which separates.
bool may_stand(char c) noexcept { return is_alphanumeric(c) || std::string_view("-._~:[]@!$'()*+,=/?|").contains(c); }

std::optional<Bytes> percent_decoded(std::string_view text) {
  Bytes decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      if (!may_stand(text[i])) return std::nullopt;
      decoded.push_back(static_cast<std::uint8_t>(text[i]));
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const auto byte = base::hex_decode(text.substr(i + 1, 2));
    if (!byte) return std::nullopt;
    decoded.push_back(byte->front());
    i += 2;
  }
  return decoded;
}

std::string percent_encoded(base::ByteView bytes) {
  std::string encoded;
  for (const auto byte : bytes) {
    const char c = static_cast<char>(byte);
    if (is_alphanumeric(c) || std::string_view("-._~/").contains(c)) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", byte);
    }
  }
  return encoded;
}

/// A name as PKCS #11 pads it into fields of fixed size: text on one line.
bool is_name(const Bytes& value) {
  return std::ranges::all_of(value, [](std::uint8_t byte) { return byte >= 0x20 && byte != 0x7f; });
}

std::string as_name(const Bytes& value) { return std::string(base::as_text(value)); }

Result<void> take_text(std::string_view name, const Bytes& value, std::size_t longest, std::string& into) {
  if (value.empty() || value.size() > longest || !is_name(value)) {
    return refused(fmt::format("its `{}` is empty, too long, or has control characters", name));
  }
  into = as_name(value);
  return {};
}

Result<void> take_slot_id(const Bytes& value, std::optional<std::uint64_t>& into) {
  into = base::whole_number<std::uint64_t>(base::as_text(value));
  if (!into) return refused("its `slot-id` is no decimal number");
  return {};
}

Result<void> take_pin_source(const Bytes& value, std::string& into) {
  auto text = base::as_text(value);
  if (text.starts_with("file:")) text.remove_prefix(5);
  if (text.starts_with("//")) text.remove_prefix(2);
  const bool is_path = text.starts_with('/') && !text.starts_with("//") && is_name(value);
  if (!is_path || text.size() > kLongest) {
    return refused("its `pin-source` is no absolute path of a file",
                   "write it like pin-source=file:/run/secrets/pin, or "
                   "set JWTKEEP_PIN instead");
  }
  into = std::string(text);
  return {};
}

Result<void> take_path_attribute(std::string_view name, const Bytes& value, Pkcs11Uri& uri) {
  // The sizes of CK_TOKEN_INFO's fields.
  if (name == "token") return take_text(name, value, 32, uri.token);
  if (name == "manufacturer") return take_text(name, value, 32, uri.manufacturer);
  if (name == "serial") return take_text(name, value, 16, uri.serial);
  if (name == "model") return take_text(name, value, 16, uri.model);
  if (name == "object") return take_text(name, value, 255, uri.object);
  if (name == "slot-id") return take_slot_id(value, uri.slot_id);
  if (name == "id") {
    if (value.empty() || value.size() > 255) return refused("its `id` is empty or too long");
    uri.id = value;
    return {};
  }
  if (name == "type") {
    if (base::as_text(value) == "secret-key") return {};
    return refused("its `type` is not `secret-key`", "a master key is wrapped with an AES key in the token");
  }
  return refused(
      "it has a part that jwtkeep does not know",
      "it knows token, manufacturer, serial, model, slot-id, object, id and type; behind a ? module-path and "
      "pin-source");
}

Result<void> take_query_attribute(std::string_view name, const Bytes& value, Pkcs11Uri& uri) {
  if (name == "module-path") {
    JWTKEEP_CHECK(take_text(name, value, kLongest, uri.module_path));
    if (uri.module_path.starts_with('/')) return {};
    return refused("its `module-path` is no absolute path");
  }
  if (name == "pin-source") return take_pin_source(value, uri.pin_source);
  if (name == "pin-value") {
    return refused(
        "the PIN stands in it, where process lists and files show it",
        "take pin-value out, and set JWTKEEP_PIN or name a file: pin-source=file:/run/secrets/pin; the PIN is "
        "known to whoever saw this address: change it");
  }
  return refused("it has an option behind the ? that jwtkeep does not know", "it knows module-path and pin-source");
}

/// `name=value` pairs with a separator between them.
template <class Take>
Result<void> take_all(std::string_view text, char separator, Take take) {
  std::set<std::string, std::less<>> seen;
  while (!text.empty()) {
    const auto end = text.find(separator);
    const auto one = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    const auto equals = one.find('=');
    if (equals == std::string_view::npos) return refused("a part of it is not written NAME=VALUE");
    const auto value = percent_decoded(one.substr(equals + 1));
    if (!value) return refused("a value in it is not percent-encoded well");
    const auto name = one.substr(0, equals);
    if (!seen.emplace(name).second) return refused("a part of it stands there twice");
    JWTKEEP_CHECK(take(name, *value));
  }
  return {};
}

}  // namespace

Result<Pkcs11Uri> Pkcs11Uri::parse(std::string_view text) {
  if (!text.starts_with(kScheme)) return refused("it does not begin with `pkcs11:`");
  if (text.size() > kLongest) return refused("it is longer than 1000 characters");
  text.remove_prefix(kScheme.size());
  const auto query = text.find('?');
  Pkcs11Uri uri;
  // The query first: of an address with a PIN in it nothing else is said.
  if (query != std::string_view::npos) {
    JWTKEEP_CHECK(take_all(text.substr(query + 1), '&', [&uri](std::string_view name, const Bytes& value) {
      return take_query_attribute(name, value, uri);
    }));
  }
  JWTKEEP_CHECK(take_all(text.substr(0, query), ';', [&uri](std::string_view name, const Bytes& value) {
    return take_path_attribute(name, value, uri);
  }));
  if (uri.object.empty() && uri.id.empty()) return refused("it names no key: `object` or `id` is missing");
  return uri;
}

std::string Pkcs11Uri::text() const {
  std::string written(kScheme);
  char before = '\0';
  const auto add = [&](std::string_view name, base::ByteView value) {
    if (value.empty()) return;
    if (before != '\0') written += before;
    written += fmt::format("{}={}", name, percent_encoded(value));
    before = before == '?' || before == '&' ? '&' : ';';
  };
  const auto add_text = [&](std::string_view name, const std::string& value) { add(name, base::as_bytes(value)); };
  add_text("token", token);
  add_text("manufacturer", manufacturer);
  add_text("serial", serial);
  add_text("model", model);
  if (slot_id) add_text("slot-id", std::to_string(*slot_id));
  add_text("object", object);
  add("id", id);
  before = '?';
  add_text("module-path", module_path);
  if (!pin_source.empty()) add_text("pin-source", "file:" + pin_source);
  return written;
}

}  // namespace jwtkeep::kms
