#include "jwtkeep/http/freshness.hpp"

#include <algorithm>

#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/http_date.hpp"
#include "jwtkeep/http/message.hpp"

namespace jwtkeep::http {
namespace {

using base::Seconds;

constexpr Seconds kLongestAge{std::int64_t{1} << 31};

/// Where the list's element that begins `text` ends: at a comma outside of quotes (RFC 9110 section 5.6.4).
std::size_t element_end(std::string_view text) {
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (!quoted && text[i] == ',') {
      return i;
    }
  }
  return text.size();
}

/// `"60"` and `60` are the same argument (RFC 9111 section 5.2).
std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

void take(std::string_view directive, CacheControl& into) {
  const auto equals = directive.find('=');
  const auto name = lower(trimmed(directive.substr(0, equals)));
  if (name == "no-store") into.no_store = true;
  if (name == "no-cache") into.no_cache = true;
  if (name != "max-age") return;
  const auto argument = equals == std::string_view::npos ? std::string_view{} : directive.substr(equals + 1);
  const auto age = parse_delta_seconds(unquoted(trimmed(argument)));
  if (!age) {
    into.broken = true;
  } else {
    into.max_age = std::min(into.max_age.value_or(kLongestAge), *age);
  }
}

/// How long by `Expires` (RFC 9111 section 5.3), which counts from the sender's own clock where it gives it.
Seconds by_expires(const Response& response, std::string_view expires, base::Instant now) {
  const auto end = parse_http_date(expires, now);
  if (!end) return Seconds{0};
  const auto date = response.field("date");
  const auto sent = date ? parse_http_date(*date, now) : std::nullopt;
  return std::clamp(std::chrono::floor<Seconds>(*end - sent.value_or(now)), Seconds{0}, kLongestAge);
}

}  // namespace

std::optional<Seconds> parse_delta_seconds(std::string_view text) {
  if (text.empty() || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  Seconds total{0};
  for (const char digit : text) total = std::min(total * 10 + Seconds{digit - '0'}, kLongestAge);
  return total;
}

CacheControl parse_cache_control(std::string_view value) {
  CacheControl result;
  while (!value.empty()) {
    const auto end = element_end(value);
    take(value.substr(0, end), result);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
  return result;
}

std::optional<Seconds> fresh_for(const Response& response, base::Instant now) {
  const auto control = parse_cache_control(response.field("cache-control").value_or(""));
  if (control.no_store || control.no_cache || control.broken) return Seconds{0};
  const auto expires = response.field("expires");
  if (!control.max_age && !expires) return std::nullopt;
  const auto lifetime = control.max_age ? *control.max_age : by_expires(response, *expires, now);
  const auto age_text = response.field("age");
  if (!age_text) return lifetime;
  const auto age = parse_delta_seconds(trimmed(*age_text));
  return age ? std::max(lifetime - *age, Seconds{0}) : Seconds{0};
}

}  // namespace jwtkeep::http
