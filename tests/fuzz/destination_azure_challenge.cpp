// The challenge of a vault. Whatever a server writes there, a token is asked for at the authority that is set, for the
// vault's own domain, and no header or message is broken by it.
#include <cstdint>
#include <string>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/base/json.hpp"
#include "jwtkeep/destination/azure/azure_challenge.hpp"
#include "jwtkeep/destination/azure/azure_token_source.hpp"
#include "tests/fuzz/check.hpp"

namespace base = jwtkeep::base;
namespace http = jwtkeep::http;
using namespace jwtkeep::destination;
using jwtkeep::fuzz::check;
using jwtkeep::fuzz::is_clean;

namespace {

void check_request(const AzureChallenge& challenge, const AzureSettings& settings) {
  const AzureCredential credential = AzureClientSecret{"", "client", base::SecretBytes::copy_of("s3cret")};
  const auto request = azure_token_request(credential, challenge, settings, {});
  check(request.has_value());
  check(http::same_origin(request->url, settings.authority));
  check(request->url.target() == "/" + challenge.tenant + "/oauth2/v2.0/token");
  request->body.reveal([](base::ByteView bytes) {
    check(is_clean(base::as_text(bytes)));
    check(base::as_text(bytes).starts_with(
        "client_id=client&client_secret=s3cret&grant_type=client_credentials&scope=h"));
  });
  const AzureCredential identity = AzureInstanceIdentity{http::Url::parse("http://127.0.0.1/token").value(), ""};
  const auto asked = azure_token_request(identity, challenge, settings, {});
  check(asked && asked->url.origin() == "http://127.0.0.1");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const AzureSettings settings{.vault = http::Url::parse("https://my-vault.vault.azure.net").value(),
                               .authority = http::Url::parse("https://login.microsoftonline.com").value()};
  const auto challenge = read_azure_challenge(base::as_text({data, size}));
  if (!challenge) {
    check(is_clean(challenge.error().what) && challenge.error().what.size() < 200);
    return 0;
  }
  check(is_azure_tenant(challenge->tenant) && challenge->authority.is_https() && challenge->resource.is_https());
  check(challenge->resource.target() == "/" && challenge->authority.target() == "/");
  if (!challenge->claims.empty()) {
    const auto claims = base::parse_json(challenge->claims);
    check(claims && claims->is_object());
  }
  const auto checked = check_azure_challenge(*challenge, settings);
  if (!checked) {
    check(is_clean(checked.error().what) && is_clean(checked.error().hint));
    return 0;
  }
  const auto& host = challenge->resource.host();
  check(host == settings.vault.host() || host == "vault.azure.net" || host == "azure.net");
  check_request(*challenge, settings);
  return 0;
}
