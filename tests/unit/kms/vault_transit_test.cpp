// Transit of a real OpenBao: rotated and derived keys, policies, what fails.
#include <gtest/gtest.h>

#include "jwtkeep/crypto/random.hpp"
#include "places.hpp"
#include "tests/unit/kms/store_id.hpp"

namespace jwtkeep::kms {
namespace {

using base::Reason;
using destination::OpenBao;
using http::Method;

class Transit : public testing::Test {
 protected:
  void SetUp() override {
    if (OpenBao::why_not().empty()) return;
    ASSERT_FALSE(servers::in_ci()) << OpenBao::why_not();
    GTEST_SKIP() << OpenBao::why_not();
  }
  static std::string fresh_key(const std::string& body = "{}") {
    static int count = 0;
    const auto name = "key" + std::to_string(++count);
    bao_address(name);  // the engine is there
    OpenBao::get().must(Method::post, "transit/keys/" + name, body);
    return name;
  }
  static std::shared_ptr<store::KeyWrapper> as(const std::string& token, const std::string& key) {
    return must_open(bao_address(key), {{"VAULT_TOKEN", token}});
  }
  static std::shared_ptr<store::KeyWrapper> as_root(const std::string& key) {
    return as(OpenBao::get().root_token(), key);
  }
  base::SecretBytes secret_ = crypto::random_secret(32);
};

TEST_F(Transit, ARotatedKeyOpensWhatItWrappedBefore) {
  const auto key = fresh_key();
  const auto wrapped = *as_root(key)->wrap(secret_, kStoreId);
  EXPECT_TRUE(base::as_text(wrapped).starts_with("vault:v1:"));
  OpenBao::get().must(Method::post, "transit/keys/" + key + "/rotate", "{}");
  EXPECT_TRUE(*as_root(key)->unwrap(wrapped, kStoreId) == secret_);
  const auto later = *as_root(key)->wrap(secret_, kStoreId);
  EXPECT_TRUE(base::as_text(later).starts_with("vault:v2:"));

  OpenBao::get().must(Method::post, "transit/keys/" + key + "/config", R"({"min_decryption_version":2})");
  const auto refused = as_root(key)->unwrap(wrapped, kStoreId);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, Reason::permission) << refused.error().what;
  EXPECT_NE(refused.error().hint.find("rekey"), std::string::npos) << refused.error().hint;
  EXPECT_TRUE(*as_root(key)->unwrap(later, kStoreId) == secret_);
}

TEST_F(Transit, ADerivedKeyIsBoundTwice) {
  const auto key = fresh_key(R"({"derived":true})");
  const auto wrapped = as_root(key)->wrap(secret_, kStoreId);
  ASSERT_TRUE(wrapped) << wrapped.error().what;
  EXPECT_TRUE(*as_root(key)->unwrap(*wrapped, kStoreId) == secret_);
  EXPECT_EQ(as_root(key)->unwrap(*wrapped, "another").error().reason, Reason::wrong_master_key);
}

TEST_F(Transit, AKeyThatCannotBeBoundIsRefused) {
  const auto error = as_root(fresh_key(R"({"type":"rsa-2048"})"))->wrap(secret_, kStoreId).error();
  EXPECT_EQ(error.reason, Reason::bad_value) << error.what;
  EXPECT_NE(error.hint.find("aes256-gcm96"), std::string::npos);
}

/// A token that may create keys would otherwise make one of a mistyped name.
TEST_F(Transit, NoKeyIsMadeOfAMistypedName) {
  EXPECT_EQ(as_root("mistyped")->wrap(secret_, kStoreId).error().reason, Reason::not_found);
  EXPECT_EQ(OpenBao::get().ask(Method::get, "transit/keys/mistyped").status, 404);
}

TEST_F(Transit, WhatThePolicyLacksIsNamed) {
  const auto key = fresh_key();
  const auto wrapped = *as_root(key)->wrap(secret_, kStoreId);
  auto& bao = OpenBao::get();
  const auto allow = [&key](const std::string& operation) {
    return "path \"transit/" + operation + "/" + key + "\" { capabilities = [\"update\"] }\n";
  };
  const auto nothing = as(bao.token_for("path \"secret/none\" { capabilities = [\"read\"] }"), key);
  for (const auto& error : {nothing->wrap(secret_, kStoreId).error(), nothing->unwrap(wrapped, kStoreId).error()}) {
    EXPECT_EQ(error.reason, Reason::permission);
    EXPECT_NE(error.hint.find("docs/master-keys.md"), std::string::npos) << error.hint;
  }
  EXPECT_NE(nothing->unwrap(wrapped, kStoreId).error().what.find("it needs \"update\" on transit/decrypt/" + key),
            std::string::npos);
  EXPECT_NE(nothing->wrap(secret_, kStoreId).error().what.find("it needs \"update\" on transit/encrypt/" + key),
            std::string::npos);
  const auto half = as(bao.token_for(allow("encrypt")), key);
  EXPECT_TRUE(half->wrap(secret_, kStoreId));
  EXPECT_EQ(half->unwrap(wrapped, kStoreId).error().reason, Reason::permission);
  // The policy of the documentation is enough, and no more than is needed.
  const auto whole = as(bao.token_for(allow("encrypt") + allow("decrypt")), key);
  EXPECT_TRUE(whole->wrap(secret_, kStoreId));
  EXPECT_TRUE(*whole->unwrap(wrapped, kStoreId) == secret_);
}

TEST_F(Transit, LogsInByAppRole) {
  const auto key = fresh_key();
  auto& bao = OpenBao::get();
  bao.must(Method::put, "sys/policies/acl/transit-all",
           R"({"policy":"path \"transit/*\" { capabilities = [\"update\"] }"})");
  const auto role = bao.app_role("store-opener", "transit-all");
  const auto wrapper = must_open(bao_address(key, "&auth=approle"),
                                 {{"VAULT_ROLE_ID", role.role_id}, {"VAULT_SECRET_ID", role.secret_id}});
  const auto wrapped = wrapper->wrap(secret_, kStoreId);
  ASSERT_TRUE(wrapped) << wrapped.error().what;
  EXPECT_TRUE(*wrapper->unwrap(*wrapped, kStoreId) == secret_);
}

TEST_F(Transit, AMountOrKeyThatIsGoneIsTold) {
  const auto key = fresh_key();
  auto& bao = OpenBao::get();
  const auto wrapped = *as_root(key)->wrap(secret_, kStoreId);
  bao.must(Method::post, "transit/keys/" + key + "/config", R"({"deletion_allowed":true})");
  bao.must(Method::del, "transit/keys/" + key);
  const auto gone = as_root(key)->unwrap(wrapped, kStoreId).error();
  EXPECT_EQ(gone.reason, Reason::not_found) << gone.what;
  const auto nowhere = must_open("vault-transit://nowhere/a?address=" + bao.url() + "&ca=" + bao.ca_file(),
                                 {{"VAULT_TOKEN", bao.root_token()}})
                           ->unwrap(wrapped, kStoreId)
                           .error();
  EXPECT_EQ(nowhere.reason, Reason::io_failed) << nowhere.what;
  EXPECT_NE(nowhere.hint.find("transit"), std::string::npos);
}

TEST_F(Transit, ASealedServerATokenThatIsNoneAndADeadServer) {
  const auto key = fresh_key();
  const auto wrapped = *as_root(key)->wrap(secret_, kStoreId);
  auto& bao = OpenBao::get();
  EXPECT_EQ(as("hvs.nobody", key)->unwrap(wrapped, kStoreId).error().reason, Reason::permission);
  bao.seal();
  const auto sealed = as_root(key)->unwrap(wrapped, kStoreId).error();
  EXPECT_EQ(sealed.reason, Reason::io_failed) << sealed.what;
  EXPECT_NE(sealed.what.find("sealed"), std::string::npos);
  bao.unseal();
  bao.kill_hard();
  EXPECT_EQ(as_root(key)->unwrap(wrapped, kStoreId).error().reason, Reason::io_failed);
  bao.restart();
  EXPECT_TRUE(*as_root(key)->unwrap(wrapped, kStoreId) == secret_);
}

TEST_F(Transit, TheServersLogsHoldNoSecret) {
  const auto key = fresh_key();
  const auto text = std::string("a-secret-of-32-bytes-for-the-log");
  const auto secret = base::SecretBytes::copy_of(std::string_view(text));
  const auto wrapper = as_root(key);
  ASSERT_TRUE(wrapper->unwrap(*wrapper->wrap(secret, kStoreId), kStoreId));
  for (const auto& log : {OpenBao::get().audit_log(), OpenBao::get().server_log()}) {
    EXPECT_EQ(log.find(text), std::string::npos);
    EXPECT_EQ(log.find("YS1zZWNyZXQtb2YtMzItYnl0ZXM"), std::string::npos) << "nor its base64";
    EXPECT_EQ(log.find(OpenBao::get().root_token()), std::string::npos);
  }
  EXPECT_NE(OpenBao::get().audit_log().find("transit/encrypt/" + key), std::string::npos);
}

}  // namespace
}  // namespace jwtkeep::kms
