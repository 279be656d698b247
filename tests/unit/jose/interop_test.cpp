// Tokens and keys to and from other implementations, in both directions, for every algorithm that both sides have.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "peer_scratch.hpp"
#include "sample.hpp"
#include "tests/servers/source_path.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;

/// Everything but the names of RFC 9864, which most do not know yet.
constexpr Alg kOlderAlgs[] = {Alg::HS256, Alg::HS384, Alg::HS512, Alg::RS256, Alg::RS384, Alg::RS512,  Alg::PS256,
                              Alg::PS384, Alg::PS512, Alg::ES256, Alg::ES384, Alg::ES512, Alg::ES256K, Alg::EdDSA};

std::vector<Alg> all_but(std::initializer_list<Alg> missing, std::initializer_list<Alg> more = {}) {
  std::vector<Alg> algs(std::begin(kOlderAlgs), std::end(kOlderAlgs));
  std::erase_if(algs, [&](Alg alg) { return std::ranges::find(missing, alg) != missing.end(); });
  algs.insert(algs.end(), more);
  return algs;
}

/// Our tokens with what verifies them, as tests/peers/README.md has it.
Json ours(const std::vector<SigningKey>& keys) {
  auto text = claims();
  text.set("text", "\u00fc\u20ac\U0001f511\"\\\n");
  auto entries = Json::array();
  for (const auto& key : keys) {
    const auto verifier = key.verify_key();
    auto entry = Json::object({{"alg", name(key.alg())}, {"token", sign_jwt(key, text).value()}});
    if (verifier.is_public()) {
      entry.set("jwk", public_jwk(verifier).value()).set("pem", verifier.public_key()->to_pem());
    } else {
      // Written in the clear for the peer: the key is this test's alone.
      const auto jwk = shown(base::write_with_secrets(secret_jwk(verifier).value(), false));
      entry.set("jwk", base::parse_json(jwk).value());
    }
    entries.push(std::move(entry));
  }
  return entries;
}

const std::string* text_of(const Json& entry, const char* member) {
  const auto* found = entry.find(member);
  return found == nullptr ? nullptr : found->string();
}

void expect_taken(const std::string& token, const base::Result<VerifyKey>& key) {
  ASSERT_TRUE(key) << key.error().what;
  const auto verified = verify(token, only(*key), lenient_policy(), kNow);
  ASSERT_TRUE(verified) << verified.error().what;
  EXPECT_EQ(*verified->claims().find("sub")->string(), "bob");
  EXPECT_EQ(*verified->claims().find("text")->string(), "\u00fc\u20ac\U0001f511");
  EXPECT_EQ(*verified->header().find("kid")->string(), "theirs");
}

void expect_same(const base::Result<crypto::PrivateKey>& pair, const crypto::PublicKey& pub) {
  ASSERT_TRUE(pair) << pair.error().what;
  EXPECT_EQ(pair->public_key(), pub);
}

/// The public key of an entry, in each form in which it is there.
void check_public(const Json& entry, Alg alg, std::optional<crypto::PublicKey>& pub) {
  const auto& token = *text_of(entry, "token");
  if (const auto* pem = text_of(entry, "pem")) {
    const auto read = crypto::PublicKey::from_pem(*pem);
    ASSERT_TRUE(read) << read.error().what;
    EXPECT_EQ(read->to_pem(), *pem);  // the same DER, byte for byte
    expect_taken(token, VerifyKey::make("theirs", alg, *read));
    pub = *read;
  }
  if (const auto* jwk = entry.find("jwk")) {
    auto named = *jwk;
    named.set("kid", "theirs");
    const auto read = parse_jwk(base::write_json(named));
    ASSERT_TRUE(read) << read.error().what;
    if (pub) {
      EXPECT_EQ(std::get<crypto::PublicKey>(read->material), *pub);
    }
    expect_taken(token, verify_key(*read, alg));
  }
}

void check_private(const Json& entry, const crypto::PublicKey& pub) {
  if (const auto* pkcs8 = text_of(entry, "pkcs8")) {
    const auto pair = crypto::PrivateKey::from_pem(secret(*pkcs8));
    expect_same(pair, pub);
    if (pair) {
      EXPECT_EQ(shown(pair->to_pem()), *pkcs8);
    }
  }
  if (const auto* traditional = text_of(entry, "traditional")) {
    expect_same(crypto::PrivateKey::from_pem(secret(*traditional)), pub);
  }
  if (const auto* jwk = entry.find("private_jwk")) {
    const auto read = parse_jwk(secret(base::write_json(*jwk)));
    ASSERT_TRUE(read) << read.error().what;
    expect_same(std::get<crypto::PrivateKey>(read->material), pub);
  }
}

void check_theirs(const Json& entry) {
  const auto alg = alg_from_name(*text_of(entry, "alg"));
  ASSERT_TRUE(alg);
  if (is_symmetric(*alg)) {
    auto jwk = *entry.find("jwk");
    jwk.set("kid", "theirs");
    const auto read = parse_jwk(secret(base::write_json(jwk)));
    ASSERT_TRUE(read) << read.error().what;
    expect_taken(*text_of(entry, "token"), verify_key(*read, *alg));
    return;
  }
  std::optional<crypto::PublicKey> pub;
  check_public(entry, *alg, pub);
  ASSERT_TRUE(pub) << "the peer wrote no public key";
  check_private(entry, *pub);
}

/// How often each algorithm is there.
template <class Entries, class AlgOf>
std::map<Alg, int> counted(const Entries& entries, AlgOf alg_of) {
  std::map<Alg, int> counts;
  for (const auto& entry : entries) ++counts[alg_of(entry)];
  return counts;
}

/// Hands our tokens to the peer, which refuses or verifies each, and verifies the peer's own.
void speak_with(const std::string& peer, const std::vector<SigningKey>& keys) {
  const Scratch scratch;
  scratch.write("ours.json", base::write_json(ours(keys)));
  ASSERT_EQ(std::system((peer + " '" + scratch.path().string() + "'").c_str()), 0) << "the peer refused or failed";
  const auto theirs = base::parse_json(scratch.read("theirs.json"));
  ASSERT_TRUE(theirs) << theirs.error().what;
  for (const auto& entry : *theirs->items()) {
    SCOPED_TRACE(*text_of(entry, "alg"));
    check_theirs(entry);
  }
  EXPECT_EQ(counted(*theirs->items(), [](const Json& entry) { return *alg_from_name(*text_of(entry, "alg")); }),
            counted(keys, [](const SigningKey& key) { return key.alg(); }));
}

std::vector<SigningKey> keys_of(const std::vector<Alg>& algs) {
  std::vector<SigningKey> keys;
  for (const auto alg : algs) keys.push_back(sample_key(alg));
  return keys;
}

/// EdDSA is two kinds of key.
SigningKey ed448_as_eddsa() {
  return SigningKey::make("sample", Alg::EdDSA, *sample_key(Alg::Ed448).private_key()).value();
}

bool runs(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

/// A program of tests/peers.
std::string program(const std::string& path) { return servers::source_path("tests/peers/" + path); }

TEST(Interop, PyJwt) {
  const std::string python = kPython;
  if (!runs(python + " -c 'import jwt, cryptography; assert jwt.__version__ >= \"2\"'")) {
    GTEST_SKIP() << python << " has no PyJWT with cryptography (python3-jwt)";
  }
  auto keys = keys_of(all_but({}));
  keys.push_back(ed448_as_eddsa());
  speak_with(python + " " + program("pyjwt/peer.py"), keys);
}

TEST(Interop, Jwcrypto) {
  const std::string python = kPython;
  if (!runs(python + " -c 'import jwcrypto.jws'")) GTEST_SKIP() << python << " has no jwcrypto (python3-jwcrypto)";
  auto keys = keys_of(all_but({}));
  keys.push_back(ed448_as_eddsa());
  speak_with(python + " " + program("jwcrypto/peer.py"), keys);
}

TEST(Interop, JoseForNode) {
  const char* modules = std::getenv("JWTKEEP_NODE_MODULES");
  if (modules == nullptr) GTEST_SKIP() << "JWTKEEP_NODE_MODULES is not set (tools/install_node_peers.sh)";
  if (!runs("node --version")) GTEST_SKIP() << "there is no node (nodejs)";
  // Web Crypto has neither secp256k1 nor Ed448.
  speak_with("node " + program("node/jose.mjs"), keys_of(all_but({Alg::ES256K}, {Alg::Ed25519})));
}

TEST(Interop, GolangJwt) {
  const char* peer = std::getenv("JWTKEEP_GO_PEER");
  if (peer == nullptr || !std::filesystem::exists(peer)) {
    GTEST_SKIP() << "JWTKEEP_GO_PEER does not name a program (tools/build_go_peer.sh)";
  }
  // Go's own library has neither secp256k1 nor Ed448.
  speak_with(peer, keys_of(all_but({Alg::ES256K})));
}

}  // namespace
}  // namespace jwtkeep::jose
