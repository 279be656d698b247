// The example of docs/remote-jwks.md and docs/jose.md: compiled, run, and compared with the page word for word.
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>

#include "issuer.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/unit/http/https_server.hpp"

// clang-format off
// [example]
#include <jwtkeep/remote/remote_jwks.hpp>
using namespace jwtkeep;

base::Result<remote::RemoteJwks> open_keys(remote::RemoteJwksOptions options, base::Instant now) {
  JWTKEEP_TRY(auto keys, remote::RemoteJwks::open(std::move(options)));
  JWTKEEP_CHECK(keys.load(now));  // once, when the service starts: a wrong URL is seen here
  return keys;
}
auto check(remote::RemoteJwks& keys, std::string_view token, const jose::VerifyPolicy& policy, base::Instant now) {
  return jose::verify(token, keys.lookup(now), policy, now);  // from any number of threads
}
// [end]
// clang-format on

namespace {

TEST(Example, Verifies) {
  auto& server = http::HttpsServer::get();
  const auto key = remote::new_key("a");
  server.tell("/example", "\"body\": " + base::quote_json(remote::set_of({remote::jwk(key)})));
  auto keys = open_keys(
      {.url = server.url("/example"), .client = {.ca_file = server.ca_file(), .allow_private_addresses = true}},
      remote::kNow);
  ASSERT_TRUE(keys) << keys.error().what;
  const auto token = check(*keys, remote::token(key), remote::policy(), remote::kNow);
  ASSERT_TRUE(token) << token.error().what;
  EXPECT_EQ(*token->claims().find("sub")->string(), "alice");
}

TEST(Example, StandsInTheDocs) {
  const char* root = std::getenv("JWTKEEP_SOURCE_DIR");
  ASSERT_NE(root, nullptr);
  const auto source = servers::content_of(std::string(root) + "/tests/unit/remote/example_test.cpp");
  const std::string begin = "// [example]\n";
  const auto from = source.find(begin) + begin.size();
  const auto example = source.substr(from, source.find("// [end]") - from);
  for (const auto* page : {"/docs/remote-jwks.md", "/docs/jose.md"}) {
    EXPECT_NE(servers::content_of(std::string(root) + page).find("```cpp\n" + example + "```"), std::string::npos)
        << page;
  }
}

}  // namespace
