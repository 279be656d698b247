// What AWS Secrets Manager answers, understood; and servers that answer as none should.
#include <gtest/gtest.h>

#include <chrono>

#include "jwtkeep/destination/aws/aws_server.hpp"
#include "jwtkeep/destination/aws/refusal.hpp"
#include "jwtkeep/destination/aws/secret_answers.hpp"
#include "jwtkeep/destination/opener.hpp"
#include "made_surroundings.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;
using base::SecretBytes;
using http::HttpsServer;

Refusal refusal(std::string_view body, int status = 400) {
  http::Response response{.status = status, .url = http::Url::parse("https://aws.example/").value()};
  response.body = SecretBytes::copy_of(body);
  return read_refusal(response);
}

TEST(AwsRefusal, IsDecidedByItsWordAndNotByTheStatus) {
  EXPECT_EQ(refusal(R"({"__type":"ResourceNotFoundException","Message":"x"})", 404).kind, RefusalKind::not_found);
  EXPECT_EQ(refusal(R"({"__type":"ResourceNotFoundException"})", 400).kind, RefusalKind::not_found);
  EXPECT_EQ(refusal(R"({"__type":"com.amazonaws.secretsmanager#ThrottlingException"})").kind, RefusalKind::throttled);
  EXPECT_EQ(refusal(R"({"__type":"InvalidRequestException:http://x"})").kind, RefusalKind::bad_request);
  EXPECT_EQ(refusal(R"({"__type":"LimitExceededException"})").kind, RefusalKind::other);
  EXPECT_EQ(refusal(R"({"__type":"ExpiredTokenException"})").kind, RefusalKind::old_credentials);
  EXPECT_EQ(refusal(R"({"__type":"InternalServiceError"})", 500).kind, RefusalKind::broken);
  EXPECT_EQ(refusal("", 429).kind, RefusalKind::throttled);
  EXPECT_EQ(refusal("<html>", 502).kind, RefusalKind::broken);
  EXPECT_EQ(refusal("<html>", 403).kind, RefusalKind::not_understood);
  EXPECT_EQ(refusal(R"({"__type":7})", 403).kind, RefusalKind::not_understood);
  EXPECT_EQ(refusal(R"({"__type":"a b\nc"})", 403).type, "");
  const auto xml = refusal(
      "<ErrorResponse xmlns=\"x\"><Error><Code>AccessDenied</Code><Message>User: arn:aws:iam::1:user/x is not "
      "authorized to perform: secretsmanager:GetSecretValue on resource: y</Message></Error></ErrorResponse>",
      403);
  EXPECT_EQ(xml.kind, RefusalKind::denied);
  EXPECT_EQ(xml.action, "secretsmanager:GetSecretValue");
}

TEST(AwsRefusal, SaysWhatToDoAndQuotesNothing) {
  AwsCredentials credentials;
  credentials.key_id = "AKIAIOSFODNN7EXAMPLE";
  credentials.secret = SecretBytes::copy_of("the-secret-key");
  credentials.source = "profile orders of FILE";
  const auto now = *base::parse_instant("2026-01-01T00:12:00Z");
  const auto says = [&](Refusal refusal) {
    const auto error = explain(refusal, {"PutSecretValue", "orders/prod", "https://aws.example"}, credentials, now);
    EXPECT_EQ(error.what.find("the-secret-key"), std::string::npos);
    return error.what + " | " + error.hint;
  };
  const auto kms = says(refusal(
      R"({"__type":"AccessDeniedException","message":"User x is not authorized to perform: kms:GenerateDataKey on y"})"));
  EXPECT_NE(kms.find("kms:GenerateDataKey on orders/prod"), std::string::npos) << kms;
  const auto unnamed = says(refusal(R"({"__type":"AccessDeniedException","Message":"Access to KMS is not allowed"})"));
  EXPECT_NE(unnamed.find("secretsmanager:PutSecretValue on orders/prod"), std::string::npos) << unnamed;
  EXPECT_NE(unnamed.find("****************MPLE from profile orders of FILE"), std::string::npos) << unnamed;
  auto mismatch = refusal(R"({"__type":"InvalidSignatureException","message":"The Canonical String for this request )"
                          R"(should have been 'x-amz-security-token:the-session-token'"})");
  mismatch.date = "Thu, 01 Jan 2026 00:00:00 GMT";
  const auto skewed = says(mismatch);
  EXPECT_NE(skewed.find("12m ahead of AWS's"), std::string::npos) << skewed;
  EXPECT_EQ(skewed.find("the-session-token"), std::string::npos) << skewed;
  const auto too_skewed = says(refusal(R"({"__type":"RequestTimeTooSkewed"})"));
  EXPECT_NE(too_skewed.find("clock"), std::string::npos) << too_skewed;
}

TEST(AwsAnswers, AreTakenWholeOrNotAtAll) {
  const auto value = [](std::string_view text) { return read_secret_value(SecretBytes::copy_of(text)); };
  const auto good = value(R"({"ARN":"a","VersionId":"0123","SecretString":"{\"b\":1,\"a\":2}","VersionStages":[]})");
  ASSERT_TRUE(good) << good.error().what;
  EXPECT_EQ(good->text, SecretBytes::copy_of(R"({"a":2,"b":1})"));
  EXPECT_EQ(value(R"({"VersionId":"v","SecretBinary":"AAH/"})")->text.size(), 3U);
  for (const char* bad :
       {"", "[]", "{", R"({"SecretString":"secretsecret"})", R"({"VersionId":"v"})",
        R"({"VersionId":"a b","SecretString":"secretsecret"})", R"({"VersionId":"v","SecretBinary":"secretsecret!"})",
        R"({"VersionId":7,"SecretString":"secretsecret"})",
        R"({"VersionId":"v","SecretString":{"x":"secretsecret"}})"}) {
    const auto refused = value(bad);
    ASSERT_FALSE(refused) << bad;
    EXPECT_EQ(refused.error().reason, Reason::io_failed);
    EXPECT_EQ(refused.error().what.find("secretsecret"), std::string::npos);
  }
  const auto state = [](std::string_view text) { return read_secret_state(SecretBytes::copy_of(text)); };
  const auto described = state(R"({"DeletedDate":1.5,"RotationEnabled":true,"Tags":[{"Key":"a","Value":"b"},{}],
                                  "VersionIdsToStages":{"v1":["AWSCURRENT","AWSPENDING"],"v2":[]}})");
  ASSERT_TRUE(described) << described.error().what;
  EXPECT_TRUE(described->deleted && described->rotation);
  EXPECT_EQ(described->holder("AWSPENDING"), "v1");
  EXPECT_EQ(described->holder("AWSPREVIOUS"), std::nullopt);
  EXPECT_EQ(described->tags.at("a"), "b");
  EXPECT_FALSE(state(R"({"DeletedDate":null})")->deleted);
  for (const char* bad : {"", "7", R"({"VersionIdsToStages":[]})", R"({"VersionIdsToStages":{"v":7}})",
                          R"({"VersionIdsToStages":{"v":[7]}})", R"({"VersionIdsToStages":{"a b":[]}})",
                          R"({"VersionIdsToStages":{"v":["a\nb"]}})"}) {
    EXPECT_FALSE(state(bad)) << bad;
  }
}

/// One whose every answer is what `path` was told.
std::unique_ptr<Place> told(const std::string& path, const std::string& members, MadeSurroundings& made) {
  HttpsServer::get().tell(path, members);
  if (made.variables.empty())
    made.variables = {{"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"}, {"AWS_SECRET_ACCESS_KEY", "s3cret"}};
  Opener opener(made.look(), std::make_shared<Paces>(0));
  const auto address = Address::parse(
      "aws-sm://eu-central-1/orders?ca=" + HttpsServer::get().ca_file() + "&endpoint=" + HttpsServer::get().url(path),
      "/");
  auto place = opener.open(address.value());
  EXPECT_TRUE(place) << place.error().what;
  return *std::move(place);
}

TEST(AwsServer, IsGivenTimeWhenItAsksForIt) {
  MadeSurroundings made;
  const auto place = told("/throttled", R"("status": 400, "body": "{\"__type\":\"ThrottlingException\"}")", made);
  const auto read = place->read();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, Reason::busy) << read.error().what;
  EXPECT_EQ(HttpsServer::get().count("/throttled"), 4U);
}

TEST(AwsServer, IsNotBelievedWhenItAnswersGarbage) {
  MadeSurroundings made;
  int i = 0;
  for (const char* answer :
       {R"("body": "")", R"("body": "<html>")", R"("body": "{\"VersionId\":\"v\"}")",
        R"("status": 403, "body": "<html>")", R"("status": 301, "headers": [["Location", "/x"]])"}) {
    const auto read = told("/garbage" + std::to_string(++i), answer, made)->read();
    ASSERT_FALSE(read) << answer;
    EXPECT_EQ(read.error().reason, Reason::io_failed) << answer << read.error().what;
  }
}

TEST(AwsServer, SaysThatTemporaryCredentialsHaveEnded) {
  MadeSurroundings made;
  made.variables = {{"AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE"},
                    {"AWS_SECRET_ACCESS_KEY", "s3cret"},
                    {"AWS_SESSION_TOKEN", "t0ken"}};
  const auto read =
      told("/ended", R"("status": 400, "body": "{\"__type\":\"ExpiredTokenException\",\"message\":\"t0ken\"}")", made)
          ->read();
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().reason, Reason::permission);
  EXPECT_NE(read.error().what.find("has ended"), std::string::npos) << read.error().what;
  EXPECT_EQ(read.error().what.find("t0ken"), std::string::npos);
  EXPECT_EQ(HttpsServer::get().count("/ended"), 1U) << "the same ones again would be as old";
}

/// A profile file that another program rewrites: the next call has the new ones.
TEST(AwsServer, LooksForNewCredentialsWhenTheOldHaveEnded) {
  MadeSurroundings made;
  made.variables["AWS_PROFILE"] = "orders";
  const auto file = [](const char* id) {
    return std::string("[orders]\naws_access_key_id=") + id + "\naws_secret_access_key=s\naws_session_token=t\n";
  };
  made.files["/home/orders/.aws/credentials"] = file("OLD");
  const auto place = told("/renewed", R"("body": "{\"VersionId\":\"v\",\"SecretString\":\"x\"}")", made);
  ASSERT_TRUE(place->read());
  HttpsServer::get().tell("/renewed", R"("status": 400, "body": "{\"__type\":\"ExpiredTokenException\"}")");
  made.files["/home/orders/.aws/credentials"] = file("NEW");
  EXPECT_FALSE(place->read());
  const auto last = base::write_json(HttpsServer::get().requests("/renewed").back());
  EXPECT_NE(last.find("Credential=NEW/"), std::string::npos) << last;
}

TEST(AwsServer, OpensOnlyWithWhatItNeeds) {
  const auto open = [](const MadeSurroundings& made, const std::string& address) {
    Opener opener(made.look(), std::make_shared<Paces>(0));
    const auto place = opener.open(Address::parse(address, "/").value());
    return place ? std::optional<Reason>() : place.error().reason;
  };
  MadeSurroundings nothing;
  nothing.variables["AWS_EC2_METADATA_DISABLED"] = "true";
  EXPECT_EQ(open(nothing, "aws-sm://eu-central-1/orders"), Reason::bad_value);
  MadeSurroundings keys;
  keys.variables = {{"AWS_ACCESS_KEY_ID", "A"}, {"AWS_SECRET_ACCESS_KEY", "b"}};
  EXPECT_EQ(open(keys, "aws-sm://eu-central-1/orders"), std::nullopt);
  EXPECT_EQ(open(keys, "aws-sm://eu-central-1/orders?ca=/nonexistent"), Reason::not_found);
  EXPECT_EQ(open(keys, "aws-sm://eu-central-1/orders?profile=x"), Reason::bad_value);
  EXPECT_EQ(open(keys, "aws-sm://eu-central-1/orders?endpoint=http%3A%2F%2Faws.example"), Reason::unsafe_place);
}

}  // namespace
}  // namespace jwtkeep::destination
