#include <algorithm>
#include <array>

#include "jwtkeep/probe/compact.hpp"
#include "jwtkeep/probe/forgeries/rows.hpp"
#include "jwtkeep/probe/key_texts.hpp"

namespace jwtkeep::probe {
namespace {

constexpr std::array<std::string_view, 7> kConfusionReferences{
    "CVE-2015-9235",  "CVE-2016-10555", "CVE-2017-11424",      "CVE-2022-29217",
    "CVE-2024-33663", "CVE-2024-54150", "RFC 8725 section 2.1"};
constexpr std::size_t kMostKeys = 4;     // of a set of which the token names none
constexpr std::size_t kCommonForms = 2;  // that are tried with every HMAC

/// The keys that the verifier would find for this token.
std::vector<const VerifierKey*> keys_for(const Material& material) {
  std::vector<const VerifierKey*> named;
  std::vector<const VerifierKey*> all;
  for (const auto& key : material.verifier_keys) {
    if (material.good.kid && key.kid == *material.good.kid) named.push_back(&key);
    all.push_back(&key);
  }
  auto& keys = named.empty() ? all : named;
  keys.resize(std::min(keys.size(), kMostKeys));
  return std::move(keys);
}

void add(Attempts& attempts, const GoodToken& good, const VerifierKey& key, jose::Alg alg, const KeyText& text) {
  auto header = header_with(good, {{"alg", name(alg)}});
  if (!key.kid.empty()) header.set("kid", key.kid);
  attempts.list.push_back({std::string(name(alg)) + " with " + text.what, hmac_token(good, alg, header, text.bytes)});
}

Attempts make_confusion(const Material& material) {
  if (material.verifier_keys.empty()) {
    return {.list = {}, .untried = "no public key of the verifier's is known: give --jwks or --public-key"};
  }
  Attempts attempts;
  for (const auto* key : keys_for(material)) {
    const auto texts = key_texts(*key);
    for (const auto& text : texts) add(attempts, material.good, *key, jose::Alg::HS256, text);
    for (const auto alg : {jose::Alg::HS384, jose::Alg::HS512}) {
      for (std::size_t i = 0; i < std::min(kCommonForms, texts.size()); ++i) {
        add(attempts, material.good, *key, alg, texts[i]);
      }
    }
  }
  return attempts;
}

}  // namespace

const Forgery kConfusion{
    .id = "confusion",
    .title = "The public key taken for an HMAC secret (algorithm confusion)",
    .severity = Severity::critical,
    .judging = Judging::answer,
    .cwe = "CWE-327",
    .references = kConfusionReferences,
    .means = "anybody who has the public key, which is public, makes a token with any claims",
    .mend =
        "name the one algorithm of the key where the token is verified (RS256, not RS256 and HS256), or use a "
        "library whose keys own their algorithm",
    .make = make_confusion,
};

}  // namespace jwtkeep::probe
