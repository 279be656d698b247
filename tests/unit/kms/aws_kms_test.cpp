// AWS KMS by two stand-ins that check signatures and permissions.
#include <gtest/gtest.h>

#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/destination/aws/endpoint.hpp"
#include "places.hpp"
#include "tests/unit/kms/store_id.hpp"

namespace jwtkeep::kms {
namespace {

using base::Json;
using base::Reason;
using destination::AwsEmulator;

class Kms : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const auto why = AwsEmulator::why_not(GetParam());
    if (why.empty()) {
      aws_ = &AwsEmulator::get(GetParam());
      return;
    }
    ASSERT_FALSE(servers::in_ci()) << why;
    GTEST_SKIP() << why;
  }
  [[nodiscard]] std::shared_ptr<store::KeyWrapper> as(const destination::AwsKeys& keys, const std::string& key) const {
    return must_open(kms_address(*aws_, key), aws_variables(keys));
  }
  [[nodiscard]] const destination::AwsKeys& user() {
    if (user_.id.empty()) user_ = kms_user(*aws_, "");
    return user_;
  }
  AwsEmulator* aws_ = nullptr;
  destination::AwsKeys user_;
  base::SecretBytes secret_ = crypto::random_secret(32);
};
INSTANTIATE_TEST_SUITE_P(Aws, Kms, testing::Values("moto", "ministack"), [](const auto& each) { return each.param; });

TEST_P(Kms, AKeyIsNamedByItsIdItsArnAndAnAlias) {
  static int count = 0;
  const auto alias = GetParam() + std::to_string(++count);
  const auto id = make_kms_key(*aws_, alias);
  const auto described = aws_->other_hand("DescribeKey", Json::object({{"KeyId", id}}), "kms");
  const auto arn = *described.find("is")->find("KeyMetadata")->find("Arn")->string();
  const auto wrapped = as(user(), id)->wrap(secret_, kStoreId);
  ASSERT_TRUE(wrapped) << wrapped.error().what;
  for (const auto& name : {id, arn, "alias/" + alias}) {
    const auto wrapper = as(user(), name);
    const auto back = wrapper->unwrap(*wrapped, kStoreId);
    ASSERT_TRUE(back) << name << ": " << back.error().what;
    EXPECT_TRUE(*back == secret_) << name;
    EXPECT_TRUE(wrapper->wrap(secret_, kStoreId)) << name;
  }
}

TEST_P(Kms, WhatThePolicyLacksIsNamed) {
  const auto id = make_kms_key(*aws_);
  const auto wrapped = *as(user(), id)->wrap(secret_, kStoreId);
  const auto no_decrypt = as(kms_user(*aws_, "Decrypt"), id)->unwrap(wrapped, kStoreId);
  ASSERT_FALSE(no_decrypt);
  EXPECT_EQ(no_decrypt.error().reason, Reason::permission);
  EXPECT_NE(no_decrypt.error().what.find("kms:Decrypt"), std::string::npos) << no_decrypt.error().what;
  EXPECT_NE(no_decrypt.error().hint.find("docs/master-keys.md"), std::string::npos) << no_decrypt.error().hint;
  const auto no_encrypt = as(kms_user(*aws_, "Encrypt"), id)->wrap(secret_, kStoreId);
  EXPECT_EQ(no_encrypt.error().reason, Reason::permission);
  EXPECT_NE(no_encrypt.error().what.find("kms:Encrypt"), std::string::npos) << no_encrypt.error().what;
}

TEST_P(Kms, ADisabledKeyIsTold) {
  const auto id = make_kms_key(*aws_);
  const auto wrapped = *as(user(), id)->wrap(secret_, kStoreId);
  aws_->other_hand("DisableKey", Json::object({{"KeyId", id}}), "kms");
  const auto disabled = as(user(), id)->unwrap(wrapped, kStoreId);
  // moto decrypts with a disabled key all the same.
  if (GetParam() != "moto") {
    ASSERT_FALSE(disabled);
    EXPECT_EQ(disabled.error().reason, Reason::permission) << disabled.error().what;
    EXPECT_NE(disabled.error().hint.find("enable"), std::string::npos);
  }
  aws_->other_hand("EnableKey", Json::object({{"KeyId", id}}), "kms");
  EXPECT_TRUE(*as(user(), id)->unwrap(wrapped, kStoreId) == secret_);
}

TEST_P(Kms, WrongKeysGarbageAndALostAnswer) {
  const auto id = make_kms_key(*aws_);
  const auto wrapped = *as(user(), id)->wrap(secret_, kStoreId);
  auto wrong = user();
  wrong.secret.back() = wrong.secret.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(as(wrong, id)->unwrap(wrapped, kStoreId).error().reason, Reason::permission);
  aws_->fault("dead");
  const auto dead = as(user(), id)->unwrap(wrapped, kStoreId).error();
  EXPECT_EQ(dead.reason, Reason::io_failed) << dead.what;
  EXPECT_NE(dead.what.find("AWS KMS"), std::string::npos) << dead.what;
  aws_->fault("none");
  aws_->seen();
  aws_->fault("lost");
  EXPECT_TRUE(*as(user(), id)->unwrap(wrapped, kStoreId) == secret_) << "asked once more";
  aws_->fault("none");
  EXPECT_EQ(aws_->seen(), R"(["Decrypt","Decrypt"])");
}

TEST_P(Kms, NobodyListens) {
  const auto error = must_open("aws-kms://eu-central-1/alias/a?endpoint=http://127.0.0.1:1", aws_variables(user()))
                         ->wrap(secret_, kStoreId)
                         .error();
  EXPECT_EQ(error.reason, Reason::io_failed) << error.what;
}

TEST(AwsKmsAddress, GoesToTheServiceOfItsRegion) {
  const auto made = destination::surroundings_with({{"AWS_ENDPOINT_URL_SECRETS_MANAGER", "https://other.example"},
                                                    {"AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE"},
                                                    {"AWS_SECRET_ACCESS_KEY", "abc"}});
  const auto url = [&](const char* region) {
    return destination::service_url(destination::kKms, region, std::nullopt, made)->text();
  };
  EXPECT_EQ(url("eu-central-1"), "https://kms.eu-central-1.amazonaws.com/");
  EXPECT_EQ(url("cn-north-1"), "https://kms.cn-north-1.amazonaws.com.cn/");
}

TEST(AwsKmsAddress, NothingIsOpenedWithoutCredentials) {
  const auto opened = open_wrapper("aws-kms://eu-central-1/alias/a",
                                   destination::surroundings_with({{"AWS_EC2_METADATA_DISABLED", "true"}}));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().reason, Reason::bad_value);
}

}  // namespace
}  // namespace jwtkeep::kms
