#include "jwtkeep/remote/jwks_response.hpp"

#include "jwtkeep/base/bytes.hpp"
#include "jwtkeep/http/ascii.hpp"
#include "jwtkeep/http/freshness.hpp"

namespace jwtkeep::remote {
namespace {

using base::fail;
using base::Reason;

constexpr std::size_t kLongestEtag = 1024;

/// RFC 9110 section 8.3: a media type, and parameters that say nothing of JSON (RFC 8259 section 11).
bool is_json(std::string_view content_type) {
  const auto type = http::lower(http::trimmed(content_type.substr(0, content_type.find(';'))));
  return type == "application/json" || (type.starts_with("application/") && type.ends_with("+json"));
}

/// A tag that can be sent back; empty for another.
std::string etag_of(const http::Response& response) {
  auto etag = response.field("etag").value_or("");
  const bool fit = etag.size() <= kLongestEtag && base::is_printable_ascii(base::as_bytes(etag));
  return fit ? etag : std::string{};
}

base::Result<void> check_head(const http::Response& response) {
  const auto where = response.url.shown();
  if (response.status != 200) {
    return fail(Reason::io_failed, where + " answers with status " + std::to_string(response.status),
                "look whether that is the address of the key set, and at the server's own log");
  }
  const auto type = response.field("content-type");
  if (type && !is_json(*type)) {
    return fail(Reason::io_failed, where + " answers with a content type that is not JSON",
                "a key set is application/jwk-set+json or application/json (RFC 7517 section 8.5)");
  }
  const auto coding = response.field("content-encoding");
  if (coding && http::lower(*coding) != "identity") {
    return fail(Reason::io_failed, where + " answers with a content coding, though none was asked for",
                "have the server send it without Content-Encoding");
  }
  return {};
}

}  // namespace

base::Result<Fetched> read_jwks_response(const http::Response& response, base::Instant now, std::size_t most_keys) {
  Fetched fetched{nullptr, http::fresh_for(response, now), etag_of(response)};
  if (response.status == 304) return fetched;
  JWTKEEP_CHECK(check_head(response));
  auto set = response.body.reveal([&](base::ByteView body) { return KeySet::parse(base::as_text(body), most_keys); });
  if (!set) {
    auto error = std::move(set).error();
    error.what = response.url.shown() + ": " + error.what;
    return std::unexpected(std::move(error));
  }
  fetched.keys = std::make_shared<const KeySet>(*std::move(set));
  return fetched;
}

}  // namespace jwtkeep::remote
