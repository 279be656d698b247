#include "jwtkeep/scan/known_owners.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/jose/jws.hpp"
#include "jwtkeep/jose/thumbprint.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "jwtkeep/scan/standing.hpp"
#include "tests/unit/scan/sample_findings.hpp"

namespace jwtkeep::scan {
namespace {

using base::SecretBytes;
using keyring::State;
using testing_findings::kNow;

constexpr std::string_view kText = "7f3a9c51e08b46d2a9f0c3e57b1d8426f5ea90c1b37d4826e6f10b9c5d2a7384";

constexpr std::string_view kBytes =
    "\x01\x9f\x33\xc7\x52\xe8\x10\xb4\xfa\x6d\x27\x85\xd9\x4e\xa3\x7c\x01\x9f\x33\xc7\x52\xe8\x10\xb4\xfa\x6d\x27\x85"
    "\xd9\x4e\xa3\x7c"
    "\x91\x0e\xb2\x46\xdf\x73\x28\xc5\x8a\x1f\xe4\x59\x36\xbd\x62\x97\x91\x0e\xb2\x46\xdf\x73\x28\xc5\x8a\x1f\xe4\x59"
    "\x36\xbd\x62\x98";

/// A store of four keys, as a file or the store itself would give it.
class Owners : public testing::Test {
 protected:
  struct Held {
    keyring::KeyWithMaterial key;
    keyring::Name keyring;
  };

  void SetUp() override {
    inventory_ = keyring::new_inventory(kNow);
    add("orders/prod", jose::Alg::HS256, SecretBytes::copy_of(kText), State::active);
    add("orders/dev", jose::Alg::HS256, SecretBytes::copy_of(kText), State::compromised);
    add("billing/prod", jose::Alg::HS512, SecretBytes::copy_of(kBytes), State::retired);  // of form bytes
    const auto pair = crypto::PrivateKey::generate(crypto::KeyKind::ed25519);
    add("login/prod", jose::Alg::EdDSA, pair->to_pkcs8(), State::pending);
  }

  void add(const char* name, jose::Alg alg, SecretBytes material, State state) {
    auto made =
        keyring::adopt_key(alg, std::move(material), "kid-of-" + std::string(name), false, inventory_.fingerprint_key);
    ASSERT_TRUE(made.has_value()) << made.error().what;
    made->key.state = state;
    const auto keyring = *keyring::Name::parse(name);
    inventory_.keys.push_back(keyring::listed(keyring, made->key));
    held_.push_back({*std::move(made), keyring});
  }

  KnownOwners with_file() { return KnownOwners(copy()); }
  KnownOwners with_store() {
    return KnownOwners(copy(), [this](const keyring::ListedKey& key) -> base::Result<SecretBytes> {
      for (const auto& held : held_) {
        if (held.keyring == key.keyring) return held.key.material.clone();
      }
      return base::fail(base::Reason::not_found, "no such key");
    });
  }
  keyring::Inventory copy() const {
    return {
        .made_at = inventory_.made_at, .fingerprint_key = inventory_.fingerprint_key.clone(), .keys = inventory_.keys};
  }

  std::string token(std::size_t of, std::optional<std::string> kid) const {
    const auto& held = held_[of].key;
    auto key = held.key;
    key.kid = kid.value_or("");
    return *jose::sign_compact(*keyring::signing_key(key, held.material), {}, base::as_bytes(R"({"sub":"alice"})"));
  }

  static std::vector<std::string> names(const std::vector<Owner>& owners) {
    std::vector<std::string> names;
    for (const auto& owner : owners) names.push_back(owner.keyring.text() + (owner.by_kid_alone ? " by kid" : ""));
    return names;
  }

  keyring::Inventory inventory_;
  std::vector<Held> held_;
};

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

TEST_F(Owners, OfASecretInWhateverFormItWasWrittenDown) {
  const auto owners = with_file();
  const auto of = [&](std::string_view text) { return names(owners.of_secret(SecretBytes::copy_of(text))); };
  const auto both = UnorderedElementsAre("orders/prod", "orders/dev");
  const std::string text(kText);
  const auto bytes = *base::hex_decode(text);
  EXPECT_THAT(of(text), both);
  EXPECT_THAT(of(text + "\n"), both);
  EXPECT_THAT(of("  " + text + "\r\n"), both);
  EXPECT_THAT(of(base::base64_encode(base::as_bytes(text))), both);
  EXPECT_THAT(of(base::base64_encode(base::as_bytes(text + "\n"))), both);
  EXPECT_THAT(of(base::base64url_encode(base::as_bytes(text))), both);
  EXPECT_THAT(of(base::base64url_encode(base::as_bytes(text)) + "=="), both);
  EXPECT_THAT(of(base::hex_encode(base::as_bytes(text))), both);
  EXPECT_THAT(of(base::base64_encode(base::as_bytes(base::base64_encode(base::as_bytes(text))))), both);
  // Somebody decoded the 64 hex digits, which are the key itself, and wrote the bytes down.
  EXPECT_THAT(of(base::base64_encode(bytes)), both);
  const auto key = base::as_bytes(kBytes);
  for (const auto& form : {base::base64url_encode(key), base::base64_encode(key), base::hex_encode(key)}) {
    EXPECT_THAT(of(form), ElementsAre("billing/prod"));
    EXPECT_THAT(of(base::base64_encode(base::as_bytes(form))), ElementsAre("billing/prod"));
  }
  EXPECT_THAT(of(text.substr(1)), IsEmpty());
  EXPECT_THAT(of(""), IsEmpty());
  EXPECT_THAT(of(std::string(5000, 'A')), IsEmpty());
}

TEST_F(Owners, OfAKeyPairByItsThumbprint) {
  const auto owners = with_file();
  const auto thumbprint = keyring::thumbprint_of(inventory_.keys.back());
  EXPECT_THAT(names(owners.of_key_pair(thumbprint)), ElementsAre("login/prod"));
  EXPECT_THAT(owners.of_key_pair("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"), IsEmpty());
  EXPECT_THAT(owners.of_key_pair("?"), IsEmpty());
}

TEST_F(Owners, OfATokenByItsSignatureWhereTheKeyIsAtHand) {
  const auto owners = with_store();
  const auto of = [&](const std::string& token) { return names(owners.of_token(token)); };
  EXPECT_THAT(of(token(0, "kid-of-orders/prod")), ElementsAre("orders/prod"));
  EXPECT_THAT(of(token(0, std::nullopt)), UnorderedElementsAre("orders/prod"));
  EXPECT_THAT(of(token(0, "a kid of nobody")), ElementsAre("orders/prod"));
  // A kid that lies: the signature is another key's.
  EXPECT_THAT(of(token(0, "kid-of-billing/prod")), ElementsAre("orders/prod"));
  EXPECT_THAT(of(token(2, "kid-of-billing/prod")), ElementsAre("billing/prod"));
  EXPECT_THAT(of(token(3, "kid-of-login/prod")), ElementsAre("login/prod"));
  EXPECT_THAT(of(token(3, std::nullopt)), ElementsAre("login/prod"));
  const auto stranger = *jose::SigningKey::make("kid-of-orders/prod", jose::Alg::HS256, SecretBytes(32));
  EXPECT_THAT(of(*jose::sign_compact(stranger, {}, base::as_bytes("{}"))), IsEmpty());
  EXPECT_THAT(of("not.a.token"), IsEmpty());
}

TEST_F(Owners, OfATokenByItsKidWhereTheKeyIsNotAtHand) {
  const auto owners = with_file();
  const auto of = [&](const std::string& token) { return names(owners.of_token(token)); };
  EXPECT_THAT(of(token(0, "kid-of-orders/prod")), ElementsAre("orders/prod by kid"));
  EXPECT_THAT(of(token(0, std::nullopt)), IsEmpty());
  EXPECT_THAT(of(token(3, "kid-of-login/prod")), ElementsAre("login/prod"));
  EXPECT_THAT(of(token(3, std::nullopt)), ElementsAre("login/prod"));
  // The public key is at hand, and has not signed it.
  EXPECT_THAT(of(token(0, "kid-of-login/prod")), IsEmpty());
}

TEST_F(Owners, MayBeAskedByManyThreads) {
  const auto owners = with_store();
  const auto first = token(0, "kid-of-orders/prod");
  std::vector<std::jthread> threads;
  std::atomic<int> found = 0;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int j = 0; j < 20; ++j) {
        found += static_cast<int>(owners.of_token(first).size() + owners.of_secret(SecretBytes::copy_of(kText)).size());
      }
    });
  }
  threads.clear();
  EXPECT_EQ(found, 4 * 20 * 3);
}

TEST(Standing, IsTheTokensOwnTimeFirstThenItsKeys) {
  auto finding = testing_findings::token();
  EXPECT_EQ(standing(finding, kNow), Standing::valid);
  EXPECT_EQ(standing(finding, kNow + std::chrono::hours{1}), Standing::expired);
  finding.owners = {testing_findings::owner(State::retired), testing_findings::owner(State::compromised)};
  EXPECT_EQ(standing(finding, kNow), Standing::compromised);
  finding.owners.pop_back();
  EXPECT_EQ(standing(finding, kNow), Standing::retired);
  EXPECT_FALSE(is_live(finding));
  finding.owners.push_back(testing_findings::owner(State::retiring));
  EXPECT_EQ(standing(finding, kNow), Standing::valid);
  EXPECT_TRUE(is_live(finding));
  finding.owners.clear();
  EXPECT_EQ(standing(finding, kNow), Standing::unknown);
}

}  // namespace
}  // namespace jwtkeep::scan
