// Cache-Control, Age, Expires and Date, one a line: letters' case and spaces at the ends change nothing, directives in
// another order say the same, no bound is left, and no-store and no-cache always win.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/http/freshness.hpp"
#include "jwtkeep/http/http_date.hpp"
#include "jwtkeep/http/message.hpp"

namespace base = jwtkeep::base;
namespace http = jwtkeep::http;

namespace {

constexpr base::Seconds kLongest{std::int64_t{1} << 31};
const base::Instant kNow = *base::parse_instant("2026-02-01T00:00:00Z");

std::string shouted(std::string text) {
  for (char& c : text) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

void check_control(const std::string& value) {
  const auto read = http::parse_cache_control(value);
  if (http::parse_cache_control(shouted(value)) != read) std::abort();
  if (http::parse_cache_control(" \t" + value) != read) std::abort();
  if (read.max_age && (*read.max_age < base::Seconds{0} || *read.max_age > kLongest)) std::abort();
  if (!http::parse_cache_control("no-store," + value).no_store) std::abort();
  auto shorter = http::parse_cache_control("max-age=1," + value);
  if (!shorter.max_age || *shorter.max_age > base::Seconds{1}) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = base::as_text({data, size});
  http::Response response{.url = http::Url::parse("https://a.example/").value()};
  for (const char* name : {"cache-control", "age", "expires", "date"}) {
    const auto end = text.find('\n');
    if (!text.empty()) response.fields.push_back({name, std::string(text.substr(0, end))});
    text.remove_prefix(std::min(end == std::string_view::npos ? end : end + 1, text.size()));
  }
  const auto control = response.field("cache-control").value_or("");
  check_control(control);
  const auto fresh = http::fresh_for(response, kNow);
  if (fresh && (*fresh < base::Seconds{0} || *fresh > kLongest)) std::abort();
  const auto read = http::parse_cache_control(control);
  if ((read.no_store || read.no_cache || read.broken) && fresh != base::Seconds{0}) std::abort();
  if (read.max_age && !fresh) std::abort();
  if (read.max_age && *fresh > *read.max_age) std::abort();
  return 0;
}
