#include "jwtkeep/destination/address.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>

#include "jwtkeep/base/edit_distance.hpp"

namespace jwtkeep::destination {
namespace {

using base::fail;
using base::Reason;
using base::Result;

/// What a kind's addresses look like.
struct Shape {
  PlaceKind kind;
  std::string_view scheme;
  bool is_file;
  std::string_view example;
  std::string_view scope_name;
  std::string_view scope_characters;  ///< besides letters and digits
  std::size_t scope_longest;
  std::string_view name_characters;
  std::size_t name_longest;
  std::span<const std::string_view> options;
  bool is_key = false;  ///< of a master key, not of a place for a keyring
};

constexpr std::array<std::string_view, 5> kVaultOptions{"address", "auth", "ca", "namespace", "role"};
constexpr std::array<std::string_view, 3> kAwsOptions{"ca", "endpoint", "profile"};
constexpr std::array<std::string_view, 3> kAzureOptions{"authority", "ca", "endpoint"};
constexpr std::array<std::string_view, 4> kK8sOptions{"address", "ca", "context", "manifest"};

constexpr std::size_t kLongestPath = 4096;

// Mount and path: what needs no percent-encoding in a URL and no reader takes for something else. AWS: CreateSecret's
// Name. Azure: ^[0-9a-zA-Z-]+$. Kubernetes: RFC 1123.
constexpr std::array<Shape, 8> kShapes{{
    {PlaceKind::dotenv, "dotenv", true, "dotenv:/srv/orders/.env", "", "", 0, "", kLongestPath, {}},
    {PlaceKind::jwks, "jwks", true, "jwks:/var/www/orders/jwks.json", "", "", 0, "", kLongestPath, {}},
    {PlaceKind::vault, "vault", false, "vault://secret/orders/prod", "mount", "._-", 128, "/._-", 512, kVaultOptions},
    {PlaceKind::aws_sm, "aws-sm", false, "aws-sm://eu-central-1/orders/prod", "region", "-", 64, "/_+=.@-", 512,
     kAwsOptions},
    {PlaceKind::azure_kv, "azure-kv", false, "azure-kv://my-vault/orders-prod", "vault", "-", 127, "-", 127,
     kAzureOptions},
    {PlaceKind::k8s, "k8s", false, "k8s://orders/orders-prod-jwt", "namespace", "-", 63, "-.", 253, kK8sOptions},
    {PlaceKind::vault_transit, "vault-transit", false, "vault-transit://transit/jwtkeep", "mount", "/._-", 128, "._-",
     128, kVaultOptions, true},
    {PlaceKind::aws_kms, "aws-kms", false, "aws-kms://eu-central-1/alias/jwtkeep", "region", "-", 64, "/_-:", 512,
     kAwsOptions, true},
}};

const Shape& shape_of(PlaceKind kind) noexcept {
  for (const auto& shape : kShapes) {
    if (shape.kind == kind) return shape;
  }
  return kShapes.front();
}

bool is_alphanumeric(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool consists_of(std::string_view text, std::string_view others) noexcept {
  return std::ranges::all_of(text, [&](char c) { return is_alphanumeric(c) || others.contains(c); });
}

/// No segment that a server could read as another path: empty, `.` or `..`.
bool has_plain_segments(std::string_view path) noexcept {
  while (true) {
    const auto slash = path.find('/');
    const auto segment = path.substr(0, slash);
    if (segment.empty() || segment == "." || segment == "..") return false;
    if (slash == std::string_view::npos) return true;
    path.remove_prefix(slash + 1);
  }
}

std::unexpected<base::Error> no_address(const Shape& shape, const std::string& why) {
  return fail(Reason::bad_value, fmt::format("this is no {} address: {}", shape.scheme, why),
              fmt::format("write it like {}", shape.example));
}

int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// Nothing where a `%` does not begin two hex digits or stands for a control character.
std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = hex_digit(text[i + 1]);
      const int low = hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      c = static_cast<char>(high * 16 + low);
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
    decoded += c;
  }
  return decoded;
}

std::string percent_encoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    if (is_alphanumeric(c) || std::string_view("-._~/:").contains(c)) {
      encoded += c;
    } else {
      encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return encoded;
}

Result<void> read_options(const Shape& shape, std::string_view query, Address& address) {
  while (true) {
    const auto end = query.find('&');
    const auto one = query.substr(0, end);
    const auto equals = one.find('=');
    const auto name = std::string(one.substr(0, equals));
    if (std::ranges::find(shape.options, name) == shape.options.end()) {
      return no_address(shape, fmt::format("it has no option `{}`, but {}", consists_of(name, "-_") ? name : "?",
                                           fmt::join(shape.options, ", ")));
    }
    if (equals == std::string_view::npos || equals + 1 == one.size()) {
      return no_address(shape, fmt::format("its option `{}` has no value", name));
    }
    auto value = percent_decoded(one.substr(equals + 1));
    if (!value) return no_address(shape, fmt::format("the value of its option `{}` is not percent-encoded well", name));
    if (!address.options.emplace(name, std::move(*value)).second) {
      return no_address(shape, fmt::format("its option `{}` stands there twice", name));
    }
    if (end == std::string_view::npos) return {};
    query.remove_prefix(end + 1);
  }
}

Result<Address> read_file(const Shape& shape, std::string_view path, std::string_view folder) {
  if (path.empty()) return no_address(shape, "the path is missing");
  if (path.size() > kLongestPath ||
      std::ranges::any_of(path, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; })) {
    return no_address(shape, "the path is too long, or holds control characters");
  }
  // Only the text is made absolute: what links lead to may change, and is looked at when the file is written.
  const auto whole = (std::filesystem::path(folder) / std::filesystem::path(path)).lexically_normal().string();
  if (whole.empty() || whole.back() == '/') return no_address(shape, "the path names a folder");
  return Address{.kind = shape.kind, .scope = {}, .name = whole, .options = {}};
}

Result<Address> read_network(const Shape& shape, std::string_view rest) {
  if (!rest.starts_with("//")) return no_address(shape, "`//` has to follow the scheme");
  rest.remove_prefix(2);
  if (rest.contains('#')) return no_address(shape, "it has a fragment (#)");
  const auto query = rest.find('?');
  const auto path = rest.substr(0, query);
  // A key of transit has no slash, its mount may have some; elsewhere the name may.
  const auto slash = shape.kind == PlaceKind::vault_transit ? path.rfind('/') : path.find('/');
  Address address{.kind = shape.kind,
                  .scope = std::string(path.substr(0, slash)),
                  .name = slash == std::string_view::npos ? std::string() : std::string(path.substr(slash + 1)),
                  .options = {}};
  if (address.scope.empty() || address.scope.size() > shape.scope_longest ||
      !consists_of(address.scope, shape.scope_characters) || !has_plain_segments(address.scope)) {
    return no_address(
        shape, fmt::format("the {} is missing, too long, or has characters that it cannot have", shape.scope_name));
  }
  if (address.name.empty() || address.name.size() > shape.name_longest ||
      !consists_of(address.name, shape.name_characters) || !has_plain_segments(address.name)) {
    return no_address(shape, "the name is missing, too long, or has characters or parts that it cannot have");
  }
  if (query != std::string_view::npos) JWTKEEP_CHECK(read_options(shape, rest.substr(query + 1), address));
  return address;
}

}  // namespace

namespace {

/// `vualt://` is meant as `vault`: shown by its example.
std::vector<std::string> near_examples(std::string_view scheme, bool keys) {
  std::vector<std::string> schemes;
  for (const auto& shape : kShapes) {
    if (shape.is_key == keys) schemes.emplace_back(shape.scheme);
  }
  auto near = base::near_words(schemes, scheme);
  for (auto& each : near) each = std::ranges::find(kShapes, each, &Shape::scheme)->example;
  return near;
}

}  // namespace

std::string_view word(PlaceKind kind) noexcept { return shape_of(kind).scheme; }

Result<Address> Address::parse(std::string_view text, std::string_view folder) {
  const auto colon = text.find(':');
  const auto scheme = text.substr(0, colon);
  for (const auto& shape : kShapes) {
    if (colon == std::string_view::npos || scheme != shape.scheme || shape.is_key) continue;
    const auto rest = text.substr(colon + 1);
    if (shape.is_file) return read_file(shape, rest, folder);
    auto address = read_network(shape, rest);
    if (!address) return address;
    if (const auto manifest = address->options.find("manifest"); manifest != address->options.end()) {
      JWTKEEP_TRY(const auto file, read_file(shape, manifest->second, folder));
      manifest->second = file.name;
    }
    return address;
  }
  return fail(
      Reason::bad_value, "this is no destination's address",
      base::did_you_mean(
          colon == std::string_view::npos ? std::vector<std::string>{} : near_examples(scheme, false),
          "write vault://MOUNT/PATH, aws-sm://REGION/NAME, azure-kv://VAULT/NAME, k8s://NAMESPACE/NAME, dotenv:PATH "
          "or jwks:PATH"));
}

Result<Address> Address::parse_key(std::string_view text) {
  const auto colon = text.find(':');
  for (const auto& shape : kShapes) {
    if (shape.is_key && colon != std::string_view::npos && text.substr(0, colon) == shape.scheme) {
      return read_network(shape, text.substr(colon + 1));
    }
  }
  return fail(Reason::bad_value, "this is no master key's address",
              base::did_you_mean(colon == std::string_view::npos ? std::vector<std::string>{}
                                                                 : near_examples(text.substr(0, colon), true),
                                 "write vault-transit://MOUNT/KEY, aws-kms://REGION/KEY or "
                                 "pkcs11:token=LABEL;object=LABEL"));
}

std::string Address::text() const {
  const auto& shape = shape_of(kind);
  if (shape.is_file) return fmt::format("{}:{}", shape.scheme, name);
  auto written = fmt::format("{}://{}/{}", shape.scheme, scope, name);
  char before = '?';
  for (const auto& [option, value] : options) {
    written += fmt::format("{}{}={}", before, option, percent_encoded(value));
    before = '&';
  }
  return written;
}

std::optional<std::string> Address::option(const std::string& option) const {
  const auto found = options.find(option);
  if (found == options.end()) return std::nullopt;
  return found->second;
}

}  // namespace jwtkeep::destination
