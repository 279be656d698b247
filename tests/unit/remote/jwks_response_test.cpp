#include "jwtkeep/remote/jwks_response.hpp"

#include <gtest/gtest.h>

#include "issuer.hpp"

namespace jwtkeep::remote {
namespace {

using base::Reason;
using base::Seconds;

base::Result<Fetched> read(int status, std::vector<http::ResponseField> fields, std::string_view body) {
  http::Response response{.status = status, .url = http::Url::parse("https://a.example/jwks?secret=s3cret").value()};
  response.fields = std::move(fields);
  response.body = base::SecretBytes::copy_of(body);
  return read_jwks_response(response, kNow, 100);
}

constexpr std::string_view kEmptySet = R"({"keys":[]})";

Reason refused(int status, std::vector<http::ResponseField> fields, std::string_view body = kEmptySet) {
  const auto fetched = read(status, std::move(fields), body);
  EXPECT_FALSE(fetched);
  if (fetched) return Reason::internal;
  EXPECT_EQ(fetched.error().what.find("s3cret"), std::string::npos);
  return fetched.error().reason;
}

TEST(JwksResponse, TakesASetWithItsLifetimeAndTag) {
  const auto fetched = read(200, {{"cache-control", "max-age=60"}, {"etag", "W/\"a\""}}, set_of({jwk(new_key("a"))}));
  ASSERT_TRUE(fetched) << fetched.error().what;
  EXPECT_EQ(fetched->keys->size(), 1U);
  EXPECT_EQ(fetched->lifetime, Seconds{60});
  EXPECT_EQ(fetched->etag, "W/\"a\"");
  EXPECT_EQ(read(200, {}, kEmptySet)->lifetime, std::nullopt);
}

TEST(JwksResponse, Takes304AsUnchanged) {
  const auto fetched = read(304, {{"cache-control", "max-age=60"}}, "");
  ASSERT_TRUE(fetched);
  EXPECT_EQ(fetched->keys, nullptr);
  EXPECT_EQ(fetched->lifetime, Seconds{60});
}

TEST(JwksResponse, TakesNoOtherStatus) {
  for (const int status : {100, 201, 204, 206, 301, 400, 401, 404, 429, 500, 503}) {
    EXPECT_EQ(refused(status, {}), Reason::io_failed) << status;
  }
}

TEST(JwksResponse, TakesJsonOrNoType) {
  for (const char* type : {"application/json", "application/jwk-set+json", "Application/JSON; charset=utf-8",
                           "application/json;charset=utf-8", " application/vnd.issuer+json "}) {
    EXPECT_TRUE(read(200, {{"content-type", type}}, kEmptySet)) << type;
  }
  for (const char* type : {"text/html", "text/plain", "application/octet-stream", "application/jsonp", "",
                           "text/html; application/json", "text/x+json", "application/json, text/html"}) {
    EXPECT_EQ(refused(200, {{"content-type", type}}), Reason::io_failed) << type;
  }
}

TEST(JwksResponse, TakesNoContentCoding) {
  EXPECT_TRUE(read(200, {{"content-encoding", "identity"}}, kEmptySet));
  for (const char* coding : {"gzip", "br", "identity, gzip"}) {
    EXPECT_EQ(refused(200, {{"content-encoding", coding}}), Reason::io_failed) << coding;
  }
}

TEST(JwksResponse, KeepsNoTagThatCannotBeSent) {
  EXPECT_EQ(read(200, {{"etag", "\"a\x01\""}}, kEmptySet)->etag, "");
  EXPECT_EQ(read(200, {{"etag", "\"" + std::string(1024, 'a') + "\""}}, kEmptySet)->etag, "");
}

TEST(JwksResponse, SaysWhatIsWrongWithTheBody) {
  EXPECT_EQ(refused(200, {}, "<html>"), Reason::malformed);
  EXPECT_EQ(refused(200, {}, R"({"keys":[{"kty":"OKP","d":"AA"}]})"), Reason::key_compromised);
}

}  // namespace
}  // namespace jwtkeep::remote
