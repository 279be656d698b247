// Url: what is taken reads back as the same, and libcurl, which will fetch it, sees the same scheme, host, port and
// target. Two lines of input: a URL, and a Location that it answered.
#include <curl/curl.h>

#include <cstdint>
#include <cstdlib>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/http/url.hpp"

namespace base = jwtkeep::base;
namespace http = jwtkeep::http;

namespace {

std::string part(CURLU* url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, which, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

void check(const http::Url& url) {
  const auto text = url.text();
  const auto again = http::Url::parse(text);
  if (!again || again->text() != text || !http::same_origin(url, *again)) std::abort();
  if (url.shown().find('?') != std::string::npos) std::abort();
  CURLU* theirs = curl_url();
  if (curl_url_set(theirs, CURLUPART_URL, text.c_str(), CURLU_PATH_AS_IS) != CURLUE_OK) std::abort();
  auto host = part(theirs, CURLUPART_HOST);
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  if (host != url.host() || part(theirs, CURLUPART_SCHEME) != (url.is_https() ? "https" : "http")) std::abort();
  if (part(theirs, CURLUPART_PORT, CURLU_DEFAULT_PORT) != std::to_string(url.port())) std::abort();
  if (!part(theirs, CURLUPART_USER).empty() || !part(theirs, CURLUPART_FRAGMENT).empty()) std::abort();
  auto target = part(theirs, CURLUPART_PATH);
  if (const auto query = part(theirs, CURLUPART_QUERY); !query.empty()) target += "?" + query;
  if (target != url.target() && target + "?" != url.target()) std::abort();
  curl_url_cleanup(theirs);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto text = base::as_text({data, size});
  const auto line = text.substr(0, text.find('\n'));
  const auto url = http::Url::parse(line);
  if (!url) return 0;
  check(*url);
  if (line.size() == text.size()) return 0;
  const auto next = url->resolve(text.substr(line.size() + 1));
  if (next) check(*next);
  return 0;
}
