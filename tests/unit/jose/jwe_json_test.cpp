// The JSON forms of RFC 7516 section 7.2, and the rules on headers that hold for every form (section 4).
#include "jwtkeep/jose/jwe_json.hpp"

#include <gtest/gtest.h>

#include "jwe_sample.hpp"
#include "jwtkeep/crypto/random.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;
using base::Reason;

constexpr auto kEnc = Enc::A128GCM;
constexpr auto* kHeader = R"({"alg":"A128KW","enc":"A128GCM"})";

DecryptionKey wrap_key_of(std::string kid) {
  return DecryptionKey::make(std::move(kid), JweAlg::A128KW, crypto::random_secret(16)).value();
}

std::string refusal_of(const Json& token, const DecryptionKey& key, const DecryptPolicy& policy = open_policy()) {
  return jwe_refusal(base::write_json(token), key, policy);
}

Json read(std::string_view token) { return base::parse_json(token).value(); }

// What is written

TEST(JweJson, FlattenedProtectsAllThatItCan) {
  const auto key = wrap_key_of("one");
  JweJsonParts parts;
  parts.protected_extras = Json::object({{"cty", "text/plain"}});
  parts.unprotected = Json::object({{"note", "x"}});
  parts.aad = {'a', 'a', 'd'};
  const auto token = read(encrypt_flattened(key.encryption_key(), kEnc, parts, secret("text")).value());
  const auto* covered = token.find("protected")->string();
  EXPECT_EQ(base::as_text(base::base64url_decode(*covered).value()),
            R"({"alg":"A128KW","kid":"one","enc":"A128GCM","cty":"text/plain"})");
  EXPECT_EQ(*token.find("unprotected"), parts.unprotected);
  EXPECT_EQ(*token.find("aad")->string(), "YWFk");
  for (const auto* absent : {"recipients", "header", "payload"}) EXPECT_EQ(token.find(absent), nullptr);
  const auto opened = decrypt(base::write_json(token), key, open_policy());
  ASSERT_EQ(text_of(opened), "text");
  EXPECT_EQ(base::as_text(opened->aad()), "aad");
  EXPECT_EQ(*opened->header().find("note")->string(), "x");
  EXPECT_EQ(opened->protected_header().find("note"), nullptr);
}

TEST(JweJson, EmptyMembersAreLeftOut) {  // RFC 7516 section 7.2.1
  for (const auto alg : {JweAlg::dir, JweAlg::ECDH_ES}) {
    const auto key = sample_decryption_key(alg, kEnc).encryption_key();
    const auto flattened = read(encrypt_flattened(key, kEnc, {}, secret("")).value());
    for (const auto* absent : {"encrypted_key", "aad", "unprotected"}) EXPECT_EQ(flattened.find(absent), nullptr);
    EXPECT_EQ(*flattened.find("ciphertext")->string(), "");
    const JweJsonRecipient to[] = {{key}};
    const auto general = read(encrypt_general(to, kEnc, {}, secret("")).value());
    EXPECT_EQ((*general.find("recipients")->items())[0].find("encrypted_key"), nullptr);
  }
}

/// One recipient of every algorithm that takes a given content encryption key, on every curve.
std::vector<DecryptionKey> all_that_take_a_cek() {
  std::vector<DecryptionKey> keys;
  for (const auto alg : every_jwe_alg()) {
    if (is_direct(alg)) continue;
    for (auto& key : sample_decryption_keys(alg, kEnc)) keys.push_back(std::move(key));
  }
  return keys;
}

TEST(JweJson, EveryRecipientOpensTheSameText) {
  const auto keys = all_that_take_a_cek();
  std::vector<JweJsonRecipient> to;
  for (const auto& key : keys) to.push_back({key.encryption_key(), Json::object({{"to", "x"}})});
  const auto token = encrypt_general(to, kEnc, {}, secret("text"), quick()).value();
  auto policy = open_policy();
  policy.limits.recipients = to.size();
  for (const auto& key : keys) {
    const auto opened = decrypt(token, key, policy);
    ASSERT_EQ(text_of(opened), "text") << name(key.alg());
    EXPECT_EQ(opened->alg(), key.alg());
    EXPECT_EQ(*opened->header().find("to")->string(), "x");
  }
  EXPECT_EQ(jwe_refusal(token, sample_decryption_key(JweAlg::A128KW)), "too_large");  // more than 16
}

TEST(JweJson, RecipientsAreFoundByTheirKid) {
  const auto one = wrap_key_of("one"), two = wrap_key_of("two");
  const JweJsonRecipient to[] = {{one.encryption_key()}, {two.encryption_key()}};
  const auto token = encrypt_general(to, kEnc, {}, secret("text")).value();
  std::vector<std::string> asked;
  const auto opened = decrypt(
      token,
      [&](const JweHeader& header) -> base::Result<DecryptionKey> {
        asked.push_back(*header.kid());
        if (*header.kid() == "two") return two;
        return base::fail(Reason::key_unknown, "no such key");
      },
      open_policy());
  ASSERT_EQ(text_of(opened), "text");
  EXPECT_EQ(opened->kid(), "two");
  EXPECT_EQ(asked, (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(jwe_refusal(token, wrap_key_of("three")), "key_mismatch");
}

TEST(JweJson, OfSeveralFailuresTheOneWithAKeyIsTold) {
  const auto one = wrap_key_of("one");
  const JweJsonRecipient to[] = {{wrap_key_of("").encryption_key()}, {one.encryption_key()}};
  auto token = read(encrypt_general(to, kEnc, {}, secret("text")).value());
  EXPECT_EQ(refusal_of(token, wrap_key_of("two")), "decryption_failed");  // the first has no kid, the second another
  std::swap(token.members()->back().second.items()->front(), token.members()->back().second.items()->back());
  EXPECT_EQ(refusal_of(token, wrap_key_of("two")), "decryption_failed");
}

TEST(JweJson, ADecoyBeforeTheRecipientDoesNotHinder) {
  const auto key = wrap_key_of("");
  const JweJsonRecipient to[] = {{key.encryption_key()}};
  const auto token = read(encrypt_general(to, kEnc, {}, secret("text")).value());
  for (const auto& decoy : {Json::object({{"alg", "RSA1_5"}}), Json::object({{"alg", "none"}}),
                            Json::object({{"alg", "A128KW"}, {"kid", "x"}}), Json::object({{"alg", "dir"}})}) {
    auto longer = token;
    auto& recipients = *longer.members()->back().second.items();
    recipients.insert(recipients.begin(), Json::object({{"header", decoy}, {"encrypted_key", "AAAA"}}));
    EXPECT_EQ(refusal_of(longer, key), "none") << base::write_json(decoy);
  }
}

TEST(JweJson, RecipientsThatCannotShareAreRefused) {
  const auto wraps = sample_decryption_key(JweAlg::A128KW).encryption_key();
  EXPECT_EQ(encrypt_general({}, kEnc, {}, secret("text")).error().reason, Reason::bad_value);
  for (const auto alg : {JweAlg::dir, JweAlg::ECDH_ES}) {
    const auto direct = sample_decryption_key(alg, kEnc).encryption_key();
    const JweJsonRecipient alone[] = {{direct}};
    EXPECT_TRUE(encrypt_general(alone, kEnc, {}, secret("text")));
    const JweJsonRecipient first[] = {{direct}, {wraps}}, last[] = {{wraps}, {direct}};
    EXPECT_EQ(encrypt_general(first, kEnc, {}, secret("text")).error().reason, Reason::bad_value);
    EXPECT_EQ(encrypt_general(last, kEnc, {}, secret("text")).error().reason, Reason::bad_value);
  }
  const auto held = EncryptionKey::make("", JweAlg::A128KW, base::SecretBytes(16), {Enc::A256GCM}).value();
  const JweJsonRecipient mixed[] = {{wraps}, {held}};
  EXPECT_EQ(encrypt_general(mixed, kEnc, {}, secret("text")).error().reason, Reason::alg_not_allowed);
}

TEST(JweJson, NoMemberIsWrittenIntoTwoHeaders) {
  const auto key = wrap_key_of("").encryption_key();
  const auto x = Json::object({{"x", 1}});
  JweJsonParts both{x, x, {}};
  EXPECT_EQ(encrypt_flattened(key, kEnc, both, secret("text")).error().reason, Reason::bad_value);
  const JweJsonRecipient own[] = {{key, x}};
  EXPECT_EQ(encrypt_general(own, kEnc, {x, {}, {}}, secret("text")).error().reason, Reason::bad_value);
  EXPECT_EQ(encrypt_general(own, kEnc, {{}, x, {}}, secret("text")).error().reason, Reason::bad_value);
  EXPECT_TRUE(encrypt_general(own, kEnc, {}, secret("text")));
}

TEST(JweJson, WhatKeysAndOptionsDecideIsNotTheCallersToSet) {
  const auto key = wrap_key_of("").encryption_key();
  for (const auto* taken : {"alg", "enc", "zip", "kid", "crit", "epk", "apu", "apv", "iv", "tag", "p2s", "p2c"}) {
    const auto extras = Json::object({{taken, "x"}});
    EXPECT_FALSE(encrypt_flattened(key, kEnc, {extras, {}, {}}, secret("text"))) << taken;
    EXPECT_FALSE(encrypt_flattened(key, kEnc, {{}, extras, {}}, secret("text"))) << taken;
    const JweJsonRecipient own[] = {{key, extras}};
    EXPECT_FALSE(encrypt_general(own, kEnc, {}, secret("text"))) << taken;
  }
  const JweJsonRecipient strange[] = {{EncryptionKey::make("\xff", JweAlg::A128KW, base::SecretBytes(16)).value()}};
  EXPECT_EQ(encrypt_general(strange, kEnc, {}, secret("text")).error().reason, Reason::bad_value);
}

TEST(JweJson, PartiesOfTheAgreementAreToldToEachRecipient) {  // RFC 7518 section 4.6.1
  const auto key = sample_decryption_key(JweAlg::ECDH_ES_A128KW);
  auto options = quick();
  options.apu = {'A'};
  options.apv = {'B'};
  const JweJsonRecipient to[] = {{key.encryption_key()}, {sample_decryption_key(JweAlg::A128KW).encryption_key()}};
  const auto token = read(encrypt_general(to, kEnc, {}, secret("text"), options).value());
  const auto& recipients = *token.find("recipients")->items();
  EXPECT_EQ(*recipients[0].find("header")->find("apu")->string(), "QQ");
  EXPECT_EQ(recipients[1].find("header")->find("apu"), nullptr);
  EXPECT_EQ(refusal_of(token, key), "none");
  // Bound: with another name the agreed key is another.
  auto changed = token;
  changed.members()->back().second.items()->front().members()->front().second.set("apv", "QQ");
  EXPECT_EQ(refusal_of(changed, key), "decryption_failed");
}

// What is read

TEST(JweJson, TheJsonFormsAreTakenOnlyWhereThePolicySaysSo) {
  const auto key = wrap_key_of("");
  const auto token = forge_flattened(key, kHeader, kEnc, "text");
  EXPECT_EQ(refusal_of(token, key), "none");
  EXPECT_EQ(refusal_of(token, key, {.encs = every_enc()}), "malformed");
}

TEST(JweJson, TheAadIsCovered) {
  const auto key = wrap_key_of("");
  const auto token = forge_flattened(key, kHeader, kEnc, "text", "beside");
  EXPECT_EQ(refusal_of(token, key), "none");
  auto changed = token;
  changed.set("aad", "YmVzaWRF");
  EXPECT_EQ(refusal_of(changed, key), "decryption_failed");
  changed.erase("aad");
  EXPECT_EQ(refusal_of(changed, key), "decryption_failed");
  auto added = forge_flattened(key, kHeader, kEnc, "text");
  added.set("aad", "YmVzaWRl");
  EXPECT_EQ(refusal_of(added, key), "decryption_failed");
}

TEST(JweJson, MembersOfTheTokenAreReadStrictly) {
  const auto key = wrap_key_of("");
  const auto token = forge_flattened(key, kHeader, kEnc, "text", "beside");
  for (const auto* name : {"protected", "encrypted_key", "iv", "ciphertext", "tag", "aad"}) {
    for (const auto& wrong : {Json(1), Json(nullptr), Json::object(), Json::array({"AA"}), Json("===="), Json("AB"),
                              Json("AA=="), Json("A"), Json("AA\n"), Json("+/AA")}) {
      auto changed = token;
      changed.set(name, wrong);
      EXPECT_EQ(refusal_of(changed, key), "malformed") << name << " " << base::write_json(wrong);
    }
  }
  // RFC 7516 section 7.2.1: what would be empty is left out.
  for (const auto* name : {"protected", "encrypted_key", "iv", "tag", "aad"}) {
    auto changed = token;
    changed.set(name, "");
    EXPECT_EQ(refusal_of(changed, key), "malformed") << name;
  }
  for (const auto* name : {"iv", "ciphertext", "tag"}) {
    auto changed = token;
    changed.erase(name);
    EXPECT_EQ(refusal_of(changed, key), "malformed") << name;
  }
  for (const auto* name : {"unprotected", "header"}) {
    for (const auto& wrong : {Json(1), Json(nullptr), Json("e30"), Json::array()}) {
      auto changed = token;
      changed.set(name, wrong);
      EXPECT_EQ(refusal_of(changed, key), "malformed") << name;
    }
  }
  auto unknown = token;
  unknown.set("something", Json::object({{"else", 1}}));
  EXPECT_EQ(refusal_of(unknown, key), "none");
}

TEST(JweJson, AFormIsOneFormOnly) {
  const auto key = wrap_key_of("");
  const auto flattened = forge_flattened(key, kHeader, kEnc, "text");
  auto general = flattened;
  general.erase("encrypted_key");
  general.set("recipients", Json::array({Json::object({{"encrypted_key", *flattened.find("encrypted_key")}})}));
  EXPECT_EQ(refusal_of(general, key), "none");
  auto both = general;
  both.set("encrypted_key", *flattened.find("encrypted_key"));
  EXPECT_EQ(refusal_of(both, key), "malformed");
  both = general;
  both.set("header", Json::object({{"x", 1}}));
  EXPECT_EQ(refusal_of(both, key), "malformed");
  for (const auto* name : {"payload", "signature", "signatures"}) {
    both = flattened;
    both.set(name, "eA");
    EXPECT_EQ(refusal_of(both, key), "malformed") << name;
  }
  for (const auto& wrong :
       {Json::array(), Json::object(), Json(nullptr), Json::array({1}), Json::array({Json::array()})}) {
    both = general;
    both.set("recipients", wrong);
    EXPECT_EQ(refusal_of(both, key), "malformed");
  }
  for (const auto* text : {"{}", "{", "{}{}", "[]", "{\"recipients\":[{}]}", " {}"}) {
    EXPECT_EQ(jwe_refusal(text, key), "malformed") << text;
  }
}

TEST(JweJson, RecipientsAreCounted) {
  const auto key = wrap_key_of("");
  const auto flattened = forge_flattened(key, kHeader, kEnc, "text");
  auto token = flattened;
  token.erase("encrypted_key");
  Json::Array recipients(15, Json::object());
  recipients.push_back(Json::object({{"encrypted_key", *flattened.find("encrypted_key")}}));
  token.set("recipients", recipients);
  EXPECT_EQ(refusal_of(token, key), "none");
  recipients.insert(recipients.begin(), Json::object());
  token.set("recipients", recipients);
  EXPECT_EQ(refusal_of(token, key), "too_large");
}

// Headers

TEST(JweHeader, Rfc7516Section4DuplicateMembersAreRefusedWhereverTheyStand) {
  const auto key = wrap_key_of("");
  for (const auto* header :
       {R"({"alg":"A128KW","alg":"A128KW","enc":"A128GCM"})", R"({"alg":"A128KW","enc":"A128GCM","enc":"A128GCM"})",
        R"({"alg":"A128KW","enc":"A128GCM","x":1,"x":2})", R"({"alg":"A128KW","enc":"A128GCM","x":{"y":1,"y":1}})",
        R"({"alg":"A128KW","enc":"A128GCM","\u0061lg":"dir"})"}) {
    EXPECT_EQ(jwe_refusal(forge_compact(key, header, kEnc, "text"), key), "duplicate_member") << header;
    EXPECT_EQ(refusal_of(forge_flattened(key, header, kEnc, "text"), key), "duplicate_member") << header;
  }
  const auto token = base::write_json(forge_flattened(key, kHeader, kEnc, "text"));
  for (const auto* more : {R"("tag":"AAAA")", R"("protected":"e30")", R"("x":1,"x":1)", R"("header":{"x":1,"x":1})",
                           R"("unprotected":{"x":1,"x":1})", R"("recipients":[{"header":{},"header":{}}])"}) {
    EXPECT_EQ(jwe_refusal(token.substr(0, token.size() - 1) + "," + more + "}", key), "duplicate_member") << more;
  }
}

TEST(JweHeader, Rfc7516Section721HeadersOfOneRecipientAreDisjoint) {
  const auto key = wrap_key_of("");
  const auto token = forge_flattened(key, kHeader, kEnc, "text");
  for (const auto* name : {"alg", "enc", "x"}) {
    const auto extra = Json::object({{name, "A128GCM"}});
    auto changed = token;
    changed.set("unprotected", extra);
    EXPECT_EQ(refusal_of(changed, key), std::string_view(name) == "x" ? "none" : "duplicate_member");
    changed.set("header", extra);
    EXPECT_EQ(refusal_of(changed, key), "duplicate_member");
    changed.erase("unprotected");
    EXPECT_EQ(refusal_of(changed, key), std::string_view(name) == "x" ? "none" : "duplicate_member");
  }
}

TEST(JweHeader, Rfc7516Section4113CritIsRefusedWhateverItAsksFor) {
  const auto key = wrap_key_of("");
  for (const auto* crit : {R"(["exp"])", R"([])", R"(["alg"])", R"(["b64"])", R"("exp")", "null", "1", "{}"}) {
    const auto header = R"({"alg":"A128KW","enc":"A128GCM","exp":1,"b64":false,"crit":)" + std::string(crit) + "}";
    EXPECT_EQ(jwe_refusal(forge_compact(key, header, kEnc, "text"), key), "crit_unsupported") << crit;
    for (const auto* place : {"unprotected", "header"}) {
      auto token = forge_flattened(key, kHeader, kEnc, "text");
      token.set(place, read(R"({"crit":)" + std::string(crit) + "}"));
      EXPECT_EQ(refusal_of(token, key), "crit_unsupported") << place << " " << crit;
    }
  }
}

TEST(JweHeader, AlgAndEncHaveToBeThere) {
  const auto key = wrap_key_of("");
  for (const auto* header :
       {R"({"enc":"A128GCM"})", R"({"alg":"A128KW"})", R"({"alg":1,"enc":"A128GCM"})", R"({"alg":"A128KW","enc":null})",
        R"({"alg":["A128KW"],"enc":"A128GCM"})", "{}", "[]", "1", "", "null", R"({"alg":"A128KW","enc":"A128GCM"}x)",
        "{\"alg\":\"A128KW\",\"enc\":\"\xff\"}", R"({"alg":"A128KW","enc":"A128GCM","kid":1})",
        R"({"alg":"A128KW","enc":"A128GCM","typ":1})", R"({"alg":"A128KW","enc":"A128GCM","cty":[]})"}) {
    EXPECT_EQ(jwe_refusal(forge_compact(key, header, kEnc, "text"), key), "malformed") << header;
  }
}

TEST(JweHeader, Rfc7516Section413ZipIsProtectedAndDef) {
  const auto key = wrap_key_of("");
  for (const auto* zip : {R"("GZ")", R"("def")", R"("")", "true", "null", "1"}) {
    const auto header = R"({"alg":"A128KW","enc":"A128GCM","zip":)" + std::string(zip) + "}";
    EXPECT_EQ(jwe_refusal(forge_compact(key, header, kEnc, "text"), key), "malformed") << zip;
  }
  for (const auto* place : {"unprotected", "header"}) {
    auto token = forge_flattened(key, kHeader, kEnc, "text");
    token.set(place, Json::object({{"zip", "DEF"}}));
    EXPECT_EQ(refusal_of(token, key), "malformed") << place;
  }
}

TEST(JweHeader, AnEncThatTheTagDoesNotCoverIsRefusedUnlessAllowed) {
  const auto key = wrap_key_of("");
  for (const auto* place : {"unprotected", "header"}) {
    auto token = forge_flattened(key, R"({"alg":"A128KW"})", kEnc, "text");
    token.set(place, Json::object({{"enc", "A128GCM"}}));
    EXPECT_EQ(refusal_of(token, key), "alg_not_allowed") << place;
    auto policy = open_policy();
    policy.allow_unprotected_enc = true;
    EXPECT_EQ(refusal_of(token, key, policy), "none") << place;
  }
}

// RFC 7516 section 7.2.1: the "enc" of all recipients is the same.
TEST(JweHeader, Rfc7516Section721EncIsTheSameForAllRecipients) {
  const auto key = wrap_key_of("");
  const auto flattened = forge_flattened(key, "", kEnc, "text");
  const auto recipient = [&](std::string_view enc) {
    return Json::object({{"header", Json::object({{"alg", "A128KW"}, {"enc", enc}})},
                         {"encrypted_key", *flattened.find("encrypted_key")}});
  };
  auto token = flattened;
  token.erase("encrypted_key");
  auto policy = open_policy();
  policy.allow_unprotected_enc = true;
  token.set("recipients", Json::array({recipient("A128GCM"), recipient("A128GCM")}));
  EXPECT_EQ(refusal_of(token, key, policy), "none");
  token.set("recipients", Json::array({recipient("A128GCM"), recipient("A256GCM")}));
  EXPECT_EQ(refusal_of(token, key, policy), "malformed");
}

TEST(JweHeader, PartsThatAreNotStrictBase64urlAreRefused) {
  const auto key = wrap_key_of("");
  const auto token = forge_compact(key, kHeader, kEnc, "text");
  for (std::size_t at = 0; at <= token.size(); ++at) {
    for (const auto* inserted : {"=", "+", "/", " ", "\n", "."}) {
      auto changed = token;
      changed.insert(at, inserted);
      ASSERT_EQ(jwe_refusal(changed, key), "malformed") << at << " " << inserted;
    }
  }
  // The last character of the tag holds four bits that must be zero.
  for (const char last : {'B', 'R', 'h', 'x'}) {
    auto changed = token;
    changed.back() = last;
    EXPECT_EQ(jwe_refusal(changed, key), "malformed");
  }
}

}  // namespace
}  // namespace jwtkeep::jose
