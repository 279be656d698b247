#include "jwtkeep/keyring/inventory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "jwtkeep/base/encoding.hpp"
#include "jwtkeep/crypto/mac.hpp"
#include "jwtkeep/jose/jwk.hpp"
#include "jwtkeep/jose/thumbprint.hpp"
#include "jwtkeep/keyring/material.hpp"
#include "tests/unit/keyring/generators.hpp"

namespace jwtkeep::keyring {
namespace {

using base::Json;
using base::SecretBytes;
using testing_keys::kStart;

constexpr std::string_view kSecret = "7f3a9c51e08b46d2a9f0c3e57b1d8426f5ea90c1b37d4826e6f10b9c5d2a7384";

KeyWithMaterial adopted(jose::Alg alg, SecretBytes material, const SecretBytes& fingerprint_key) {
  auto made = adopt_key(alg, std::move(material), "", false, fingerprint_key);
  EXPECT_TRUE(made.has_value()) << made.error().what;
  made->key.published_at = kStart;
  made->key.state = State::active;
  made->key.activated_at = kStart + std::chrono::hours{1};
  return *std::move(made);
}

Inventory make_sample() {
  auto inventory = new_inventory(kStart);
  const auto name = *Name::parse("orders/prod");
  inventory.keys.push_back(
      listed(name, adopted(jose::Alg::HS256, SecretBytes::copy_of(kSecret), inventory.fingerprint_key).key));
  for (const auto& [alg, kind] :
       {std::pair{jose::Alg::ES256, crypto::KeyKind::ec_p256}, std::pair{jose::Alg::EdDSA, crypto::KeyKind::ed25519},
        std::pair{jose::Alg::RS256, crypto::KeyKind::rsa}}) {
    const auto pair = crypto::PrivateKey::generate(kind);
    inventory.keys.push_back(listed(name, adopted(alg, pair->to_pkcs8(), inventory.fingerprint_key).key));
  }
  auto gone = inventory.keys.front();
  gone.state = State::retired;
  gone.retired_at = gone.destroyed_at = kStart + std::chrono::days{9};
  gone.fingerprint.clear();
  inventory.keys.push_back(gone);
  return inventory;
}

const Inventory& sample() {
  static const Inventory made = make_sample();  // RSA keys take their time
  return made;
}

std::string text_of(const Json& json) {
  return base::write_with_secrets(json, true).reveal([](base::ByteView text) {
    return std::string(base::as_text(text));
  });
}

TEST(Inventory, IsReadBackAsItWasWritten) {
  const auto& inventory = sample();
  const auto text = text_of(to_json(inventory));
  const auto read = parse_inventory(text);
  ASSERT_TRUE(read.has_value()) << read.error().what;
  EXPECT_EQ(read->keys, inventory.keys);
  EXPECT_EQ(read->made_at, inventory.made_at);
  EXPECT_EQ(read->fingerprint_key, inventory.fingerprint_key);
  EXPECT_THAT(text, Not(testing::HasSubstr(kSecret)));
}

TEST(Inventory, NamesAKeyPairByItsThumbprintAsTheRfcWorksItOut) {
  // RFC 7638 section 3.1, and RFC 8037 appendix A.3.
  const auto rsa = base::parse_json(
      R"({"kty":"RSA","n":"0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw","e":"AQAB","alg":"RS256","kid":"2011-04-29"})");
  EXPECT_EQ(jose::thumbprint(*rsa), "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs");
  const auto okp =
      base::parse_json(R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");
  EXPECT_EQ(jose::thumbprint(*okp), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  for (const auto& key : sample().keys) {
    if (key.public_jwk.is_null()) continue;
    EXPECT_EQ(thumbprint_of(key), jose::thumbprint(*jose::parse_jwk(base::write_json(key.public_jwk))));
    EXPECT_EQ(thumbprint_of(key), key.kid);  // as `make_key` and `adopt_key` name it
  }
  EXPECT_FALSE(jose::thumbprint(*base::parse_json(R"({"kty":"RSA","e":"AQAB"})")));
  EXPECT_FALSE(jose::thumbprint(*base::parse_json(R"({"kty":"OKP","crv":"Ed25519","x":"\""})")));
  EXPECT_FALSE(jose::thumbprint(*base::parse_json(R"({"kty":"oct","k":"AAAA"})")));
  EXPECT_FALSE(jose::thumbprint(Json(nullptr)));
}

TEST(Inventory, HasAKeyOfItsOwnEachTime) {
  const auto one = new_inventory(kStart);
  const auto other = new_inventory(kStart);
  EXPECT_FALSE(one.fingerprint_key == other.fingerprint_key);
  // The fingerprint is HMAC-SHA-256, cut to 16 bytes: what anybody else works out with the file's key.
  const auto secret = base::as_bytes(kSecret);
  auto tag = crypto::hmac(crypto::Hash::sha256, one.fingerprint_key, secret);
  tag.resize(16);
  EXPECT_EQ(fingerprint(one.fingerprint_key, secret), tag);
}

TEST(Inventory, RefusesWhatIsNotOne) {
  const auto good = to_json(sample());
  const auto refused = [](const Json& json) {
    const auto read = parse_inventory(text_of(json));
    return read ? std::string("taken") : read.error().what;
  };
  EXPECT_EQ(refused(good), "taken");
  EXPECT_EQ(parse_inventory("{}").error().what, "that is no inventory");
  EXPECT_EQ(parse_inventory("[]").error().what, "that is no inventory");
  EXPECT_FALSE(parse_inventory("").has_value());
  auto newer = good;
  newer.set("jwtkeep_inventory", 2);
  EXPECT_EQ(parse_inventory(text_of(newer)).error().reason, base::Reason::newer_format);
  for (const auto* name : {"jwtkeep_inventory", "made_at", "fingerprint_key", "keys"}) {
    for (const auto& wrong : {Json(nullptr), Json(-1), Json("x"), Json::object()}) {
      auto json = good;
      json.set(name, wrong);
      EXPECT_NE(refused(json), "taken") << name;
    }
    auto json = good;
    ASSERT_TRUE(json.erase(name));
    EXPECT_NE(refused(json), "taken") << name;
  }
  auto more = good;
  more.set("secrets", "x");
  EXPECT_THAT(refused(more), testing::HasSubstr("\"secrets\""));
}

TEST(Inventory, RefusesEveryForgedEntry) {
  const auto good = to_json(sample());
  const auto refused = [&](std::size_t entry, const std::string& member, std::optional<Json> value) {
    auto json = good;
    auto keys = *json.find("keys");
    if (value) {
      (*keys.items())[entry].set(member, *value);
    } else {
      EXPECT_TRUE((*keys.items())[entry].erase(member)) << member;
    }
    json.set("keys", keys);
    return !parse_inventory(text_of(json)).has_value();
  };
  for (const auto* name : {"keyring", "kid", "alg", "state", "published_at", "fingerprint"}) {
    EXPECT_TRUE(refused(0, name, std::nullopt)) << name;
    for (const auto& wrong : {Json(nullptr), Json(1), Json(""), Json("no such"), Json::array()}) {
      if (std::string_view(name) == "kid" && wrong == Json("no such")) continue;
      EXPECT_TRUE(refused(0, name, wrong)) << name;
    }
  }
  EXPECT_TRUE(refused(0, "activated_at", Json("yesterday")));
  EXPECT_TRUE(refused(0, "thumbprint", Json("x")));
  EXPECT_TRUE(refused(0, "public_jwk", Json::object()));
  EXPECT_TRUE(refused(0, "k", Json("x")));
  EXPECT_TRUE(refused(1, "thumbprint", Json("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")));
  EXPECT_TRUE(refused(1, "thumbprint", std::nullopt));
  EXPECT_TRUE(refused(1, "public_jwk", std::nullopt));
  EXPECT_TRUE(refused(1, "fingerprint", Json(std::string(32, 'a'))));
  auto with_private = *(*good.find("keys")->items())[1].find("public_jwk");
  with_private.set("d", "AAAA");
  EXPECT_TRUE(refused(1, "public_jwk", with_private));
  EXPECT_TRUE(refused(4, "destroyed_at", std::nullopt));
}

}  // namespace
}  // namespace jwtkeep::keyring
