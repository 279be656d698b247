// Encrypting and decrypting: every algorithm with every other, in every form.
#include "jwtkeep/jose/jwe.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <set>

#include "jwe_sample.hpp"
#include "jwtkeep/crypto/key_agreement.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

TEST(Jwe, EveryAlgWithEveryEncInEveryForm) {
  int run = 0;
  for (const auto alg : every_jwe_alg()) {
    for (const auto enc : every_enc()) {
      for (const auto& key : sample_decryption_keys(alg, enc)) {
        for (const auto form : kEveryForm) {
          SCOPED_TRACE(std::string(name(alg)) + " " + std::string(name(enc)));
          const auto token = encrypt_as(form, key.encryption_key(), enc, "attack at dawn");
          const auto opened = decrypt(token, key, open_policy());
          ASSERT_EQ(text_of(opened), "attack at dawn");
          EXPECT_EQ(opened->alg(), alg);
          EXPECT_EQ(opened->enc(), enc);
          EXPECT_EQ(opened->kid(), "sample");
          ++run;
        }
      }
    }
  }
  EXPECT_GE(run, 18 * 6 * 3);
}

RC_GTEST_PROP(JweProperty, WhateverIsEncryptedComesBackToItsKeyAlone, ()) {
  const auto alg = *rc::gen::elementOf(every_jwe_alg());
  const auto enc = *rc::gen::elementOf(every_enc());
  const auto form = *rc::gen::elementOf(std::vector<Form>(std::begin(kEveryForm), std::end(kEveryForm)));
  const auto text = *rc::gen::arbitrary<base::Bytes>();
  auto options = quick();
  options.compress = *rc::gen::arbitrary<bool>();
  options.apu = *rc::gen::arbitrary<base::Bytes>();
  const auto key = *rc::gen::elementOf(sample_decryption_keys(alg, enc));
  const auto token = encrypt_as(form, key.encryption_key(), enc, base::as_text(text), options);
  const auto opened = decrypt(token, key, open_policy());
  RC_ASSERT(opened && opened->plaintext() == base::SecretBytes::copy_of(text));
  for (const auto other : every_jwe_alg()) {
    if (other != alg) {
      RC_ASSERT(jwe_refusal(token, sample_decryption_key(other, enc)) == "alg_not_allowed");
    }
  }
}

RC_GTEST_PROP(JweProperty, AReplacedCharacterIsRefused, ()) {
  const auto alg = *rc::gen::elementOf(every_jwe_alg());
  const auto enc = *rc::gen::elementOf(every_enc());
  const auto key = sample_decryption_key(alg, enc);
  auto token = encrypt_as(Form::compact, key.encryption_key(), enc, base::as_text(*rc::gen::arbitrary<base::Bytes>()));
  const auto at = *rc::gen::inRange<std::size_t>(0, token.size());
  const auto character = *rc::gen::arbitrary<char>();
  RC_PRE(character != token[at]);
  token[at] = character;
  RC_ASSERT(jwe_refusal(token, key) != "none");
}

TEST(Jwe, TheHeaderSaysWhatTheKeyIs) {
  const auto key = sample_decryption_key(JweAlg::A256KW);
  const auto token =
      encrypt_compact(key.encryption_key(), Enc::A128CBC_HS256, Json::object({{"cty", "text/plain"}, {"x", 1}}),
                      secret("text"), {.compress = true})
          .value();
  EXPECT_EQ(base::as_text(part_of(token, 0)),
            R"({"alg":"A256KW","enc":"A128CBC-HS256","kid":"sample","zip":"DEF","cty":"text/plain","x":1})");
  const auto opened = decrypt(token, key, open_policy());
  EXPECT_EQ(text_of(opened), "text");
  EXPECT_EQ(opened->header(), opened->protected_header());
  EXPECT_EQ(*opened->header().find("x")->integer(), 1);
}

TEST(Jwe, HeaderExtrasCannotTouchWhatTheKeyDecides) {
  const auto key = sample_decryption_key(JweAlg::A128KW).encryption_key();
  for (const auto* taken : {"alg", "enc", "zip", "kid", "crit", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"}) {
    const auto refused = encrypt_compact(key, Enc::A128GCM, Json::object({{taken, "x"}}), secret("text"));
    ASSERT_FALSE(refused) << taken;
    EXPECT_EQ(refused.error().reason, Reason::bad_value);
  }
  EXPECT_FALSE(encrypt_compact(key, Enc::A128GCM, Json("x"), secret("text")));
  EXPECT_FALSE(encrypt_compact(key, Enc::A128GCM, Json::object({{"typ", 1}}), secret("text")));
  EXPECT_FALSE(encrypt_compact(key, Enc::A128GCM, Json::object({{"x", "\xff"}}), secret("text")));
  EXPECT_FALSE(encrypt_compact(key, Enc::A128GCM, Json::object({{"x", Json(secret("hidden"))}}), secret("text")));
  const auto strange = EncryptionKey::make("\xff", JweAlg::A128KW, crypto::random_secret(16)).value();
  EXPECT_EQ(encrypt_compact(strange, Enc::A128GCM, {}, secret("text")).error().reason, Reason::bad_value);
}

TEST(Jwe, NothingIsUsedTwice) {
  for (const auto alg : every_jwe_alg()) {
    const auto key = sample_decryption_key(alg).encryption_key();
    std::set<std::string> seen;
    for (int i = 0; i < 4; ++i) seen.insert(encrypt_as(Form::compact, key, Enc::A256GCM, "text"));
    EXPECT_EQ(seen.size(), 4U) << name(alg);
    std::set<base::Bytes> ivs;
    for (const auto& token : seen) ivs.insert(part_of(token, 2));
    EXPECT_EQ(ivs.size(), 4U) << name(alg);
  }
}

TEST(Jwe, PartiesAreBoundToTheAgreedKey) {  // RFC 7518 section 4.6.1
  for (const auto& key : sample_decryption_keys(JweAlg::ECDH_ES, Enc::A256GCM)) {
    const EncryptOptions options{.apu = {'A', 'l', 'i', 'c', 'e'}, .apv = {'B', 'o', 'b'}};
    const auto token = encrypt_as(Form::compact, key.encryption_key(), Enc::A256GCM, "text", options);
    const auto opened = decrypt(token, key, open_policy());
    ASSERT_EQ(text_of(opened), "text");
    EXPECT_EQ(*opened->header().find("apu")->string(), "QWxpY2U");
    EXPECT_EQ(*opened->header().find("apv")->string(), "Qm9i");
  }
}

TEST(Jwe, KeysOfAnotherTypeThanTheAlgAreRefused) {
  std::vector<crypto::PrivateKey> pairs;
  for (const auto kind : crypto::key_kinds()) pairs.push_back(crypto::PrivateKey::generate(kind, 2048).value());
  for (const auto alg : every_jwe_alg()) {
    for (const auto& pair : pairs) {
      const auto kind = pair.kind();
      const bool fits = (info(alg).management == KeyManagement::rsa_oaep && kind == crypto::KeyKind::rsa) ||
                        (info(alg).management == KeyManagement::key_agreement && crypto::can_agree(kind));
      EXPECT_EQ(DecryptionKey::make("", alg, pair).has_value(), fits) << name(alg);
      EXPECT_EQ(EncryptionKey::make("", alg, pair.public_key()).has_value(), fits) << name(alg);
    }
    if (is_symmetric(alg)) continue;
    const auto refused = DecryptionKey::make("", alg, crypto::random_secret(32));
    ASSERT_FALSE(refused) << name(alg);
    EXPECT_EQ(refused.error().reason, Reason::key_mismatch);
  }
}

// RFC 7518 sections 4.4, 4.5 and 4.7: exactly the algorithm's length.
TEST(Jwe, KeySizesAreExact) {
  for (const auto alg : every_jwe_alg()) {
    const auto& row = info(alg);
    if (!is_symmetric(alg) || row.management == KeyManagement::password) continue;
    for (const auto enc : every_enc()) {
      const auto needed = alg == JweAlg::dir ? key_size_bytes(enc) : row.wrapping_key_bytes;
      for (std::size_t size = 0; size <= 65; ++size) {
        const auto encs = alg == JweAlg::dir ? AllowedEncs{enc} : AllowedEncs{};
        ASSERT_EQ(DecryptionKey::make("", alg, base::SecretBytes(size), encs).has_value(), size == needed);
        ASSERT_EQ(EncryptionKey::make("", alg, base::SecretBytes(size), encs).has_value(), size == needed);
      }
    }
  }
  EXPECT_FALSE(DecryptionKey::make("", JweAlg::PBES2_HS256_A128KW, base::SecretBytes()));
}

TEST(Jwe, ADirKeyBelongsToOneEnc) {
  EXPECT_EQ(DecryptionKey::make("", JweAlg::dir, base::SecretBytes(32)).error().reason, Reason::bad_value);
  EXPECT_FALSE(DecryptionKey::make("", JweAlg::dir, base::SecretBytes(32), {Enc::A256GCM, Enc::A128CBC_HS256}));
  const auto key = sample_decryption_key(JweAlg::dir, Enc::A256GCM);
  EXPECT_EQ(encrypt_compact(key.encryption_key(), Enc::A128CBC_HS256, {}, secret("text")).error().reason,
            Reason::alg_not_allowed);
}

TEST(Jwe, AKeyMayBeHeldToSomeEncs) {
  const auto key = DecryptionKey::make("", JweAlg::A256KW, base::SecretBytes(32), {Enc::A256GCM}).value();
  const auto wide = DecryptionKey::make("", JweAlg::A256KW, base::SecretBytes(32)).value();
  EXPECT_EQ(jwe_refusal(encrypt_as(Form::compact, wide.encryption_key(), Enc::A256GCM, "text"), key), "none");
  EXPECT_EQ(jwe_refusal(encrypt_as(Form::compact, wide.encryption_key(), Enc::A128GCM, "text"), key),
            "alg_not_allowed");
  EXPECT_FALSE(encrypt_compact(key.encryption_key(), Enc::A128GCM, {}, secret("text")));
}

TEST(Jwe, ThePolicyNamesTheEncs) {
  const auto key = sample_decryption_key(JweAlg::A128KW);
  const auto token = encrypt_as(Form::compact, key.encryption_key(), Enc::A128GCM, "text");
  EXPECT_EQ(jwe_refusal(token, key, {.encs = {Enc::A128GCM}}), "none");
  EXPECT_EQ(jwe_refusal(token, key, {.encs = {Enc::A256GCM, Enc::A128CBC_HS256}}), "alg_not_allowed");
  EXPECT_EQ(jwe_refusal(token, key, {}), "bad_value");
}

TEST(Jwe, KidsAreComparedWhereBothAreThere) {
  const auto key = [](std::string kid) {
    return DecryptionKey::make(std::move(kid), JweAlg::A128KW, base::SecretBytes(16)).value();
  };
  const auto named = encrypt_as(Form::compact, key("one").encryption_key(), Enc::A128GCM, "text");
  const auto nameless = encrypt_as(Form::compact, key("").encryption_key(), Enc::A128GCM, "text");
  EXPECT_EQ(jwe_refusal(named, key("one")), "none");
  EXPECT_EQ(jwe_refusal(named, key("")), "none");
  EXPECT_EQ(jwe_refusal(nameless, key("one")), "none");
  EXPECT_EQ(jwe_refusal(named, key("two")), "key_mismatch");
}

TEST(Jwe, TheLookupsErrorIsTheAnswer) {
  const auto key = sample_decryption_key(JweAlg::A128KW);
  const auto token = encrypt_as(Form::compact, key.encryption_key(), Enc::A128GCM, "text");
  for (const auto reason : {Reason::key_unknown, Reason::key_retired, Reason::key_compromised}) {
    const auto opened = decrypt(
        token,
        [&](const JweHeader& header) -> base::Result<DecryptionKey> {
          EXPECT_EQ(header.kid(), "sample");
          return base::fail(reason, "not this one");
        },
        open_policy());
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().reason, reason);
  }
}

TEST(Jwe, CompressionIsOffUnlessBothSidesSayOtherwise) {
  const auto key = sample_decryption_key(JweAlg::A128KW);
  const std::string text(1000, 'a');
  const auto plain = encrypt_as(Form::compact, key.encryption_key(), Enc::A128GCM, text);
  EXPECT_EQ(base::as_text(part_of(plain, 0)).find("zip"), std::string_view::npos);
  const auto packed = encrypt_as(Form::compact, key.encryption_key(), Enc::A128GCM, text, {.compress = true});
  EXPECT_LT(packed.size(), 300U);
  EXPECT_EQ(text_of(decrypt(packed, key, open_policy())), text);
  EXPECT_EQ(jwe_refusal(packed, key, {.encs = every_enc()}), "alg_not_allowed");
}

TEST(Jwe, SizeIsBoundedExactly) {
  const auto key = sample_decryption_key(JweAlg::A128KW);
  const auto token = encrypt_as(Form::compact, key.encryption_key(), Enc::A128GCM, std::string(1000, 'x'));
  auto policy = open_policy();
  policy.limits.size_bytes = token.size();
  EXPECT_EQ(jwe_refusal(token, key, policy), "none");
  policy.limits.size_bytes = token.size() - 1;
  EXPECT_EQ(jwe_refusal(token, key, policy), "too_large");
  const auto large = encrypt_as(Form::compact, key.encryption_key(), Enc::A128GCM, std::string(1 << 20, 'x'));
  EXPECT_EQ(jwe_refusal(large, key), "too_large");
  policy.limits.size_bytes = std::size_t{4} << 20;
  EXPECT_EQ(jwe_refusal(large, key, policy), "none");
}

TEST(Jwe, PasswordsNeedIterations) {
  const auto key = sample_decryption_key(JweAlg::PBES2_HS256_A128KW).encryption_key();
  EXPECT_EQ(encrypt_compact(key, Enc::A128GCM, {}, secret("text"), {.p2c = 999}).error().reason, Reason::bad_value);
  const auto token = encrypt_compact(key, Enc::A128GCM, {}, secret("text")).value();
  EXPECT_NE(base::as_text(part_of(token, 0)).find(R"("p2c":600000)"), std::string_view::npos);
  EXPECT_EQ(jwe_refusal(token, sample_decryption_key(JweAlg::PBES2_HS256_A128KW)), "none");
}

}  // namespace
}  // namespace jwtkeep::jose
