// Keys in a token of SoftHSM2, and what is decided about tokens of other makes by their flags.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>
#include <vector>

#include "jwtkeep/crypto/random.hpp"
#include "jwtkeep/kms/pkcs11/module.hpp"
#include "jwtkeep/kms/pkcs11/token.hpp"
#include "places.hpp"
#include "tests/servers/content_of.hpp"
#include "tests/unit/kms/store_id.hpp"

namespace jwtkeep::kms {
namespace {

using base::Reason;

class Token : public testing::Test {
 protected:
  void SetUp() override {
    if (SoftHsm::why_not().empty()) {
      SoftHsm::get();
      return;
    }
    ASSERT_FALSE(servers::in_ci()) << SoftHsm::why_not();
    GTEST_SKIP() << SoftHsm::why_not();
  }
  static std::shared_ptr<store::KeyWrapper> open(const std::string& address, const std::string& pin = SoftHsm::kPin) {
    return must_open(address, {{"JWTKEEP_PIN", pin}});
  }
  base::Error refusal(const std::string& address, const std::string& pin = SoftHsm::kPin) {
    const auto wrapped = open(address, pin)->wrap(secret_, kStoreId);
    EXPECT_FALSE(wrapped);
    return wrapped ? base::Error{Reason::internal, "", ""} : wrapped.error();
  }
  base::SecretBytes secret_ = crypto::random_secret(32);
};

TEST_F(Token, AKeyIsFoundByLabelAndById) {
  const auto wrapped = *open(SoftHsm::address("jwtkeep"))->wrap(secret_, kStoreId);
  const std::string module = std::string("?module-path=") + SoftHsm::kModule;
  for (const auto& address :
       {"pkcs11:token=keys;id=%01" + module, "pkcs11:token=keys;object=jwtkeep;id=%01;type=secret-key" + module}) {
    EXPECT_TRUE(*open(address)->unwrap(wrapped, kStoreId) == secret_) << address;
  }
  EXPECT_EQ(refusal("pkcs11:token=keys;object=jwtkeep;id=%7f" + module).reason, Reason::not_found);
}

TEST_F(Token, SeveralKeysOrTokensAreRefused) {
  SoftHsm::get().make_key("twice", "10");
  SoftHsm::get().make_key("twice", "11");
  const auto several = refusal(SoftHsm::address("twice"));
  EXPECT_EQ(several.reason, Reason::bad_value) << several.what;
  EXPECT_NE(several.hint.find("id="), std::string::npos);
  EXPECT_TRUE(open(SoftHsm::address("twice;id=%10"))->wrap(secret_, kStoreId));

  SoftHsm::get().make_token("twins");
  SoftHsm::get().make_token("twins");
  const auto twins = refusal(SoftHsm::address("jwtkeep", "twins"));
  EXPECT_EQ(twins.reason, Reason::bad_value) << twins.what;
  EXPECT_NE(twins.hint.find("serial="), std::string::npos);
  // Without a token in the address no PIN is tried on one of several.
  EXPECT_EQ(refusal(std::string("pkcs11:object=jwtkeep?module-path=") + SoftHsm::kModule).reason, Reason::bad_value);
}

TEST_F(Token, ATokenThatIsNotThereIsTold) {
  const auto error = refusal(SoftHsm::address("jwtkeep", "nowhere"));
  EXPECT_EQ(error.reason, Reason::io_failed);
  EXPECT_NE(error.hint.find("\"keys\""), std::string::npos) << error.hint;
}

TEST_F(Token, AWrongPinIsTriedOnce) {
  const auto wrapper = open(SoftHsm::address("jwtkeep"), "wrong-pin-4711");
  const auto first = wrapper->wrap(secret_, kStoreId);
  ASSERT_FALSE(first);
  EXPECT_EQ(first.error().reason, Reason::permission);
  EXPECT_NE(first.error().hint.find("counts wrong PINs"), std::string::npos) << first.error().hint;
  EXPECT_EQ((first.error().what + first.error().hint).find("4711"), std::string::npos);
  // The right PIN from another hand starts the count anew; this object tries nothing more.
  EXPECT_TRUE(open(SoftHsm::address("jwtkeep"))->wrap(secret_, kStoreId));
  EXPECT_FALSE(wrapper->wrap(secret_, kStoreId));
  const auto module = *Pkcs11Module::load(SoftHsm::kModule);
  EXPECT_TRUE(open(SoftHsm::address("jwtkeep"))->wrap(secret_, kStoreId)) << "while another holds the module";
}

TEST_F(Token, ThePinComesFromAFileToo) {
  const auto file = (SoftHsm::get().folder() / "pin").string();
  std::ofstream(file) << SoftHsm::kPin << "\n";
  const auto address = SoftHsm::address("jwtkeep", "keys", "&pin-source=file:" + file);
  const auto opened = [&] {
    return *open_wrapper(address, destination::surroundings_with({{"JWTKEEP_PIN", "not-this-one"}},
                                                                 {{file, std::string(SoftHsm::kPin) + "\r\n"}}));
  };
  ASSERT_EQ(::chmod(file.c_str(), 0640), 0);
  const auto loose = opened()->wrap(secret_, kStoreId);
  ASSERT_FALSE(loose);
  EXPECT_EQ(loose.error().reason, Reason::permission);
  EXPECT_NE(loose.error().hint.find("chmod 600"), std::string::npos);
  ASSERT_EQ(::chmod(file.c_str(), 0600), 0);
  const auto wrapped = opened()->wrap(secret_, kStoreId);
  EXPECT_TRUE(wrapped) << wrapped.error().what;
  EXPECT_EQ((*open_wrapper(SoftHsm::address("jwtkeep"), destination::surroundings_with({})))
                ->wrap(secret_, kStoreId)
                .error()
                .reason,
            Reason::bad_value);
}

TEST_F(Token, AModuleThatIsNoneIsTold) {
  EXPECT_EQ(refusal("pkcs11:object=a?module-path=/no/such/module.so").reason, Reason::not_found);
  EXPECT_EQ(refusal("pkcs11:object=a?module-path=/etc/passwd").reason, Reason::bad_value);
  // A library that is no module of PKCS #11.
  EXPECT_EQ(refusal("pkcs11:object=a?module-path=/usr/lib/x86_64-linux-gnu/libz.so.1").reason, Reason::bad_value);
}

TEST_F(Token, ADeletedKeyIsToldAndAMadeOneIsAnother) {
  SoftHsm::get().make_key("passing", "20");
  const auto wrapped = *open(SoftHsm::address("passing"))->wrap(secret_, kStoreId);
  SoftHsm::get().delete_key("passing");
  EXPECT_EQ(open(SoftHsm::address("passing"))->unwrap(wrapped, kStoreId).error().reason, Reason::not_found);
  SoftHsm::get().make_key("passing", "20");
  EXPECT_EQ(open(SoftHsm::address("passing"))->unwrap(wrapped, kStoreId).error().reason, Reason::wrong_master_key);
}

/// Somebody else in the process has the module already, and keeps it.
TEST_F(Token, AModuleThatIsInitialisedIsLeftSo) {
  const auto ours = *Pkcs11Module::load(SoftHsm::kModule);
  // The same library under another name is another entry of ours, and one module to itself.
  const auto other = (SoftHsm::get().folder() / "again.so").string();
  std::filesystem::create_symlink(SoftHsm::kModule, other);
  {
    const auto theirs = Pkcs11Module::load(other);
    ASSERT_TRUE(theirs) << theirs.error().what;
  }
  CK_INFO info{};
  EXPECT_EQ(ours->functions().C_GetInfo(&info), CKR_OK) << "it was finalized under its user";
}

TEST_F(Token, WrappersOfOneModuleLeaveEachOtherLoggedInAndInitialised) {
  const auto wrapped = *open(SoftHsm::address("jwtkeep"))->wrap(secret_, kStoreId);
  std::vector<std::jthread> threads;
  std::atomic<int> failed{0};
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 25; ++round) {
        const auto back = open(SoftHsm::address("jwtkeep"))->unwrap(wrapped, kStoreId);
        if (!back || !(*back == secret_)) ++failed;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(failed, 0);
}

TEST_F(Token, AForkedChildInitialisesForItself) {
  const auto wrapper = open(SoftHsm::address("jwtkeep"));
  const auto wrapped = *wrapper->wrap(secret_, kStoreId);
  const pid_t child = ::fork();
  if (child == 0) {
    const auto back = wrapper->unwrap(wrapped, kStoreId);
    ::_exit(back && *back == secret_ ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(*wrapper->unwrap(wrapped, kStoreId) == secret_) << "and leaves its parent's session alone";
}

TEST_F(Token, NothingOfThePinOrTheSecretIsInTheTokensFiles) {
  const auto text = std::string("a-secret-of-32-bytes-for-the-hsm");
  ASSERT_TRUE(open(SoftHsm::address("jwtkeep"))->wrap(base::SecretBytes::copy_of(std::string_view(text)), kStoreId));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(SoftHsm::get().folder() / "tokens")) {
    if (!entry.is_regular_file()) continue;
    const auto content = servers::content_of(entry.path());
    EXPECT_EQ(content.find(text), std::string::npos);
    EXPECT_EQ(content.find(SoftHsm::kPin), std::string::npos);
  }
}

TokenInfo token_with(CK_FLAGS flags) {
  return {.slot = 1,
          .label = "keys",
          .manufacturer = "m",
          .model = "1",
          .serial = "42",
          .flags = CKF_LOGIN_REQUIRED | CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED | flags};
}

TEST(TokenFlags, NoLastTryIsTaken) {
  EXPECT_TRUE(may_log_in(token_with(0)));
  EXPECT_TRUE(may_log_in(token_with(CKF_USER_PIN_COUNT_LOW))) << "a try that counts is the user's to take";
  for (const auto flag : {CKF_USER_PIN_FINAL_TRY, CKF_USER_PIN_LOCKED, CKF_USER_PIN_TO_BE_CHANGED}) {
    const auto refused = may_log_in(token_with(flag));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().reason, Reason::permission);
    EXPECT_FALSE(refused.error().hint.empty());
  }
  auto bare = token_with(0);
  bare.flags = CKF_LOGIN_REQUIRED | CKF_TOKEN_INITIALIZED;
  EXPECT_FALSE(may_log_in(bare)) << "no PIN yet";
}

TEST(TokenFlags, ARefusedLoginSaysHowManyTriesAreLeft) {
  const auto token = token_with(0);
  const auto hint = [&token](CK_FLAGS flags) { return login_refused(token, CKR_PIN_INCORRECT, flags).hint; };
  EXPECT_EQ(hint(0).find("locks"), std::string::npos);
  EXPECT_NE(hint(CKF_USER_PIN_COUNT_LOW).find("locks after some"), std::string::npos);
  EXPECT_NE(hint(CKF_USER_PIN_FINAL_TRY).find("one more"), std::string::npos);
  EXPECT_NE(hint(CKF_USER_PIN_LOCKED).find("locked now"), std::string::npos);
  EXPECT_EQ(login_refused(token, CKR_PIN_LOCKED, 0).reason, Reason::permission);
  EXPECT_EQ(login_refused(token, CKR_PIN_EXPIRED, 0).reason, Reason::permission);
  EXPECT_EQ(login_refused(token, CKR_DEVICE_ERROR, 0).reason, Reason::io_failed);
}

TEST(TokenChoice, OneMatchesOrNone) {
  const std::vector<TokenInfo> tokens{
      token_with(0),
      {.slot = 2, .label = "other", .manufacturer = {}, .model = {}, .serial = "43", .flags = CKF_TOKEN_INITIALIZED}};
  const auto choose = [&](const char* address) { return choose_token(*Pkcs11Uri::parse(address), tokens); };
  EXPECT_EQ(choose("pkcs11:token=keys;object=a")->slot, 1U);
  EXPECT_EQ(choose("pkcs11:serial=43;object=a")->slot, 2U);
  EXPECT_EQ(choose("pkcs11:slot-id=2;object=a")->slot, 2U);
  EXPECT_EQ(choose("pkcs11:token=keys;slot-id=2;object=a").error().reason, Reason::io_failed);
  EXPECT_EQ(choose("pkcs11:object=a").error().reason, Reason::bad_value);
  EXPECT_EQ(choose("pkcs11:model=2;object=a").error().reason, Reason::io_failed);
}

TEST(TokenChoice, FieldsLoseTheirPaddingAndControlCharacters) {
  const unsigned char field[8] = {'a', 0x1b, 'b', ' ', 0, ' ', 0, ' '};
  EXPECT_EQ(unpadded(field, sizeof field), "a?b");
}

}  // namespace
}  // namespace jwtkeep::kms
