#include "jwtkeep/store/postgres/url.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "jwtkeep/base/encoding.hpp"

namespace jwtkeep::store {
namespace {

using base::fail;
using base::Reason;

constexpr std::array<std::string_view, 2> kSchemes{"postgres://", "postgresql://"};
constexpr std::string_view kForm = "postgres://USER@HOST:PORT/DATABASE";
constexpr std::string_view kSocketFolder = "/var/run/postgresql";  // Debian's; another is ?host=FOLDER
constexpr std::string_view kDefaultSchema = "jwtkeep";
constexpr std::uint16_t kDefaultPort = 5432;
constexpr std::size_t kMostBytes = 4096;
constexpr std::size_t kMostName = 63;  // PostgreSQL cuts longer identifiers

/// libpq's words, those that never fall back to plain text last.
constexpr std::array<std::string_view, 6> kModes{"disable", "allow", "prefer", "require", "verify-ca", "verify-full"};
constexpr std::size_t kFirstEncrypted = 3;

std::unexpected<base::Error> refused(std::string why, std::string hint = {}) {
  return fail(Reason::bad_value, "the store's address is wrong: " + std::move(why),
              hint.empty() ? "write " + std::string(kForm) : std::move(hint));
}

bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
bool is_unreserved(char c) noexcept {
  return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~';
}

std::string encoded(std::string_view text, std::string_view also_plain = {}) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c) || also_plain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      const std::array<std::uint8_t, 1> byte{static_cast<std::uint8_t>(c)};
      out += "%" + base::hex_encode(byte);
    }
  }
  return out;
}

/// Percent-encoding undone (RFC 3986 section 2.1); nothing for a bad escape or a control character, NUL above all.
std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (c == '%') {
      const auto byte = base::hex_decode(text.substr(i + 1, 2));
      if (!byte || byte->size() != 1) return std::nullopt;
      c = static_cast<char>(byte->front());
      i += 2;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return std::nullopt;
    out += c;
  }
  return out;
}

bool is_host_name(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 253 && std::ranges::all_of(text, [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_';
  });
}

bool is_ipv6(std::string_view text) noexcept {
  constexpr std::string_view kTaken = "0123456789abcdefABCDEF:.";
  return text.size() >= 2 && text.size() <= 45 && text.find(':') != std::string_view::npos &&
         text.find_first_not_of(kTaken) == std::string_view::npos;
}

/// 127.0.0.0/8 written in full, ::1, or the name that RFC 6761 keeps for this machine.
bool is_loopback(std::string_view host) noexcept {
  if (host == "localhost" || host == "::1") return true;
  return host.starts_with("127.") && std::ranges::count(host, '.') == 3 &&
         host.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool is_schema_name(std::string_view text) noexcept {
  if (text.empty() || text.size() > kMostName || is_digit(text.front()) || text.starts_with("pg_")) return false;
  return std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; });
}

bool is_option_name(std::string_view text) noexcept {
  return !text.empty() && text.size() <= 32 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

std::unexpected<base::Error> password_in_address() {
  return refused("it holds a password, which everybody on this machine can read in the process list",
                 "write postgres://USER@HOST/DATABASE and put the password in ~/.pgpass (mode 0600) or PGPASSWORD");
}

}  // namespace

bool PostgresUrl::is_one(std::string_view text) noexcept {
  return std::ranges::any_of(kSchemes, [&](std::string_view scheme) { return text.starts_with(scheme); });
}

base::Result<PostgresUrl> PostgresUrl::parse(std::string_view text) {
  if (text.size() > kMostBytes) return refused("it is longer than 4096 bytes");
  const auto* const scheme =
      std::ranges::find_if(kSchemes, [&](std::string_view one) { return text.starts_with(one); });
  if (scheme == kSchemes.end()) return refused("it does not begin with postgres://");
  text.remove_prefix(scheme->size());
  if (text.find('#') != std::string_view::npos) return refused("it has a # in it, which is written %23");
  const auto query = text.find('?');
  auto options = query == std::string_view::npos ? std::string_view{} : text.substr(query + 1);
  text = text.substr(0, query);
  const auto slash = text.find('/');
  PostgresUrl url;
  JWTKEEP_CHECK(url.read_authority(text.substr(0, slash)));
  const auto path = slash == std::string_view::npos ? std::string_view{} : text.substr(slash + 1);
  // What a password with a slash in it would leave here is not a name.
  if (path.find_first_of("/@") != std::string_view::npos) return refused("its database's name has a / or @ in it");
  auto database = decoded(path);
  if (!database || database->size() > kMostName) return refused("its database's name cannot be one");
  if (database->empty()) return refused("it names no database");
  url.database_ = *std::move(database);
  while (!options.empty()) {
    const auto end = std::min(options.find('&'), options.size());
    JWTKEEP_CHECK(url.read_option(options.substr(0, end)));
    options.remove_prefix(std::min(end + 1, options.size()));
  }
  JWTKEEP_CHECK(url.settle());
  return url;
}

base::Result<void> PostgresUrl::read_authority(std::string_view text) {
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    const auto user = text.substr(0, at);
    if (user.find(':') != std::string_view::npos) return password_in_address();
    auto name = decoded(user);
    if (!name || name->empty() || user.find('@') != std::string_view::npos) return refused("its user cannot be one");
    user_ = *std::move(name);
    text.remove_prefix(at + 1);
  }
  std::string_view port;
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    if (end == std::string_view::npos || !is_ipv6(text.substr(1, end - 1))) return refused("its host cannot be one");
    host_ = text.substr(1, end - 1);
    port = text.substr(end + 1);
    if (!port.empty() && port.front() != ':') return refused("its host cannot be one");
  } else {
    const auto colon = std::min(text.find(':'), text.size());
    host_ = text.substr(0, colon);
    port = text.substr(colon);
    if (!host_.empty() && !is_host_name(host_)) return refused("its host cannot be one");
  }
  std::ranges::transform(host_, host_.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  if (port.empty()) return {};
  port.remove_prefix(1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), port_);
  if (error != std::errc{} || end != port.data() + port.size() || port_ == 0) {
    return refused("its port is not a number from 1 to 65535");
  }
  return {};
}

base::Result<void> PostgresUrl::read_option(std::string_view text) {
  const auto equals = text.find('=');
  const auto name = text.substr(0, equals);
  if (equals == std::string_view::npos || !is_option_name(name)) {
    return refused("what stands behind its ? is not NAME=VALUE&...");
  }
  auto value = decoded(text.substr(equals + 1));
  if (!value || value->empty()) return refused("the value of its option " + std::string(name) + " cannot be one");
  return set(name, *std::move(value));
}

base::Result<void> PostgresUrl::set(std::string_view name, std::string value) {
  if (name == "password" || name == "sslpassword") return password_in_address();
  if (name == "host") {
    if (!host_.empty()) return refused("it names two hosts");
    if (!value.starts_with('/')) return refused("its option host is for the folder of a Unix socket");
    host_ = std::move(value);
    return {};
  }
  const std::array<std::pair<std::string_view, std::string*>, 5> known{{{"schema", &schema_},
                                                                        {"sslmode", &sslmode_},
                                                                        {"sslrootcert", &sslrootcert_},
                                                                        {"sslcert", &sslcert_},
                                                                        {"sslkey", &sslkey_}}};
  const auto* const option = std::ranges::find(known, name, &std::pair<std::string_view, std::string*>::first);
  if (option == known.end()) {
    return refused("it has an option " + std::string(name) + ", which there is not",
                   "there are schema, sslmode, sslrootcert, sslcert, sslkey, and host for the folder of a Unix socket");
  }
  if (!option->second->empty()) return refused("its option " + std::string(name) + " stands there twice");
  *option->second = std::move(value);
  return {};
}

/// Fills in the defaults and judges the whole.
base::Result<void> PostgresUrl::settle() {
  if (host_.empty()) host_ = kSocketFolder;
  local_ = host_.starts_with('/') || is_loopback(host_);
  if (schema_.empty()) schema_ = kDefaultSchema;
  if (!is_schema_name(schema_)) {
    return refused("its schema cannot be one", "take 1 to 63 lower-case letters, digits and _, no digit first");
  }
  if (sslmode_.empty()) sslmode_ = default_sslmode();
  const auto* const mode = std::ranges::find(kModes, sslmode_);
  if (mode == kModes.end()) {
    return refused("its sslmode is none", "take one of disable, allow, prefer, require, verify-ca, verify-full");
  }
  if (!local_ && mode < kModes.begin() + kFirstEncrypted) {
    return refused("sslmode=" + sslmode_ + " would let the password and the store go over the network in plain text",
                   "leave sslmode out (verify-full), and give sslrootcert=FILE where the server's CA is your own");
  }
  return {};
}

std::string PostgresUrl::origin() const {
  std::string out(kSchemes.front());
  if (!user_.empty()) out += encoded(user_) + "@";
  if (host_.find(':') != std::string::npos) {
    out += "[" + host_ + "]";
  } else if (!host_.starts_with('/')) {
    out += host_;
  }
  if (port_ != kDefaultPort) out += ":" + std::to_string(port_);
  return out + "/" + encoded(database_);
}

std::string PostgresUrl::shown() const {
  std::string out = origin();
  const auto add = [&](std::string_view name, const std::string& value) {
    out += (out.find('?') == std::string::npos ? "?" : "&") + std::string(name) + "=" + encoded(value, "/");
  };
  if (host_.starts_with('/') && host_ != kSocketFolder) add("host", host_);
  if (schema_ != kDefaultSchema) add("schema", schema_);
  return out;
}

std::string PostgresUrl::text() const {
  std::string out = shown();
  const auto add = [&](std::string_view name, const std::string& value) {
    if (value.empty()) return;
    out += (out.find('?') == std::string::npos ? "?" : "&") + std::string(name) + "=" + encoded(value, "/");
  };
  if (sslmode_ != default_sslmode()) add("sslmode", sslmode_);
  add("sslrootcert", sslrootcert_);
  add("sslcert", sslcert_);
  add("sslkey", sslkey_);
  return out;
}

std::string PostgresUrl::stem() const {
  return encoded(database_) + (schema_ == kDefaultSchema ? std::string{} : "." + schema_);
}

}  // namespace jwtkeep::store
