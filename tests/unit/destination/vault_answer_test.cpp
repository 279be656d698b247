#include "jwtkeep/destination/vault/answer.hpp"

#include <gtest/gtest.h>

#include "jwtkeep/destination/vault/contents.hpp"
#include "jwtkeep/destination/vault/lease.hpp"
#include "jwtkeep/destination/vault/server_words.hpp"
#include "tests/unit/destination/conformance.hpp"

namespace jwtkeep::destination {
namespace {

using base::SecretBytes;
using State = VaultNewest::State;
using Verdict = VaultVerdict;

VaultAnswer vault_answer(int status, std::string_view body) {
  return read_answer({.status = status,
                      .url = http::Url::parse("https://vault.example/").value(),
                      .body = SecretBytes::copy_of(body)});
}

VaultSettings settings(VaultAuth auth = VaultAuth::token) {
  return {.server = http::Url::parse("https://vault.example:8200").value(), .auth = auth, .auth_mount = "approle"};
}

const VaultRing kRing{.mount = "secret", .path = "orders/prod"};

struct Case {
  int status;
  std::string_view body;
  Verdict verdict;
};

// Bodies as OpenBao 2.7.2 sends them, and Vault where it differs.
constexpr Case kCases[] = {
    {200, R"({"data":{}})", Verdict::done},
    {204, "", Verdict::done},
    {404, R"({"errors":[]})", Verdict::never},
    {404, R"({"data":{"data":null,"metadata":{"version":1,"destroyed":false}}})", Verdict::gone},
    {404, R"({"errors":["no handler for route \"nomount/data/x\". route entry not found."]})", Verdict::no_mount},
    {404, R"({"errors":["namespace not found"]})", Verdict::no_namespace},
    {404, R"({"errors":["1 error occurred:\n\t* unsupported path\n\n"]})", Verdict::refused},
    {404, R"({"warnings":["Invalid path for a versioned K/V secrets engine."]})", Verdict::senseless},
    {404, "<html>Not Found</html>", Verdict::senseless},
    {404, "", Verdict::senseless},
    {404, R"({"errors":"none"})", Verdict::senseless},
    {403, R"({"errors":["1 error occurred:\n\t* permission denied\n\n"]})", Verdict::denied},
    {403, R"({"errors":["permission denied"]})", Verdict::token_refused},
    {403, R"({"errors":["2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"]})", Verdict::token_refused},
    {403, R"({"errors":["preflight capability check returned 403, please ensure client's policies grant access"]})",
     Verdict::denied},
    {403, "<html>Forbidden</html>", Verdict::denied},
    {400, R"({"errors":["check-and-set parameter did not match the current version"]})", Verdict::conflict},
    {400, R"({"errors":["Upgrading from non-versioned to versioned data. This backend will be unavailable"]})",
     Verdict::busy},
    {400, R"({"errors":["no data provided"]})", Verdict::refused},
    {412, "", Verdict::busy},
    {413, R"({"errors":["http: request body too large"]})", Verdict::too_large},
    {472, "", Verdict::standby},
    {473, R"({"errors":["cannot write to readonly storage"]})", Verdict::standby},
    {307, "", Verdict::standby},
    {500, R"({"errors":["1 error occurred:\n\t* put failed due to value being too large; got 156 bytes\n\n"]})",
     Verdict::too_large},
    {500, R"({"errors":["internal error"]})", Verdict::unclear},
    {502, "<html>Bad Gateway</html>", Verdict::unclear},
    {503, R"({"errors":["Vault is sealed"]})", Verdict::sealed},
    {503, "", Verdict::busy},
    {200, "[]", Verdict::senseless},
    {200, R"({"data":)", Verdict::senseless},
    {200, R"({"data":{},"data":{}})", Verdict::senseless},
    {600, "", Verdict::senseless},
};

TEST(VaultAnswer, IsUnderstoodByStatusAndWords) {
  for (const auto& each : kCases) {
    EXPECT_EQ(vault_answer(each.status, each.body).verdict, each.verdict) << each.status << " " << each.body;
  }
}

TEST(VaultAnswer, EveryRefusalHasAReasonAndSaysWhatToDo) {
  for (const auto& each : kCases) {
    if (each.verdict == Verdict::done) continue;
    const auto error = explain(vault_answer(each.status, each.body), read_newest(kRing), settings());
    EXPECT_NE(error.what.find("https://vault.example:8200"), std::string::npos) << error.what;
    EXPECT_FALSE(error.hint.empty()) << error.what;
    EXPECT_EQ(base::answer(error.reason), base::Answer::world_failed) << error.what;
  }
}

TEST(VaultAnswer, ALoginsRefusalIsTheLogins) {
  const auto call = log_in(settings(VaultAuth::approle), SecretBytes::copy_of(std::string_view("{}")));
  for (const auto& [status, body] : std::vector<std::pair<int, std::string_view>>{
           {400, R"({"errors":["invalid role or secret ID"]})"},
           {403, R"({"errors":["permission denied"]})"},
           {404, R"({"errors":["no handler for route \"auth/approle/login\""]})"}}) {
    const auto error = explain(vault_answer(status, body), call, settings(VaultAuth::approle));
    EXPECT_EQ(error.reason, base::Reason::permission);
    EXPECT_NE(error.what.find("refuses the login by approle at auth/approle"), std::string::npos) << error.what;
  }
}

TEST(VaultAnswer, WhatAServerQuotesOfASecretIsNotRepeated) {
  const std::string secret = "5f8c1a0b9d3e7f6a5f8c1a0b9d3e7f6a";
  const auto body = R"({"errors":["cannot take )" + secret + R"(","s.KypX1r7eEVWKtXzZr5KgTdD7"]})";
  const auto quoting = vault_answer(400, body);
  EXPECT_EQ(quoting.words, "cannot take [...] [...]");
  const auto write = write_newest(kRing, SecretBytes::copy_of(std::string_view("{}")), 1);
  // Of a write nothing is repeated at all: a short secret would be no long run.
  const auto error = explain(vault_answer(400, R"({"errors":["cannot take hunter2"]})"), write, settings());
  EXPECT_EQ((error.what + error.hint).find("hunter2"), std::string::npos);
  EXPECT_NE(explain(vault_answer(400, R"({"errors":["lease is not renewable"]})"), renew_token(), settings())
                .what.find("lease is not renewable"),
            std::string::npos);
}

TEST(ServerWords, AreOneShortPrintableLine) {
  EXPECT_EQ(fit_for_message("1 error occurred:\n\t* permission denied\n\n"), "1 error occurred: permission denied");
  EXPECT_EQ(fit_for_message("a\x1b[31mb\x7f\xc3"), "a [31mb??");
  EXPECT_LE(fit_for_message(std::string(5000, '!')).size(), 200U);
  EXPECT_EQ(fit_for_message(std::string(19, 'a')), std::string(19, 'a'));
  EXPECT_EQ(fit_for_message(std::string(20, 'a')), "[...]");
}

TEST(VaultContents, TellWhatStandsFromWhatDoesNot) {
  const auto newest = [](int status, std::string_view body) { return read_newest_answer(vault_answer(status, body)); };
  const auto standing =
      newest(200, R"({"data":{"data":{"b":"2","a":"1"},"metadata":{"version":4,"destroyed":false}}})");
  ASSERT_TRUE(standing);
  EXPECT_EQ(standing->state, State::standing);
  EXPECT_EQ(standing->version, 4U);
  EXPECT_EQ(text_of(standing->text), R"({"a":"1","b":"2"})");
  const auto deleted = newest(404, R"({"data":{"data":null,"metadata":{"version":4,"destroyed":false}}})");
  ASSERT_TRUE(deleted);
  EXPECT_EQ(deleted->state, State::deleted);
  EXPECT_EQ(deleted->version, 4U);
  const auto destroyed = newest(404, R"({"data":{"data":null,"metadata":{"version":4,"destroyed":true}}})");
  ASSERT_TRUE(destroyed);
  EXPECT_EQ(destroyed->state, State::destroyed);
  const auto never = newest(404, R"({"errors":[]})");
  ASSERT_TRUE(never);
  EXPECT_EQ(never->state, State::never);
  EXPECT_EQ(never->version, 0U);
  for (const auto* senseless :
       {R"({"data":{"data":null,"metadata":{"version":4}}})", R"({"data":{"data":{"a":"1"}}})",
        R"({"data":{"data":{"a":"1"},"metadata":{"version":0}}})", R"({"data":{"data":"a","metadata":{"version":1}}})",
        R"({"data":{"data":{"a":"1"},"metadata":{"version":"1"}}})", R"({"data":{"a":"1"}})", "{}"}) {
    EXPECT_FALSE(newest(200, senseless)) << senseless;
  }
}

TEST(VaultContents, AMountIsOfAnEngineAndAVersion) {
  const auto mount = [](const std::string& body) { return read_mount_answer(vault_answer(200, body)); };
  const auto two = mount(R"({"data":{"path":"teams/kv/","type":"kv","options":{"version":"2"}}})");
  ASSERT_TRUE(two);
  EXPECT_EQ(two->path, "teams/kv");
  EXPECT_TRUE(two->is_kv2);
  for (const auto* one : {R"({"data":{"path":"kv/","type":"kv","options":null}})",
                          R"({"data":{"path":"kv/","type":"kv","options":{"version":"1"}}})",
                          R"({"data":{"path":"kv/","type":"generic"}})"}) {
    ASSERT_TRUE(mount(one)) << one;
    EXPECT_FALSE(mount(one)->is_kv2);
    EXPECT_EQ(mount(one)->engine, "KV version 1");
  }
  EXPECT_FALSE(mount(R"({"data":{"path":"/","type":"kv","options":{"version":"2"}}})"));
  EXPECT_FALSE(mount(R"({"data":{"path":"a\nb/","type":"kv"}})"));
}

TEST(VaultContents, OlderVersionsAreThoseOfWhichSomethingIsLeft) {
  const auto versions = read_versions_answer(vault_answer(
      200, R"({"data":{"current_version":11,"versions":{"10":{"destroyed":false},"2":{"destroyed":true},)"
           R"("9":{"deletion_time":"2026-01-01T00:00:00Z","destroyed":false},"11":{"destroyed":false}}}})"));
  ASSERT_TRUE(versions);
  EXPECT_EQ(versions->newest, 11U);
  EXPECT_EQ(versions->older, (std::vector<std::uint64_t>{9, 10}));
  EXPECT_FALSE(read_versions_answer(vault_answer(200, R"({"data":{"current_version":1,"versions":{"x":{}}}})")));
  EXPECT_FALSE(read_versions_answer(vault_answer(200, R"({"data":{"current_version":-1,"versions":{}}})")));
  EXPECT_FALSE(read_versions_answer(vault_answer(200, R"({"data":{"versions":{}}})")));
}

TEST(VaultContents, ALoginGivesATokenThatAHeaderCanHold) {
  const auto token = read_token_answer(
      vault_answer(200, R"({"auth":{"client_token":"hvs.abc","lease_duration":60,"renewable":true}})"));
  ASSERT_TRUE(token);
  EXPECT_EQ(text_of(token->token), "hvs.abc");
  EXPECT_EQ(token->lease, base::Seconds{60});
  EXPECT_TRUE(token->renewable);
  for (const auto* wrong : {R"({"auth":null})", R"({"auth":{"client_token":"","lease_duration":60}})",
                            R"({"auth":{"client_token":"a\r\nX-Evil: 1","lease_duration":60}})",
                            R"({"auth":{"client_token":"a","lease_duration":-1}})",
                            R"({"auth":{"client_token":"a","lease_duration":"60"}})"}) {
    EXPECT_FALSE(read_token_answer(vault_answer(200, wrong))) << wrong;
  }
}

TEST(VaultLease, IsRenewedInItsSecondHalfAndEnds) {
  const VaultLease lease{.since = {}, .length = base::Seconds{60}, .renewable = true};
  const auto at = [](int seconds) { return std::chrono::steady_clock::time_point(std::chrono::seconds(seconds)); };
  EXPECT_EQ(lease.step(at(0)), LeaseStep::use);
  EXPECT_EQ(lease.step(at(29)), LeaseStep::use);
  EXPECT_EQ(lease.step(at(30)), LeaseStep::renew);
  EXPECT_EQ(lease.step(at(60)), LeaseStep::log_in);
  const VaultLease fixed{.since = {}, .length = base::Seconds{60}, .renewable = false};
  EXPECT_EQ(fixed.step(at(59)), LeaseStep::use);
  EXPECT_EQ(fixed.step(at(60)), LeaseStep::log_in);
  const VaultLease root{};
  EXPECT_EQ(root.step(at(1'000'000)), LeaseStep::use);
  const VaultLease longest{.since = at(1), .length = base::kLongestDuration, .renewable = true};
  EXPECT_EQ(longest.step(at(2)), LeaseStep::use) << "no overflow";
}

}  // namespace
}  // namespace jwtkeep::destination
