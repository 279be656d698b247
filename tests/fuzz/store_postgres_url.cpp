// PostgresUrl: what is taken reads back as the same; nothing that may go in plain text leaves the machine; what is
// shown is printable, and no message quotes what was given.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/store/postgres/url.hpp"

namespace base = jwtkeep::base;
using jwtkeep::store::PostgresUrl;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(base::as_text({data, size}));
  const auto url = PostgresUrl::parse(text);
  if (!url) {
    // A password is at least this long; what stands behind the scheme is not repeated.
    const auto behind = text.find("://");
    if (behind != std::string::npos && text.size() > behind + 40 &&
        url.error().what.find(text.substr(behind + 3)) != std::string::npos) {
      std::abort();
    }
    return 0;
  }
  const auto again = PostgresUrl::parse(url->text());
  if (!again || again->text() != url->text() || again->shown() != url->shown()) std::abort();
  if (again->host() != url->host() || again->user() != url->user() || again->database() != url->database())
    std::abort();
  if (!url->is_local() && url->sslmode() != "require" && !url->sslmode().starts_with("verify-")) std::abort();
  for (const auto& shown : {url->text(), url->shown(), url->stem()}) {
    if (!base::is_printable_ascii(base::as_bytes(shown))) std::abort();
  }
  if (url->stem().find('/') != std::string::npos) std::abort();
  if (url->schema().find_first_of("\"'\\ ") != std::string::npos) std::abort();
  return 0;
}
