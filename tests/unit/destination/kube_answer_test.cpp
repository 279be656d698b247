// Answers as API servers of Kubernetes 1.20 to 1.36 give them.
#include "jwtkeep/destination/k8s/answer.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/destination/k8s/contents.hpp"
#include "tests/unit/destination/conformance.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;
using base::SecretBytes;

KubeAnswer kube_answer(int status, std::string_view body) {
  return read_kube_answer(
      {.status = status, .url = http::Url::parse("https://kube.example").value(), .body = SecretBytes::copy_of(body)});
}
KubeAnswer refusal(int status, const std::string& reason, const std::string& message, const std::string& details = "") {
  return kube_answer(status, R"({"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":)" +
                                 base::quote_json(message) + R"(,"reason":")" + reason + "\"" +
                                 (details.empty() ? "" : R"(,"details":)" + details) + R"(,"code":)" +
                                 std::to_string(status) + "}");
}
base::Error explained(const KubeAnswer& answer, bool body_is_secret = false) {
  const KubeSettings settings{.server = http::Url::parse("https://kube.example").value(), .source = "the context here"};
  KubeCall call = read_secret({.name_space = "orders", .name = "ring"});
  call.verb = "patch";
  call.body_is_secret = body_is_secret;
  return explain(answer, call, settings);
}

TEST(KubeAnswer, EachRefusalHasItsVerdict) {
  EXPECT_EQ(refusal(401, "Unauthorized", "Unauthorized").verdict, KubeVerdict::unknown_user);
  EXPECT_EQ(refusal(404, "NotFound", R"(secrets "ring" not found)", R"({"name":"ring","kind":"secrets"})").verdict,
            KubeVerdict::absent);
  EXPECT_EQ(refusal(404, "NotFound", R"(namespaces "x" not found)", R"({"name":"x","kind":"namespaces"})").verdict,
            KubeVerdict::no_namespace);
  EXPECT_EQ(refusal(404, "NotFound", "the server could not find the requested resource", "{}").verdict,
            KubeVerdict::refused);
  EXPECT_EQ(refusal(409, "AlreadyExists", R"(secrets "ring" already exists)").verdict, KubeVerdict::exists);
  EXPECT_EQ(refusal(409, "Conflict", "the object has been modified; please apply your changes").verdict,
            KubeVerdict::conflict);
  EXPECT_EQ(
      refusal(422, "Invalid", R"(Secret "r" is invalid: data: Too long: may not be more than 1048576 bytes)").verdict,
      KubeVerdict::too_large);
  EXPECT_EQ(
      refusal(422, "Invalid", R"(Secret "r" is invalid: data: Forbidden: field is immutable when `immutable` is set)")
          .verdict,
      KubeVerdict::immutable);
  EXPECT_EQ(refusal(413, "RequestEntityTooLarge", "limit is 3145728").verdict, KubeVerdict::too_large);
  EXPECT_EQ(refusal(500, "InternalError", "etcdserver: request timed out").verdict, KubeVerdict::unclear);
  EXPECT_EQ(refusal(504, "Timeout", "Timeout: request did not complete").verdict, KubeVerdict::unclear);
  EXPECT_EQ(kube_answer(503, "no endpoints").verdict, KubeVerdict::busy);
  EXPECT_EQ(refusal(429, "TooManyRequests", "").verdict, KubeVerdict::busy);
}

TEST(KubeAnswer, WhatIsNotKubernetesIsNeverTakenForNothing) {
  for (const int status : {200, 301, 400, 401, 403, 404, 409}) {
    for (const char* body : {"", "<html>", "[]", "\"x\""}) {
      EXPECT_EQ(kube_answer(status, body).verdict, KubeVerdict::senseless) << status << body;
    }
  }
  EXPECT_EQ(kube_answer(404, R"({"kind":"Secret","details":{"kind":"secrets"}})").verdict, KubeVerdict::senseless);
  EXPECT_EQ(kube_answer(200, R"({"kind":"Status","status":"Success"})").verdict, KubeVerdict::senseless);
  EXPECT_EQ(explained(kube_answer(200, "<html>")).reason, Reason::io_failed);
}

TEST(KubeAnswer, ADeniedVerbIsNamedWithWhoAsked) {
  const auto denied = refusal(403, "Forbidden",
                              R"(secrets "ring" is forbidden: User "system:serviceaccount:a:b" cannot patch resource )"
                              R"("secrets" in API group "" in the namespace "orders")");
  EXPECT_EQ(denied.verdict, KubeVerdict::denied);
  const auto error = explained(denied, true);
  EXPECT_EQ(error.reason, Reason::permission);
  EXPECT_EQ(error.what,
            "no role allows system:serviceaccount:a:b this at https://kube.example: it needs the verb \"patch\" on "
            "secrets in the namespace orders");
  // A quota's or a webhook's no is none of a role's.
  EXPECT_EQ(refusal(403, "Forbidden", R"(secrets "ring" is forbidden: exceeded quota: secrets)").verdict,
            KubeVerdict::refused);
}

TEST(KubeAnswer, WhoHasTheFieldsIsNamed) {
  const auto owned = refusal(
      409, "Conflict", R"(Apply failed with 2 conflicts: conflicts with "helm" using v1: .data.A)",
      R"({"causes":[{"reason":"FieldManagerConflict","message":"conflict with \"helm\" using v1","field":".data.A"},)"
      R"({"reason":"FieldManagerConflict","message":"conflict with \"kubectl-edit\"","field":".data.B"},)"
      R"({"reason":"FieldManagerConflict","message":"conflict with \"helm\" using v1","field":".data.B"}]})");
  EXPECT_EQ(owned.verdict, KubeVerdict::owned);
  EXPECT_EQ(owned.managers, (std::vector<std::string>{"helm", "kubectl-edit"}));
  EXPECT_NE(explained(owned).what.find("helm, kubectl-edit"), std::string::npos);
}

TEST(KubeAnswer, WhatMayQuoteASecretIsNotRepeated) {
  const auto refused = refusal(400, "BadRequest", "illegal value hunter2 at byte 4");
  EXPECT_NE(explained(refused).what.find("hunter2"), std::string::npos);
  EXPECT_EQ(explained(refused, true).what.find("hunter2"), std::string::npos);
  EXPECT_NE(explained(refused, true).what.find("BadRequest"), std::string::npos);
}

std::optional<KubeSecret> secret(const std::string& metadata, const std::string& more) {
  const auto read = kube_answer(
      200, R"({"kind":"Secret","apiVersion":"v1","metadata":{"resourceVersion":"5")" + metadata + "}" + more + "}");
  return read_secret_answer(read.body);
}

TEST(KubeContents, OwnVariablesAreThoseOfTheAnnotation) {
  const std::string data = R"(,"type":"Opaque","data":{"A":"YQ==","AB":"Yg==","B":"/w=="})";
  EXPECT_EQ(text_of(secret("", data)->text), R"({"A":"a","AB":"b","B":"/w=="})");
  const auto own = secret(R"(,"annotations":{"jwtkeep.dev/variables":"B,A"})", data);
  EXPECT_EQ(text_of(own->text), R"({"A":"a","B":"/w=="})");
  EXPECT_EQ(own->version, "5");
  EXPECT_TRUE(own->managed_fields.is_null());
  EXPECT_EQ(text_of(secret("", "")->text), "{}");
  EXPECT_TRUE(secret("", R"(,"immutable":true)")->is_immutable);
  EXPECT_FALSE(secret("", R"(,"data":{"A":"?"})"));
  EXPECT_FALSE(secret("", R"(,"data":[])"));
}

TEST(KubeContents, WhatIsManagedByUpdateIsTurnedIntoApply) {
  const auto entry = [](const char* manager, const char* operation, const char* fields) {
    return std::string(R"({"manager":")") + manager + R"(","operation":")" + operation +
           R"(","apiVersion":"v1","fieldsType":"FieldsV1","fieldsV1":{"f:data":)" + fields + "}}";
  };
  const auto fields = [&](const std::string& entries) {
    return text_of(
        base::write_with_secrets(secret(R"(,"managedFields":[)" + entries + "]", "")->managed_fields, false));
  };
  const auto other = entry("kubectl", "Update", R"({"f:C":{}})");
  EXPECT_EQ(fields(entry("jwtkeep", "Apply", R"({"f:A":{}})") + "," + other), "null");
  EXPECT_EQ(fields(entry("jwtkeep", "Update", R"({"f:A":{}})") + "," + other),
            "[" + other + "," + entry("jwtkeep", "Apply", R"({"f:A":{}})") + "]");
  EXPECT_EQ(fields(entry("jwtkeep", "Apply", R"({".":{},"f:A":{}})") + "," + other + "," +
                   entry("jwtkeep", "Update", R"({"f:A":{},"f:B":{}})")),
            "[" + other + "," + entry("jwtkeep", "Apply", R"({".":{},"f:A":{},"f:B":{}})") + "]");
}

}  // namespace
}  // namespace jwtkeep::destination
