// read_jwks_response: status, content type, content coding and tag on a line each, then the body. What is taken holds
// no private key, keeps the bounds, and answers every question that its own keys ask.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/remote/jwks_response.hpp"

namespace base = jwtkeep::base;
namespace http = jwtkeep::http;
namespace jose = jwtkeep::jose;
namespace remote = jwtkeep::remote;

namespace {

constexpr std::size_t kMostKeys = 8;

void check_set(const remote::KeySet& set, std::string_view body) {
  if (set.size() + set.skipped().size() > kMostKeys) std::abort();
  const auto read = jose::parse_jwks(body);
  if (!read) std::abort();
  for (const auto& jwk : read->keys) {
    if (!jwk.is_public()) std::abort();
    const auto key = jose::verify_key(jwk);
    if (!key) continue;
    const auto match = set.match(key->kid(), key->alg());
    if (match != remote::Match::one && match != remote::Match::several) std::abort();
    const auto found = set.find(key->kid(), key->alg());
    if (found.has_value() != (match == remote::Match::one)) std::abort();
    if (found && (found->kid() != key->kid() || !(*found->public_key() == *key->public_key()))) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto text = base::as_text({data, size});
  const auto line = [&text] {
    const auto end = std::min(text.find('\n'), text.size());
    const auto taken = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return std::string(taken);
  };
  http::Response response{.url = http::Url::parse("https://a.example/").value()};
  const auto status = line();
  response.status = status == "304" ? 304 : (status == "500" ? 500 : 200);
  for (const char* name : {"content-type", "content-encoding", "etag"}) {
    if (auto value = line(); !value.empty()) response.fields.push_back({name, std::move(value)});
  }
  response.body = base::SecretBytes::copy_of(text);
  const auto fetched = remote::read_jwks_response(response, base::Instant{}, kMostKeys);
  if (!fetched) return 0;
  if (response.status == 500 || (response.status == 304) != (fetched->keys == nullptr)) std::abort();
  if (!http::check_field({"If-None-Match", base::SecretBytes::copy_of(fetched->etag)})) std::abort();
  if (fetched->keys != nullptr) check_set(*fetched->keys, text);
  return 0;
}
