// vault:// against a real OpenBao.
#include "jwtkeep/destination/vault/place.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "jwtkeep/destination/ring_json.hpp"
#include "tests/servers/in_ci.hpp"
#include "tests/unit/destination/conformance.hpp"
#include "tests/unit/destination/faulty_proxy.hpp"
#include "tests/unit/destination/memory_search.hpp"
#include "tests/unit/destination/openbao.hpp"
#include "tests/unit/destination/surroundings_with.hpp"
#include "tests/unit/http/https_server.hpp"

namespace jwtkeep::destination {
namespace {

using base::Reason;
using base::SecretBytes;
using http::Method;
using keyring::State;

TEST(OpenBaoServer, CanBeHad) {
  if (OpenBao::why_not().empty()) return;
  ASSERT_FALSE(servers::in_ci()) << OpenBao::why_not();
  GTEST_SKIP() << OpenBao::why_not();
}

/// A place at OpenBao, opened as the command line does.
struct Opened {
  std::unique_ptr<Opener> opener;
  std::unique_ptr<Place> place;
};

base::Result<Opened> open_at(const std::string& path, Pairs variables, const std::string& options = "",
                             Pairs files = {}) {
  auto& bao = OpenBao::get();
  const auto address =
      Address::parse("vault://" + path + "?address=" + bao.url() + "&ca=" + bao.ca_file() + options, "/");
  if (!address) return std::unexpected(address.error());
  Opened opened{.opener = std::make_unique<Opener>(surroundings_with(std::move(variables), std::move(files)),
                                                   std::make_shared<Paces>(0)),
                .place = nullptr};
  auto place = opened.opener->open(*address);
  if (!place) return std::unexpected(place.error());
  opened.place = *std::move(place);
  return opened;
}

Opened open_with_token(const std::string& path, const std::string& token, const std::string& options = "") {
  auto opened = open_at(path, {{"VAULT_TOKEN", token}}, options);
  if (!opened) {
    ADD_FAILURE() << opened.error().what;
    std::abort();
  }
  return *std::move(opened);
}
Opened open_as_root(const std::string& path, const std::string& options = "") {
  return open_with_token(path, OpenBao::get().root_token(), options);
}

SecretBytes ring_of(std::string_view secret) {
  return SecretBytes::copy_of(std::string_view(std::string(R"({"JWT_SECRET":")") + std::string(secret) + "\"}"));
}
const Marks kMarks{.keyring = "orders/prod", .revision = 3, .digest = "0123456789abcdef0123456789abcdef"};

/// What stands there, as the administrator sees it.
std::string seen(const std::string& path) {
  const auto reply = OpenBao::get().ask(Method::get, path);
  const auto* data = reply.body.find("data");
  const auto* inner = data != nullptr ? data->find("data") : nullptr;
  return inner != nullptr ? base::write_json(*inner) : "";
}

bool is_destroyed(const std::string& path, int version) {
  const auto reply = OpenBao::get().must(Method::get, "secret/metadata/" + path);
  return *reply.body.find("data")->find("versions")->find(std::to_string(version))->find("destroyed")->boolean();
}

class VaultAtOpenBao : public testing::Test {
 protected:
  void SetUp() override {
    if (!OpenBao::why_not().empty()) GTEST_SKIP() << OpenBao::why_not();
  }
};

// ---- The suite of all places, by AppRole and with the policy that the page tells people to write.

Candidate candidate() {
  return {
      .name = "openbao",
      .open = [](const std::string& name) -> std::unique_ptr<Place> {
        static const auto role = OpenBao::get().app_role("conformance", "jwtkeep");
        auto opened =
            open_at("secret/orders/" + name, {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}});
        if (!opened) {
          ADD_FAILURE() << opened.error().what;
          return nullptr;
        }
        return std::move(opened->place);
      },
      .why_not = OpenBao::why_not(),
      .write_by_another_hand =
          [](const std::string& name, std::string_view text) {
            OpenBao::get().must(Method::post, "secret/data/orders/" + name, R"({"data":)" + std::string(text) + "}");
            return true;
          }};
}
INSTANTIATE_TEST_SUITE_P(Vault, Conformance, testing::Values(candidate()),
                         [](const auto& each) { return each.param.name; });

// ---- Logging in.

TEST_F(VaultAtOpenBao, ASecretIdFromAFileLogsIn) {
  const auto role = OpenBao::get().app_role("from-file", "jwtkeep");
  auto opened = open_at("secret/orders/from-file",
                        {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID_FILE", "/run/secrets/vault"}},
                        "&auth=approle", {{"/run/secrets/vault", role.secret_id + "\n"}});
  ASSERT_TRUE(opened) << opened.error().what;
  const auto standing = opened->place->read();
  ASSERT_TRUE(standing) << standing.error().what;
  EXPECT_FALSE(standing->has_value());
}

TEST_F(VaultAtOpenBao, ATokenFromTheHomeFolderIsUsed) {
  auto opened = open_at("secret/orders/home", {}, "", {{"/home/tester/.vault-token", OpenBao::get().root_token()}});
  ASSERT_TRUE(opened) << opened.error().what;
  EXPECT_TRUE(opened->place->read());
}

TEST_F(VaultAtOpenBao, AnAuthMethodMountedElsewhereIsFound) {
  auto& bao = OpenBao::get();
  bao.must(Method::post, "sys/auth/teams/approle-2", R"({"type":"approle"})");
  bao.must(
      Method::post, "auth/teams/approle-2/role/r",
      R"({"token_policies":"jwtkeep","bind_secret_id":false,"secret_id_bound_cidrs":[],"token_bound_cidrs":["127.0.0.0/8"]})");
  const auto id = bao.must(Method::get, "auth/teams/approle-2/role/r/role-id");
  auto opened =
      open_at("secret/orders/elsewhere", {{"VAULT_ROLE_ID", *id.body.find("data")->find("role_id")->string()}},
              "&auth=approle:teams/approle-2");
  ASSERT_TRUE(opened) << opened.error().what;
  const auto standing = opened->place->read();
  EXPECT_TRUE(standing) << standing.error().what;
}

TEST_F(VaultAtOpenBao, AWrongSecretIdIsToldWithoutShowingIt) {
  const auto role = OpenBao::get().app_role("wrong", "jwtkeep");
  const std::string wrong = "0b6e1c8e-1111-2222-3333-abcdefabcdef";
  auto opened = open_at("secret/orders/wrong", {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", wrong}});
  ASSERT_TRUE(opened);
  const auto refused = opened->place->read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::permission);
  EXPECT_NE(refused.error().what.find("refuses the login by approle at auth/approle (400)"), std::string::npos)
      << refused.error().what;
  EXPECT_NE(refused.error().hint.find("VAULT_SECRET_ID"), std::string::npos);
  EXPECT_EQ(refused.error().what.find(wrong), std::string::npos);

  auto without = open_at("secret/orders/wrong", {{"VAULT_ROLE_ID", role.role_id}});
  ASSERT_TRUE(without);
  const auto missing = without->place->read();
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().what.find("it asks for a secret_id"), std::string::npos) << missing.error().what;
}

TEST_F(VaultAtOpenBao, ATokenThatWasRevokedIsReplacedByANewLogin) {
  auto& bao = OpenBao::get();
  const auto role = bao.app_role("revoked", "jwtkeep");
  auto opened =
      open_at("secret/orders/revoked", {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}});
  ASSERT_TRUE(opened);
  ASSERT_TRUE(opened->place->read());
  bao.must(Method::put, "sys/leases/revoke-prefix/auth/approle", "{}");
  const auto written = opened->place->write(ring_of("after"), kMarks, std::nullopt);
  ASSERT_TRUE(written) << written.error().what;
  EXPECT_EQ(seen("secret/data/orders/revoked"), R"({"JWT_SECRET":"after"})");
}

TEST_F(VaultAtOpenBao, ATokenThatHasExpiredIsReplacedByANewLogin) {
  auto& bao = OpenBao::get();
  const auto role = bao.app_role("expiring", "jwtkeep", R"("token_ttl":"1s","token_max_ttl":"1s")");
  auto opened =
      open_at("secret/orders/expiring", {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}});
  ASSERT_TRUE(opened);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(2500);
  while (std::chrono::steady_clock::now() < until) {
    const auto standing = opened->place->read();
    ASSERT_TRUE(standing) << standing.error().what;
  }
}

/// A secret_id that is good for one login: only renewals can have kept the token alive.
TEST_F(VaultAtOpenBao, ATokenIsRenewedInTime) {
  auto& bao = OpenBao::get();
  const auto role = bao.app_role("periodic", "jwtkeep", R"("token_period":"4s","secret_id_num_uses":1)");
  auto opened =
      open_at("secret/orders/periodic", {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}});
  ASSERT_TRUE(opened);
  const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(5500);
  while (std::chrono::steady_clock::now() < until) {
    const auto standing = opened->place->read();
    ASSERT_TRUE(standing) << standing.error().what;
  }
}

TEST_F(VaultAtOpenBao, APodLogsInByItsServiceAccount) {
  auto& bao = OpenBao::get();
  auto& kube = http::HttpsServer::get();
  kube.tell("/apis/authentication.k8s.io/v1/tokenreviews",
            R"("status": 201, "headers": [["Content-Type", "application/json"]], "body": )" +
                base::quote_json(R"({"apiVersion":"authentication.k8s.io/v1","kind":"TokenReview","status":{)"
                                 R"("authenticated":true,"user":{"username":"system:serviceaccount:shop:orders",)"
                                 R"("uid":"u-1","groups":["system:serviceaccounts"]}}})"));
  std::ifstream ca(kube.ca_file());
  const std::string ca_text{std::istreambuf_iterator<char>(ca), {}};
  bao.must(Method::post, "sys/auth/kubernetes", R"({"type":"kubernetes"})");
  bao.must(Method::post, "auth/kubernetes/config",
           R"({"disable_local_ca_jwt":true,"kubernetes_host":")" + kube.url("") + R"(","kubernetes_ca_cert":)" +
               base::quote_json(ca_text) + "}");
  bao.must(
      Method::post, "auth/kubernetes/role/orders",
      R"({"bound_service_account_names":"orders","bound_service_account_namespaces":"shop","policies":"jwtkeep"})");
  // Header and payload of a service account's token; who signed it is what the cluster is asked.
  const std::string jwt =
      "eyJhbGciOiJSUzI1NiJ9."
      "eyJpc3MiOiJrdWJlcm5ldGVzL3NlcnZpY2VhY2NvdW50Iiwia3ViZXJuZXRlcy5pby9zZXJ2aWNlYWNjb3VudC9uYW1lc3BhY2UiOiJzaG9wIiwi"
      "a3ViZX"
      "JuZXRlcy5pby9zZXJ2aWNlYWNjb3VudC9zZXJ2aWNlLWFjY291bnQubmFtZSI6Im9yZGVycyIsImt1YmVybmV0ZXMuaW8vc2VydmljZWFjY291bn"
      "Qvc2Vy"
      "dmljZS1hY2NvdW50LnVpZCI6InUtMSJ9.c2ln";
  auto opened = open_at("secret/orders/pod", {}, "&role=orders",
                        {{"/var/run/secrets/kubernetes.io/serviceaccount/token", jwt + "\n"}});
  ASSERT_TRUE(opened) << opened.error().what;
  const auto written = opened->place->write(ring_of("pod"), kMarks, std::nullopt);
  ASSERT_TRUE(written) << written.error().what;
  EXPECT_GT(kube.count("/apis/authentication.k8s.io/v1/tokenreviews"), 0U);

  auto other = open_at("secret/orders/pod", {}, "&role=payments",
                       {{"/var/run/secrets/kubernetes.io/serviceaccount/token", jwt}});
  ASSERT_TRUE(other);
  const auto refused = other->place->read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::permission);
  EXPECT_EQ(refused.error().what.find(jwt), std::string::npos);
}

// ---- Trust.

TEST_F(VaultAtOpenBao, ACertificateOfAnUnknownAuthorityIsRefused) {
  const auto role = OpenBao::get().app_role("untrusted", "jwtkeep");
  const auto address = Address::parse("vault://secret/orders/untrusted?address=" + OpenBao::get().url(), "/");
  ASSERT_TRUE(address);
  Opener opener(surroundings_with({{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}}),
                std::make_shared<Paces>(0));
  auto place = opener.open(*address);
  ASSERT_TRUE(place) << place.error().what;
  const auto refused = (*place)->read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::io_failed);
  EXPECT_NE(refused.error().what.find("certificate"), std::string::npos) << refused.error().what;
  EXPECT_NE(refused.error().hint.find("CA file"), std::string::npos);
}

TEST_F(VaultAtOpenBao, TheAuthorityOfTheVariableCounts) {
  const auto address = Address::parse("vault://secret/orders/variable-ca", "/");
  Opener opener(surroundings_with({{"VAULT_TOKEN", OpenBao::get().root_token()},
                                   {"VAULT_ADDR", OpenBao::get().url()},
                                   {"VAULT_CACERT", OpenBao::get().ca_file()}}),
                std::make_shared<Paces>(0));
  auto place = opener.open(*address);
  ASSERT_TRUE(place) << place.error().what;
  EXPECT_TRUE((*place)->read());
}

// ---- Namespaces and mounts.

TEST_F(VaultAtOpenBao, ANamespaceHasRingsOfItsOwn) {
  auto& bao = OpenBao::get();
  bao.must(Method::post, "sys/namespaces/team1", "{}");
  bao.mount_kv("secret", 2, "team1");
  bao.must(Method::post, "sys/auth/approle", R"({"type":"approle"})", "team1");
  bao.must(Method::put, "sys/policies/acl/jwtkeep",
           base::write_json(base::Json::object({{"policy", policy_of_docs()}})), "team1");
  const auto role = bao.app_role("in-team1", "jwtkeep", "", "team1");
  auto opened = open_at("secret/orders/ns", {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}},
                        "&namespace=team1/");
  ASSERT_TRUE(opened) << opened.error().what;
  ASSERT_TRUE(opened->place->write(ring_of("of team1"), kMarks, std::nullopt));
  const auto standing = opened->place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ((*standing)->text, ring_of("of team1"));
  EXPECT_EQ(seen("secret/data/orders/ns"), "") << "the root namespace has no such ring";

  const auto unknown = open_as_root("secret/orders/ns", "&namespace=team9").place->read();
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().what.find("(namespace team9) has no such namespace"), std::string::npos)
      << unknown.error().what;
}

TEST_F(VaultAtOpenBao, AMountOfSeveralPartsIsFound) {
  OpenBao::get().mount_kv("teams/kv", 2);
  auto opened = open_as_root("teams/kv/orders/prod");
  ASSERT_TRUE(opened.place->write(ring_of("nested"), kMarks, std::nullopt));
  EXPECT_EQ(seen("teams/kv/data/orders/prod"), R"({"JWT_SECRET":"nested"})");
}

TEST_F(VaultAtOpenBao, WhatIsNoKvOfVersionTwoIsToldAndNeverWrittenTo) {
  auto& bao = OpenBao::get();
  bao.mount_kv("old", 1);
  bao.must(Method::post, "sys/mounts/transit", R"({"type":"transit"})");
  const auto first = open_as_root("old/orders/prod").place->write(ring_of("never"), kMarks, std::nullopt);
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().reason, Reason::destination_failed);
  EXPECT_NE(first.error().what.find("is KV version 1"), std::string::npos) << first.error().what;
  EXPECT_NE(first.error().hint.find("enable-versioning"), std::string::npos);
  EXPECT_EQ(bao.ask(Method::get, "old/data/orders/prod").status, 404);
  const auto transit = open_as_root("transit/orders").place->read();
  ASSERT_FALSE(transit);
  EXPECT_NE(transit.error().what.find("is transit"), std::string::npos) << transit.error().what;
  const auto nothing = open_as_root("nowhere/orders").place->read();
  ASSERT_FALSE(nothing);
  EXPECT_NE(nothing.error().what.find("nothing is mounted at nowhere"), std::string::npos) << nothing.error().what;
  EXPECT_NE(nothing.error().hint.find("secrets enable"), std::string::npos);
}

TEST_F(VaultAtOpenBao, WritesWhereCheckAndSetIsRequired) {
  auto& bao = OpenBao::get();
  bao.mount_kv("strict", 2);
  bao.must(Method::post, "strict/config", R"({"cas_required":true})");
  auto opened = open_as_root("strict/orders/prod");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  const auto over = opened.place->read();
  ASSERT_TRUE(over && over->has_value());
  const auto written = opened.place->write(ring_of("two"), kMarks, *over);
  ASSERT_TRUE(written) << written.error().what;
  EXPECT_EQ(seen("strict/data/orders/prod"), R"({"JWT_SECRET":"two"})");
}

// ---- Versions.

TEST_F(VaultAtOpenBao, ADeletedRingIsNothingAndTheNextWriteGoesOnTop) {
  auto& bao = OpenBao::get();
  auto opened = open_as_root("secret/orders/deleted");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  bao.must(Method::del, "secret/data/orders/deleted");
  auto standing = opened.place->read();
  ASSERT_TRUE(standing) << standing.error().what;
  EXPECT_FALSE(standing->has_value());
  const auto written = opened.place->write(ring_of("two"), kMarks, std::nullopt);
  ASSERT_TRUE(written) << written.error().what;
  standing = opened.place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ((*standing)->version, "2");
}

TEST_F(VaultAtOpenBao, ADestroyedNewestVersionIsNothingAndTheNextWriteGoesOnTop) {
  auto& bao = OpenBao::get();
  auto opened = open_as_root("secret/orders/destroyed");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  bao.must(Method::put, "secret/destroy/orders/destroyed", R"({"versions":[1]})");
  auto standing = opened.place->read();
  ASSERT_TRUE(standing) << standing.error().what;
  EXPECT_FALSE(standing->has_value());
  ASSERT_TRUE(opened.place->write(ring_of("two"), kMarks, std::nullopt));
  EXPECT_EQ(seen("secret/data/orders/destroyed"), R"({"JWT_SECRET":"two"})");
}

TEST_F(VaultAtOpenBao, ARingThatWasRemovedWholeIsNothing) {
  auto& bao = OpenBao::get();
  auto opened = open_as_root("secret/orders/removed");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  const auto over = opened.place->read();
  bao.must(Method::del, "secret/metadata/orders/removed");
  const auto standing = opened.place->read();
  ASSERT_TRUE(standing);
  EXPECT_FALSE(standing->has_value());
  const auto late = opened.place->write(ring_of("two"), kMarks, *over);
  ASSERT_FALSE(late) << "what it wrote over is gone";
  EXPECT_EQ(late.error().reason, Reason::busy);
  EXPECT_TRUE(opened.place->write(ring_of("two"), kMarks, std::nullopt));
}

TEST_F(VaultAtOpenBao, TheSameWriteAgainAfterItsAnswerWasLostIsNoSecondVersion) {
  auto opened = open_as_root("secret/orders/same-call");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  const auto again = opened.place->write(ring_of("one"), kMarks, std::nullopt);
  ASSERT_TRUE(again) << again.error().what;
  const auto standing = opened.place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ((*standing)->version, "1");
}

TEST_F(VaultAtOpenBao, ForgettingDestroysWhatWasDeletedToo) {
  auto& bao = OpenBao::get();
  auto opened = open_as_root("secret/orders/older");
  for (const auto* secret : {"one", "two", "three"}) {
    const auto over = opened.place->read();
    ASSERT_TRUE(over);
    ASSERT_TRUE(opened.place->write(ring_of(secret), kMarks, *over));
  }
  bao.must(Method::post, "secret/delete/orders/older", R"({"versions":[1]})");
  const auto forgotten = opened.place->forget_older();
  ASSERT_TRUE(forgotten) << forgotten.error().what;
  EXPECT_TRUE(is_destroyed("orders/older", 1)) << "it could have been undeleted";
  EXPECT_TRUE(is_destroyed("orders/older", 2));
  EXPECT_FALSE(is_destroyed("orders/older", 3));
  EXPECT_EQ(seen("secret/data/orders/older"), R"({"JWT_SECRET":"three"})");
}

TEST_F(VaultAtOpenBao, MarksStandBesideWhatOthersHaveSetThere) {
  auto& bao = OpenBao::get();
  bao.must(Method::post, "secret/metadata/orders/marks",
           R"({"max_versions":7,"custom_metadata":{"owner":"team-shop"}})");
  auto opened = open_as_root("secret/orders/marks");
  const auto written = opened.place->write(ring_of("one"), kMarks, std::nullopt);
  ASSERT_TRUE(written) << written.error().what;
  EXPECT_TRUE(opened.place->take_notes().empty());
  const auto reply = bao.must(Method::get, "secret/metadata/orders/marks");
  const auto* data = reply.body.find("data");
  EXPECT_EQ(*data->find("max_versions")->integer(), 7);
  const auto* marks = data->find("custom_metadata");
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{{"owner", "team-shop"},
                                                                                    {"managed-by", "jwtkeep"},
                                                                                    {"keyring", "orders/prod"},
                                                                                    {"revision", "3"},
                                                                                    {"digest", kMarks.digest}}) {
    ASSERT_NE(marks->find(name), nullptr) << name;
    EXPECT_EQ(*marks->find(name)->string(), value);
  }
}

TEST_F(VaultAtOpenBao, NumbersAndNestedValuesOfOthersAreReadAsTheyAre) {
  OpenBao::get().must(Method::post, "secret/data/orders/nested", R"({"data":{"z":1.5,"a":{"c":[true,null],"b":"x"}}})");
  const auto standing = open_as_root("secret/orders/nested").place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ(text_of((*standing)->text), R"({"a":{"b":"x","c":[true,null]},"z":1.5})");
}

// ---- Refusals.

struct Denied {
  std::string name;
  std::string rules;
  std::string says;
};

TEST_F(VaultAtOpenBao, ARefusalNamesThePermissionThatIsMissing) {
  auto& bao = OpenBao::get();
  bao.must(Method::post, "secret/data/orders/denied", R"({"data":{"JWT_SECRET":"stands"}})");
  bao.must(Method::post, "secret/data/orders/denied", R"({"data":{"JWT_SECRET":"stands too"}})");
  const auto data = [](const char* capabilities) {
    return std::string("path \"secret/data/orders/*\" { capabilities = [") + capabilities + "] }\n";
  };
  const auto reader = open_as_root("secret/orders/denied").place->read();
  ASSERT_TRUE(reader && reader->has_value());
  const auto& over = *reader;

  const auto expect = [](const auto& result, const std::string& says) {
    ASSERT_FALSE(result) << says;
    EXPECT_EQ(result.error().reason, Reason::permission);
    EXPECT_NE(result.error().what.find(says), std::string::npos) << result.error().what;
  };
  auto writer = open_with_token("secret/orders/denied", bao.token_for(data(R"("create", "update")")));
  expect(writer.place->read(), R"(it needs "read" on secret/data/orders/denied)");
  auto stranger =
      open_with_token("secret/orders/denied", bao.token_for("path \"other/*\" { capabilities = [\"read\"] }"));
  expect(stranger.place->read(), R"(it needs "read" on secret/data/orders/denied)");
  auto only_reads = open_with_token("secret/orders/denied", bao.token_for(data(R"("read")")));
  expect(only_reads.place->write(ring_of("never"), kMarks, over), R"(it needs "update" on secret/data/orders/denied)");
  auto never_creates = open_with_token("secret/orders/denied-new", bao.token_for(data(R"("read", "update")")));
  expect(never_creates.place->write(ring_of("never"), kMarks, std::nullopt),
         R"(it needs "create" and "update" on secret/data/orders/denied-new)");
  expect(only_reads.place->forget_older(), R"(it needs "read" on secret/metadata/orders/denied)");
  auto only_lists = open_with_token(
      "secret/orders/denied",
      bao.token_for(data(R"("read")") + "path \"secret/metadata/orders/*\" { capabilities = [\"read\"] }"));
  expect(only_lists.place->forget_older(), R"(it needs "update" on secret/destroy/orders/denied)");

  // Without the marks the ring counts all the same, and that is told.
  const auto written = writer.place->write(ring_of("counts"), kMarks, over);
  ASSERT_TRUE(written) << written.error().what;
  const auto notes = writer.place->take_notes();
  ASSERT_EQ(notes.size(), 1U);
  EXPECT_NE(notes.front().find(R"(it needs "patch" on secret/metadata/orders/denied)"), std::string::npos)
      << notes.front();
  EXPECT_EQ(seen("secret/data/orders/denied"), R"({"JWT_SECRET":"counts"})");
}

TEST_F(VaultAtOpenBao, ATokenThatIsNoneIsToldApartFromAPolicysNo) {
  const std::string bad = "s.AAAAAAAAAAAAAAAAAAAAAAAA";
  const auto refused = open_with_token("secret/orders/bad-token", bad).place->read();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::permission);
  EXPECT_NE(refused.error().what.find("does not accept the token"), std::string::npos) << refused.error().what;
  EXPECT_EQ((refused.error().what + refused.error().hint).find(bad), std::string::npos);
}

TEST_F(VaultAtOpenBao, ASealedServerIsTold) {
  auto& bao = OpenBao::get();
  auto opened = open_as_root("secret/orders/sealed");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  const auto over = opened.place->read();
  ASSERT_TRUE(over && over->has_value());
  bao.seal();
  const auto read = opened.place->read();
  const auto written = opened.place->write(ring_of("two"), kMarks, *over);
  bao.unseal();
  ASSERT_FALSE(read);
  EXPECT_NE(read.error().what.find("is sealed"), std::string::npos) << read.error().what;
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().reason, Reason::destination_failed);
  EXPECT_TRUE(opened.place->write(ring_of("two"), kMarks, *over));
}

TEST_F(VaultAtOpenBao, AServerThatWasKilledAndCameBackIsWrittenToAsBefore) {
  auto& bao = OpenBao::get();
  const auto role = bao.app_role("killed", "jwtkeep");
  auto opened = open_at("secret/orders/killed", {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}});
  ASSERT_TRUE(opened);
  ASSERT_TRUE(opened->place->write(ring_of("before"), kMarks, std::nullopt));
  const auto over = opened->place->read();
  ASSERT_TRUE(over && over->has_value());
  bao.kill_hard();
  const auto refused = opened->place->write(ring_of("meanwhile"), kMarks, *over);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::io_failed);
  bao.restart();
  // The run that met the fault leaves the server alone for a while; the next one knows nothing of that.
  opened = open_at("secret/orders/killed", {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}});
  ASSERT_TRUE(opened);
  const auto standing = opened->place->read();
  ASSERT_TRUE(standing && standing->has_value());
  EXPECT_EQ((*standing)->text, ring_of("before"));
  const auto written = opened->place->write(ring_of("after"), kMarks, *standing);
  EXPECT_TRUE(written) << written.error().what;
}

TEST_F(VaultAtOpenBao, AValueThatTheStorageCannotHoldIsTold) {
  // KV's own frame takes it over the storage's 1 MiB.
  const auto large = R"({"a":")" + std::string((std::size_t{1} << 20) - 16, 'x') + "\"}";
  const auto refused = open_as_root("secret/orders/huge")
                           .place->write(SecretBytes::copy_of(std::string_view(large)), kMarks, std::nullopt);
  ASSERT_FALSE(refused);
  EXPECT_NE(refused.error().what.find("takes no value as large"), std::string::npos) << refused.error().what;
}

// ---- What networks do.

class VaultBehindAFaultyNetwork : public VaultAtOpenBao {
 protected:
  static Opened open(FaultyProxy& proxy, const std::string& name) {
    const auto address = Address::parse("vault://secret/orders/" + name + "?address=" + proxy.url(), "/");
    Opened opened{.opener = std::make_unique<Opener>(surroundings_with({{"VAULT_TOKEN", OpenBao::get().root_token()}}),
                                                     std::make_shared<Paces>(0)),
                  .place = nullptr};
    opened.place = opened.opener->open(*address).value();
    return opened;
  }
  static std::string version(const std::string& name) {
    const auto reply = OpenBao::get().must(Method::get, "secret/data/orders/" + name);
    return std::to_string(*reply.body.find("data")->find("metadata")->find("version")->integer());
  }
};

TEST_F(VaultBehindAFaultyNetwork, AWriteWhoseAnswerIsLostOrGarbledIsNotWrittenTwice) {
  FaultyProxy proxy(OpenBao::get().url(), OpenBao::get().ca_file());
  for (const auto* fault : {"die_after", "error_after"}) {
    SCOPED_TRACE(fault);
    const auto name = std::string("lost-") + (fault[0] == 'd' ? "answer" : "status");
    auto opened = open(proxy, name);
    ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
    const auto over = opened.place->read();
    ASSERT_TRUE(over && over->has_value());
    const auto before = proxy.count("POST");
    proxy.meet("POST", fault);
    const auto written = opened.place->write(ring_of("two"), kMarks, *over);
    ASSERT_TRUE(written) << written.error().what;
    // libcurl itself sends again where a kept connection ends without an answer; that one meets the conflict.
    EXPECT_LE(proxy.count("POST"), before + 2);
    EXPECT_EQ(version(name), "2");
    EXPECT_TRUE(opened.place->take_notes().empty()) << "the marks were set when the outcome was known";
  }
}

TEST_F(VaultBehindAFaultyNetwork, AWriteThatNeverArrivedIsSentOnceMore) {
  FaultyProxy proxy(OpenBao::get().url(), OpenBao::get().ca_file());
  for (const auto* fault : {"die_before", "error_before"}) {
    SCOPED_TRACE(fault);
    const auto name = std::string("never-") + (fault[0] == 'd' ? "arrived" : "done");
    auto opened = open(proxy, name);
    ASSERT_TRUE(opened.place->read());
    proxy.meet("POST", fault);
    const auto written = opened.place->write(ring_of("one"), kMarks, std::nullopt);
    ASSERT_TRUE(written) << written.error().what;
    EXPECT_EQ(version(name), "1");
  }
}

TEST_F(VaultBehindAFaultyNetwork, AnUnknownOutcomeThatCannotBeLookedAtIsTold) {
  FaultyProxy proxy(OpenBao::get().url(), OpenBao::get().ca_file());
  auto opened = open(proxy, "unknown");
  ASSERT_TRUE(opened.place->read());
  proxy.meet("POST", "die_after", 2);
  proxy.meet("GET", "die_before", 100);
  const auto unknown = opened.place->write(ring_of("one"), kMarks, std::nullopt);
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().reason, Reason::io_failed);
  EXPECT_NE(unknown.error().hint.find("whether it was written is not known"), std::string::npos)
      << unknown.error().hint;
  // The next run makes the same call.
  proxy.meet("GET", "die_before", 0);
  opened = open(proxy, "unknown");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  EXPECT_EQ(version("unknown"), "1");
}

TEST_F(VaultBehindAFaultyNetwork, AnotherHandThatWasQuickerIsSeenThroughALostAnswer) {
  FaultyProxy proxy(OpenBao::get().url(), OpenBao::get().ca_file());
  auto opened = open(proxy, "quicker");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  const auto over = opened.place->read();
  OpenBao::get().must(Method::post, "secret/data/orders/quicker", R"({"data":{"JWT_SECRET":"theirs"}})");
  proxy.meet("POST", "die_before");
  const auto refused = opened.place->write(ring_of("mine"), kMarks, *over);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::busy);
  EXPECT_EQ(seen("secret/data/orders/quicker"), R"({"JWT_SECRET":"theirs"})");
}

TEST_F(VaultBehindAFaultyNetwork, AWebPageIsNotTakenForAnEmptyPlace) {
  FaultyProxy proxy(OpenBao::get().url(), OpenBao::get().ca_file());
  auto opened = open(proxy, "page");
  ASSERT_TRUE(opened.place->write(ring_of("one"), kMarks, std::nullopt));
  for (const auto* fault : {"html", "garbage"}) {
    proxy.meet("GET", fault);
    const auto refused = opened.place->read();
    ASSERT_FALSE(refused) << fault;
    EXPECT_EQ(refused.error().reason, Reason::io_failed);
    EXPECT_NE(refused.error().what.find("does not answer GET secret/data/orders/page as Vault does"), std::string::npos)
        << refused.error().what;
    EXPECT_EQ(refused.error().what.find("JWT_SECRET"), std::string::npos);
  }
}

TEST_F(VaultBehindAFaultyNetwork, AWriteThatIsAnsweredByGarbageIsNotTakenForDone) {
  FaultyProxy proxy(OpenBao::get().url(), OpenBao::get().ca_file());
  auto opened = open(proxy, "garbled");
  ASSERT_TRUE(opened.place->read());
  proxy.meet("POST", "garbage");
  const auto written = opened.place->write(ring_of("one"), kMarks, std::nullopt);
  ASSERT_TRUE(written) << written.error().what;
  EXPECT_EQ(version("garbled"), "1") << "it was read back, not written again";
}

// ---- Secrets.

TEST_F(VaultAtOpenBao, NoSecretStandsInTheServersLogsInTheClear) {
  auto& bao = OpenBao::get();
  const auto role = bao.app_role("logged", "jwtkeep");
  auto opened = open_at("secret/orders/logged", {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}});
  ASSERT_TRUE(opened);
  const auto held = hold("orders/prod", policy_of(jose::Alg::HS256), {State::active, State::pending});
  const auto text = opened->place->render(held, Role::signer, "JWT_");
  ASSERT_TRUE(text);
  ASSERT_TRUE(opened->place->write(*text, marks_of(held), std::nullopt));
  ASSERT_TRUE(opened->place->read());
  const auto logs = bao.audit_log() + bao.server_log();
  EXPECT_NE(logs.find("secret/data/orders/logged"), std::string::npos) << "the audit log has been written";
  EXPECT_EQ(logs.find(role.secret_id), std::string::npos);
  const auto members = members_of(*text);
  ASSERT_TRUE(members);
  for (const auto& variable : *members) {
    if (variable.name != "JWT_SECRET" && variable.name != "JWT_JWKS") continue;
    EXPECT_EQ(logs.find(text_of(variable.value)), std::string::npos) << variable.name;
  }
}

TEST_F(VaultAtOpenBao, ARingIsLeftNowhereInMemory) {
  const MaskedSecret secret;
  auto opened = open_as_root("secret/orders/memory");
  {
    auto object = base::Json::object();
    object.set("JWT_SECRET", base::Json(secret.reveal()));
    const auto text = base::write_with_secrets(object, false);
    ASSERT_TRUE(opened.place->write(text, kMarks, std::nullopt));
    const auto standing = opened.place->read();
    ASSERT_TRUE(standing && standing->has_value());
    EXPECT_EQ((*standing)->text, text);
    EXPECT_GT(secret.times_in_memory(), 0U) << "the search finds what is there";
  }
  EXPECT_EQ(secret.times_in_memory(), 0U);
}

}  // namespace
}  // namespace jwtkeep::destination
