// Signed requests: what libcurl signs is what AWS reads.
#include "jwtkeep/http/signing.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "https_server.hpp"
#include "jwtkeep/http/client/client.hpp"
#include "signature_v4.hpp"

namespace jwtkeep::http {
namespace {

using base::Reason;
using base::SecretBytes;

// The keys of AWS's own examples and test suite.
constexpr std::string_view kKeyId = "AKIDEXAMPLE";
constexpr std::string_view kSecret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

TEST(SignatureV4, TheCheckHoldsForAwsOwnVectors) {
  // aws-sig-v4-test-suite: get-vanilla, post-vanilla, post-x-www-form-urlencoded.
  const std::string scope = "20150830/us-east-1/service/aws4_request";
  const auto authorization = [&](const std::string& names) {
    return "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" + scope + ", SignedHeaders=" + names + ", Signature=";
  };
  Arrived get{"GET",
              "/",
              {{"host", "example.amazonaws.com"},
               {"x-amz-date", "20150830T123600Z"},
               {"authorization", authorization("host;x-amz-date")}},
              ""};
  EXPECT_EQ(expected_signature(get, kSecret), "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
  auto post = get;
  post.method = "POST";
  EXPECT_EQ(expected_signature(post, kSecret), "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b");
  post.headers["content-type"] = "application/x-www-form-urlencoded";
  post.headers["authorization"] = authorization("content-type;host;x-amz-date");
  post.body = "Param1=value1";
  EXPECT_EQ(expected_signature(post, kSecret), "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a");
}

Request signed_request(const std::string& url, std::string_view token = {}) {
  Request request{.method = Method::post, .url = Url::parse(url).value()};
  request.fields.push_back({"Content-Type", SecretBytes::copy_of("application/x-amz-json-1.1")});
  request.fields.push_back({"X-Amz-Target", SecretBytes::copy_of("secretsmanager.GetSecretValue")});
  request.body = SecretBytes::copy_of(R"({"SecretId":"orders/prod"})");
  request.signing = Signing{.scope = "aws:amz:eu-central-1:secretsmanager",
                            .key_id = std::string(kKeyId),
                            .secret = SecretBytes::copy_of(kSecret),
                            .session_token = SecretBytes::copy_of(token)};
  return request;
}

Arrived last_arrived(std::string_view path) {
  const auto seen = HttpsServer::get().requests(path).back();
  Arrived arrived{*seen.find("method")->string(), *seen.find("path")->string(), {}, *seen.find("body")->string()};
  for (const auto& field : *seen.find("headers")->items()) {
    arrived.headers[*field.items()->at(0).string()] = *field.items()->at(1).string();
  }
  return arrived;
}

base::Result<Response> send(const Request& request) {
  static auto client = Client::open({.ca_file = HttpsServer::get().ca_file(), .allow_private_addresses = true}).value();
  return client.send(request);
}

void expect_signed(const Request& request, std::string_view path, const std::vector<std::string>& names) {
  const auto response = send(request);
  ASSERT_TRUE(response) << response.error().what;
  const auto arrived = last_arrived(path);
  const auto claimed = claimed_signature(arrived);
  EXPECT_EQ(claimed.key_id, kKeyId);
  EXPECT_TRUE(claimed.scope.ends_with("/eu-central-1/secretsmanager/aws4_request")) << claimed.scope;
  EXPECT_EQ(claimed.names, names);
  EXPECT_TRUE(std::ranges::is_sorted(claimed.names));
  EXPECT_EQ(claimed.signature, expected_signature(arrived, kSecret));
  EXPECT_FALSE(arrived.headers.contains("expect"));
}

TEST(Signing, SignsBodyAndEveryHeader) {
  HttpsServer::get().tell("/signed", "");
  const auto url = HttpsServer::get().url("/signed");
  expect_signed(signed_request(url), "/signed", {"content-type", "host", "x-amz-date", "x-amz-target"});
  // A name instead of an address, the same connection again, and another body.
  expect_signed(signed_request(HttpsServer::get().url("/signed", "https", "localhost")), "/signed",
                {"content-type", "host", "x-amz-date", "x-amz-target"});
  auto other = signed_request(url);
  other.body = SecretBytes::copy_of(std::string(70'000, 'x'));
  expect_signed(other, "/signed", {"content-type", "host", "x-amz-date", "x-amz-target"});
  auto empty = signed_request(url);
  empty.body = {};
  expect_signed(empty, "/signed", {"content-type", "host", "x-amz-date", "x-amz-target"});
}

TEST(Signing, SignsAndSendsTheTokenOfTemporaryKeys) {
  HttpsServer::get().tell("/temporary", "");
  const auto token = std::string(1800, 'T') + "+/==";
  expect_signed(signed_request(HttpsServer::get().url("/temporary"), token), "/temporary",
                {"content-type", "host", "x-amz-date", "x-amz-security-token", "x-amz-target"});
  EXPECT_EQ(last_arrived("/temporary").headers.at("x-amz-security-token"), token);
}

TEST(Signing, NothingOfItStaysForTheNextRequest) {
  HttpsServer::get().tell("/unsigned", "");
  HttpsServer::get().tell("/signed", "");
  ASSERT_TRUE(send(signed_request(HttpsServer::get().url("/signed"), "token")));
  auto request = signed_request(HttpsServer::get().url("/unsigned"));
  request.signing.reset();
  ASSERT_TRUE(send(request));
  const auto arrived = last_arrived("/unsigned");
  EXPECT_FALSE(arrived.headers.contains("authorization"));
  EXPECT_FALSE(arrived.headers.contains("x-amz-security-token"));
  EXPECT_FALSE(arrived.headers.contains("x-amz-date"));
  // Though the keys are gone, the connection is the same one.
  EXPECT_EQ(*HttpsServer::get().requests("/unsigned").back().find("from"),
            *HttpsServer::get().requests("/signed").back().find("from"));
}

TEST(Signing, RefusesWhatLibcurlWouldSignWrongly) {
  const auto refuses = [](const Request& request) {
    const auto response = send(request);
    return !response && response.error().reason == Reason::bad_value;
  };
  const auto url = HttpsServer::get().url("/signed");
  for (const char* more : {"?b=1&a=2", "?", "/a%20b", "/a:b", "/a+b"}) {
    EXPECT_TRUE(refuses(signed_request(url + more))) << more;
  }
  const auto with = [&](const char* name, std::string_view value) {
    auto request = signed_request(url);
    request.fields.push_back({name, SecretBytes::copy_of(value)});
    return request;
  };
  EXPECT_TRUE(refuses(with("X-Empty", "")));
  EXPECT_TRUE(refuses(with("X-Amz", "begins another's name")));
  EXPECT_TRUE(refuses(with("x-amz-target-more", "begins with another's name")));
  EXPECT_TRUE(refuses(with("X-AMZ-TARGET", "twice")));
  auto untyped = signed_request(url);
  untyped.fields.erase(untyped.fields.begin());
  EXPECT_TRUE(refuses(untyped));
  auto large = signed_request(url);
  large.body = SecretBytes(std::size_t{1} << 20);
  EXPECT_TRUE(refuses(large));
}

TEST(Signing, RefusesKeysThatAreNone) {
  const auto with = [](const char* scope, const char* id, std::string_view secret, std::string_view token) {
    auto request = signed_request("https://127.0.0.1/");
    request.signing = Signing{.scope = scope,
                              .key_id = id,
                              .secret = SecretBytes::copy_of(secret),
                              .session_token = SecretBytes::copy_of(token)};
    return check_signable(request, request.url);
  };
  const char* scope = "aws:amz:eu-central-1:secretsmanager";
  EXPECT_TRUE(with(scope, "AKID", "secret", "token"));
  for (const auto& refused :
       {with(scope, "", "secret", ""), with(scope, "AK:ID", "secret", ""), with(scope, "AKID ", "secret", ""),
        with(scope, "AKID", "", ""), with(scope, "AKID", "topsecret\n", ""), with(scope, "AKID", "topsecret", "to ken"),
        with("aws:amz", "AKID", "secret", ""), with("aws:amz:eu-central-1:", "AKID", "secret", ""),
        with("aws:amz::secretsmanager", "AKID", "secret", ""), with("", "AKID", "secret", "")}) {
    if (!refused && refused.error().reason == Reason::bad_value) {
      EXPECT_FALSE(refused.error().what.contains("topsecret"));
      continue;
    }
    ADD_FAILURE() << "taken";
  }
}

}  // namespace
}  // namespace jwtkeep::http
