// What Azure answers, as Microsoft's pages and its own client have it.
#include <gtest/gtest.h>

#include "jwtkeep/destination/azure/azure_refusal.hpp"
#include "jwtkeep/destination/azure/azure_secret.hpp"
#include "jwtkeep/destination/azure/azure_token_answer.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;
using base::SecretBytes;
using Kind = AzureRefusalKind;

http::Response azure_answer(int status, std::string_view body) {
  http::Response response{.status = status, .url = http::Url::parse("https://v.vault.azure.net").value()};
  response.body = SecretBytes::copy_of(body);
  return response;
}

const AzureAsked kAsked{.operation = AzureOperation::set, .name = "orders"};

TEST(AzureRefusal, IsKnownByItsInnerCodeThenByItsCodeThenByTheStatus) {
  struct Case {
    int status;
    const char* body;
    Kind kind;
    Reason reason;
  };
  for (const auto& each : {
           Case{403, R"({"error":{"code":"Forbidden","message":"m","innererror":{"code":"SecretDisabled"}}})",
                Kind::disabled, Reason::busy},
           Case{403, R"({"error":{"code":"Forbidden","message":"m","innererror":{"code":"ForbiddenByRbac"}}})",
                Kind::denied, Reason::permission},
           Case{403, R"({"error":{"code":"Forbidden","message":"m","innererror":{"code":"ForbiddenByFirewall"}}})",
                Kind::blocked, Reason::permission},
           Case{403, R"({"error":{"code":"Forbidden","message":"m","innererror":{"code":"NewWord"}}})", Kind::denied,
                Reason::permission},
           Case{404, R"({"error":{"code":"SecretNotFound","message":"m"}})", Kind::not_found, Reason::busy},
           Case{404, R"({"error":{"code":"VaultNotFound","message":"m"}})", Kind::other, Reason::destination_failed},
           Case{404, "<html>", Kind::not_understood, Reason::io_failed},
           Case{409, R"({"error":{"code":"Conflict","innererror":{"code":"ObjectIsDeletedButRecoverable"}}})",
                Kind::deleted, Reason::busy},
           Case{409, R"({"error":{"code":"Conflict","innererror":{"code":"ObjectIsBeingDeleted"}}})", Kind::in_between,
                Reason::busy},
           Case{401, R"({"error":{"code":"Unauthorized","message":"AKV10022: Invalid audience."}})",
                Kind::bad_credentials, Reason::permission},
           Case{429, "", Kind::throttled, Reason::busy},
           Case{413, R"({"error":{"code":"TooLong"}})", Kind::too_large, Reason::destination_failed},
           Case{400, R"({"error":{"code":"BadParameter","message":"m"}})", Kind::other, Reason::destination_failed},
           Case{503, "upstream", Kind::broken, Reason::io_failed},
           Case{500, R"({"error":{"code":"InternalServerError"}})", Kind::broken, Reason::io_failed},
           Case{403, R"({"error":{"code":"a\nb"}})", Kind::not_understood, Reason::io_failed},
           Case{403, R"({"error":"text"})", Kind::not_understood, Reason::io_failed},
       }) {
    const auto refusal = read_azure_refusal(azure_answer(each.status, each.body));
    EXPECT_EQ(refusal.kind, each.kind) << each.body;
    EXPECT_EQ(explain(refusal, kAsked).reason, each.reason) << each.body;
  }
}

TEST(AzureRefusal, NamesThePermissionOfTheMessageAndNothingElseOfIt) {
  const auto error = [](const std::string& message, AzureOperation operation = AzureOperation::set) {
    const auto refusal = read_azure_refusal(azure_answer(
        403, R"({"error":{"code":"Forbidden","message":")" + message + R"(","innererror":{"code":"AccessDenied"}}})"));
    return explain(refusal, {.operation = operation, .name = "orders", .vault = "VAULT", .whose = "WHO"}).what;
  };
  EXPECT_EQ(error("The user 'appid=1' does not have secrets set permission on key vault 'v'."),
            "VAULT denies secrets/set on orders to WHO (AccessDenied)");
  EXPECT_EQ(error(R"(Caller is not authorized.\r\nAction: 'Microsoft.KeyVault/vaults/secrets/setSecret/action'\r\nx)"),
            "VAULT denies Microsoft.KeyVault/vaults/secrets/setSecret/action on orders to WHO (AccessDenied)");
  for (const char* other : {"Action: 'Microsoft.KeyVault/s3cret 1'", "does not have secrets s3cret! permission",
                            "s3cret", "Action: 'Microsoft.KeyVault/s3cret"}) {
    EXPECT_EQ(error(other, AzureOperation::list),
              "VAULT denies secrets/list (access policy) or Microsoft.KeyVault/vaults/secrets/readMetadata/action "
              "(role) on orders to WHO (AccessDenied)");
  }
}

TEST(AzureSecret, IsReadWithItsVersionTagsAndSwitch) {
  const auto secret = read_azure_secret(SecretBytes::copy_of(
      R"({"value":"{\"b\":1, \"a\":2}","contentType":"x","id":"https://v.vault.azure.net/secrets/orders/0aF9",)"
      R"("attributes":{"enabled":false,"created":1},"tags":{"team":"orders","odd":1}})"));
  ASSERT_TRUE(secret) << secret.error().what;
  EXPECT_EQ(secret->about.version, "0aF9");
  EXPECT_FALSE(secret->about.enabled);
  EXPECT_EQ(secret->about.tags, (AzureTags{{"team", "orders"}}));
  EXPECT_EQ(secret->text, SecretBytes::copy_of(R"({"a":2,"b":1})"));
  for (const char* none :
       {"", "[]", R"({"value":"s3cret"})", R"({"value":1,"id":"https://v/secrets/o/1"})",
        R"({"value":"s3cret","id":"https://v/secrets/o"})", R"({"value":"s3cret","id":"https://v/secrets/o/"})",
        R"({"value":"s3cret","id":"https://v/secrets/o/1/2"})", R"({"value":"s3cret","id":"https://v/keys/o/1"})",
        R"({"value":"s3cret","id":"https://v/secrets/o/1?x"})"}) {
    const auto refused = read_azure_secret(SecretBytes::copy_of(std::string_view(none)));
    ASSERT_FALSE(refused) << none;
    EXPECT_EQ(refused.error().reason, Reason::io_failed);
    EXPECT_EQ(refused.error().what.find("s3cret"), std::string::npos);
  }
}

TEST(AzureVersions, GoOnWithinTheirOwnListAlone) {
  const auto asked = http::Url::parse("https://v.vault.azure.net/secrets/o/versions?api-version=7.4").value();
  const auto read = [&](const std::string& next) {
    return read_azure_versions(
        SecretBytes::copy_of(R"({"value":[{"id":"https://v.vault.azure.net/secrets/o/1"}],"nextLink":)" + next + "}"),
        asked);
  };
  EXPECT_FALSE(read("null")->next);
  EXPECT_FALSE(read("\"\"")->next);
  EXPECT_TRUE(read("\"https://v.vault.azure.net:443/secrets/o/versions?api-version=7.4&$skiptoken=x\"")->next);
  for (const char* next :
       {"\"https://w.vault.azure.net/secrets/o/versions?x\"", "\"/secrets/o/versions\"", "1",
        "\"https://v.vault.azure.net/secrets/p/versions\"", "\"http://v.vault.azure.net/secrets/o/versions\"",
        "\"https://v.vault.azure.net:444/secrets/o/versions\""}) {
    EXPECT_FALSE(read(next)) << next;
  }
  EXPECT_TRUE(read_azure_versions(SecretBytes::copy_of(R"({"value":null})"), asked)->versions.empty());
  EXPECT_FALSE(read_azure_versions(SecretBytes::copy_of(R"({"value":[{"id":"x"}]})"), asked));
  EXPECT_FALSE(read_azure_versions(SecretBytes::copy_of(R"({"value":{}})"), asked));
}

TEST(AzureToken, IsReadFromEachWhoGivesThem) {
  const base::Instant now{base::Seconds{1'000'000}};
  const auto ends = [&](const char* body) {
    const auto token = read_azure_token(azure_answer(200, body), "SOURCE", now);
    EXPECT_TRUE(token) << token.error().what;
    EXPECT_EQ(token->value, SecretBytes::copy_of("t.o.k"));
    return token->ends - now;
  };
  using std::chrono::seconds;
  EXPECT_EQ(ends(R"({"token_type":"Bearer","expires_in":3599,"access_token":"t.o.k"})"), seconds(3599));
  EXPECT_EQ(ends(R"({"access_token":"t.o.k","expires_in":"60","expires_on":"9"})"), seconds(60));
  EXPECT_EQ(ends(R"({"access_token":"t.o.k","expires_on":"1000061"})"), seconds(61));
  EXPECT_GT(ends(R"({"access_token":"t.o.k","expires_in":9223372036854775807})"), seconds(1));
  for (const char* none :
       {"", "{}", R"({"access_token":"t.o.k"})", R"({"access_token":"","expires_in":1})",
        R"({"access_token":"a b","expires_in":1})", R"({"access_token":"a\r\nX: b","expires_in":1})",
        R"({"access_token":"t.o.k","expires_in":-1})", R"({"access_token":"t.o.k","expires_in":0})",
        R"({"access_token":"t.o.k","expires_on":"999999"})", R"({"access_token":"t.o.k","expires_on":"tomorrow"})"}) {
    const auto refused = read_azure_token(azure_answer(200, none), "SOURCE", now);
    ASSERT_FALSE(refused) << none;
    EXPECT_EQ(refused.error().reason, Reason::io_failed);
    EXPECT_EQ(refused.error().what.find("t.o.k"), std::string::npos);
  }
}

TEST(AzureToken, RefusalsAreToldByTheirCodeAndNotByTheirWords) {
  const auto error = [](int status, const std::string& body) {
    return read_azure_token(azure_answer(status, body), "SOURCE", base::Instant{}).error();
  };
  const auto wrong = error(401, R"({"error":"invalid_client","error_codes":[7000215],)"
                                R"("error_description":"AADSTS7000215: Invalid client secret 's3cret'"})");
  EXPECT_EQ(wrong.reason, Reason::permission);
  EXPECT_EQ(wrong.what, "SOURCE gives no token: the client secret is wrong (401 invalid_client, AADSTS7000215)");
  const auto unknown = error(400, R"({"error":"invalid_grant","error_codes":[12345]})");
  EXPECT_NE(unknown.hint.find("code=12345"), std::string::npos) << unknown.hint;
  EXPECT_EQ(error(400, R"({"error":"invalid_request","error_description":"Identity not found"})").reason,
            Reason::permission);
  EXPECT_EQ(error(503, "<html>").reason, Reason::io_failed);
  EXPECT_EQ(error(404, R"({"error":"s3cret 1"})").what.find("s3cret"), std::string::npos);
}

}  // namespace
}  // namespace jwtkeep::destination
