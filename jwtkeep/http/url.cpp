#include "jwtkeep/http/url.hpp"

#include <algorithm>
#include <charconv>

#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/ip_address.hpp"

namespace jwtkeep::http {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kLongestUrl = 2048;
constexpr std::uint16_t kHttpsPort = 443;
constexpr std::uint16_t kHttpPort = 80;

std::unexpected<base::Error> bad(std::string why) {
  return fail(Reason::bad_value, "the URL " + std::move(why), "write it like https://host.example/path");
}

/// RFC 3986 section 2: what may stand in a URL at all. Browsers and libraries differ on all others.
bool is_url_text(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return c > ' ' && c < '\x7f' && !std::string_view("\"<>\\^`{|}").contains(c); });
}

/// RFC 3986 section 2.1: a percent sign has two hex digits after it.
bool has_whole_escapes(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && (i + 2 >= text.size() || !is_hex_digit(text[i + 1]) || !is_hex_digit(text[i + 2]))) {
      return false;
    }
  }
  return true;
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
         std::ranges::all_of(label,
                             [](char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-' || c == '_'; });
}

/// A name that inet_aton would take for an address (`127.1`, `2130706433`, `0x7f.1`) is none here: its last label is a
/// number.
bool ends_in_number(std::string_view name) {
  const auto last = name.substr(name.rfind('.') + 1);
  if (last.starts_with("0x")) return std::ranges::all_of(last.substr(2), is_hex_digit);
  return std::ranges::all_of(last, is_digit);
}

bool is_name(std::string_view name) {
  if (name.empty() || name.size() > 253 || ends_in_number(name)) return false;
  for (std::size_t at = 0; at <= name.size();) {
    const auto dot = std::min(name.find('.', at), name.size());
    if (!is_label(name.substr(at, dot - at))) return false;
    at = dot + 1;
  }
  return true;
}

}  // namespace

base::Result<Url> Url::parse(std::string_view text) {
  if (text.size() > kLongestUrl) return bad("is longer than 2048 bytes");
  if (!is_url_text(text)) return bad("holds a character that no URL may hold");
  if (!has_whole_escapes(text)) return bad("has a % without two hex digits after it");
  if (text.contains('#')) return bad("has a fragment (#), which is never sent");
  Url url;
  const auto scheme_end = std::min(text.find("://"), text.size());
  const auto scheme = lower(text.substr(0, scheme_end));
  if (scheme_end == text.size() || (scheme != "https" && scheme != "http"))
    return bad("begins neither with https:// nor with http://");
  url.https_ = scheme == "https";
  const auto rest = text.substr(scheme_end + 3);
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  JWTKEEP_CHECK(url.read_authority(rest.substr(0, authority_end)));
  url.target_ = rest.substr(authority_end);
  if (!url.target_.starts_with('/')) url.target_.insert(0, "/");
  return url;
}

base::Result<void> Url::read_authority(std::string_view text) {
  if (text.contains('@')) return bad("holds a user or password");
  port_ = https_ ? kHttpsPort : kHttpPort;
  const auto host_end = text.starts_with('[') ? std::min(text.find(']'), text.size() - 1) + 1 : text.find(':');
  const auto rest = host_end < text.size() ? text.substr(host_end) : std::string_view{};
  JWTKEEP_CHECK(read_host(text.substr(0, host_end)));
  if (rest.empty()) return {};
  const auto digits = rest.substr(1);
  if (!rest.starts_with(':') || digits.empty() || digits.front() == '0') return bad("has a port that is none");
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port_);
  if (error != std::errc{} || end != digits.data() + digits.size()) return bad("has a port that is none");
  return {};
}

base::Result<void> Url::read_host(std::string_view text) {
  if (text.starts_with('[')) {
    const auto address = text.ends_with(']') ? parse_ip_address(text.substr(1, text.size() - 2)) : std::nullopt;
    if (!address || address->is_v4()) return bad("has brackets around what is no IPv6 address");
    host_kind_ = HostKind::ipv6;
    host_ = address->text();
    return {};
  }
  if (const auto address = parse_ip_address(text); address && address->is_v4()) {
    host_kind_ = HostKind::ipv4;
    host_ = address->text();
    return {};
  }
  host_ = lower(text);
  if (!is_name(host_)) return bad("has a host that is neither a name nor an address");
  return {};
}

base::Result<Url> Url::resolve(std::string_view location) const {
  location = location.substr(0, location.find('#'));
  if (location.starts_with("//")) return parse((https_ ? "https:" : "http:") + std::string(location));
  const auto path = target_.substr(0, target_.find('?'));
  if (location.empty()) return parse(text());
  if (location.starts_with('/')) return parse(origin() + std::string(location));
  if (location.starts_with('?')) return parse(origin() + path + std::string(location));
  // A colon in front of the first slash makes a scheme (RFC 3986 section 4.2).
  if (location.substr(0, location.find_first_of("/?")).contains(':')) return parse(location);
  return parse(origin() + path.substr(0, path.rfind('/') + 1) + std::string(location));
}

std::string Url::origin() const {
  std::string text = https_ ? "https://" : "http://";
  text += host_kind_ == HostKind::ipv6 ? "[" + host_ + "]" : host_;
  if (port_ != (https_ ? kHttpsPort : kHttpPort)) text += ":" + std::to_string(port_);
  return text;
}

bool same_origin(const Url& a, const Url& b) noexcept {
  return a.is_https() == b.is_https() && a.port() == b.port() && a.host() == b.host();
}

}  // namespace jwtkeep::http
