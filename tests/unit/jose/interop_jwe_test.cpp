// Encrypted tokens to and from other implementations, in both directions: jwcrypto (Python) and jose (Node), with every
// algorithm that both sides have.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "jwe_sample.hpp"
#include "jwtkeep/jose/jwe_jwk.hpp"
#include "peer_scratch.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;

/// One exchange: this key, this enc, this form.
struct Job {
  DecryptionKey key;
  Enc enc;
  Form form;
};

using Knows = std::function<bool(const DecryptionKey&)>;

/// Every algorithm and curve that the peer knows with every enc in every form.
std::vector<Job> every_job(const Knows& knows) {
  std::vector<Job> jobs;
  for (const auto alg : every_jwe_alg()) {
    for (const auto enc : every_enc()) {
      for (const auto& key : sample_decryption_keys(alg, enc)) {
        if (!knows(key)) continue;
        for (const auto form : kEveryForm) jobs.push_back({key, enc, form});
      }
    }
  }
  return jobs;
}

std::string_view word(Form form) {
  switch (form) {
    case Form::compact: return "compact";
    case Form::flattened: return "flattened";
    case Form::general: return "general";
  }
  return "";
}

Json described(const Job& job) {
  const auto jwk = shown(base::write_with_secrets(private_jwk(job.key), false));
  return Json::object({{"alg", name(job.key.alg())}, {"enc", name(job.enc)}, {"form", word(job.form)}, {"jwk", jwk}});
}

const std::string kText = "\u00fc\u20ac\U0001f511 \"\\\n and nothing else";

/// Ours as the peer is to read it. With ECDH-ES both parties are named; every other text is compressed where the peer
/// reads that.
void write_ours(const Scratch& scratch, const std::vector<Job>& jobs, bool reads_compressed) {
  auto written = Json::array();
  auto options = quick();
  options.apu = {'A', 'l', 'i', 'c', 'e'};
  options.apv = {'B', 'o', 'b'};
  for (const auto& job : jobs) {
    options.compress = reads_compressed && !options.compress;
    auto entry = described(job);
    entry.set("token", encrypt_as(job.form, job.key.encryption_key(), job.enc, kText, options));
    entry.set("text", kText);
    written.push(std::move(entry));
  }
  scratch.write("jobs.json", base::write_json(written));
}

/// Theirs, read with the key that they were given.
void read_theirs(const Scratch& scratch, const std::vector<Job>& jobs) {
  const auto tokens = base::parse_json(scratch.read("tokens.json"), {.size_bytes = std::size_t{16} << 20});
  ASSERT_TRUE(tokens) << tokens.error().what;
  ASSERT_EQ(tokens->items()->size(), jobs.size());
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    const auto& job = jobs[i];
    SCOPED_TRACE(base::write_json(described(job)).substr(0, 80));
    const auto token = *(*tokens->items())[i].string();
    ASSERT_EQ(text_of(decrypt(token, job.key, open_policy())), kText);
  }
  std::printf("%zu tokens of theirs opened\n", jobs.size());
}

void write_jobs(const Scratch& scratch, const std::vector<Job>& jobs) {
  auto written = Json::array();
  for (const auto& job : jobs) {
    auto entry = described(job);
    entry.set("text", kText);
    written.push(std::move(entry));
  }
  scratch.write("jobs.json", base::write_json(written));
}

// jwcrypto

bool has_jwcrypto() { return std::system("/usr/bin/python3 -c 'import jwcrypto.jwe' 2>/dev/null") == 0; }

/// jwcrypto has no RSA-OAEP with SHA-384 and SHA-512.
bool jwcrypto_knows(const DecryptionKey& key) {
  return key.alg() != JweAlg::RSA_OAEP_384 && key.alg() != JweAlg::RSA_OAEP_512;
}

constexpr std::string_view kJwcryptoReads = R"(
import json
from jwcrypto import jwk, jwe
for job in json.load(open("jobs.json")):
    key = json.loads(job["jwk"])
    key.pop("alg")  # it takes a key's alg for the one of signatures
    key = jwk.JWK(**key)
    def read(text):
        token = jwe.JWE(algs=[job["alg"], job["enc"]])
        token.deserialize(text)
        token.decrypt(key)
        return token.payload.decode()
    assert read(job["token"]) == job["text"], job
    if job["form"] == "compact":
        head, rest = job["token"].rsplit(".", 1)
        try:
            read(head + "." + ("B" if rest[0] == "A" else "A") + rest[1:])
        except jwe.InvalidJWEData:
            continue
        raise SystemExit("jwcrypto took a changed token")
)";

constexpr std::string_view kJwcryptoWrites = R"(
import json
from jwcrypto import jwk, jwe
tokens = []
for number, job in enumerate(json.load(open("jobs.json"))):
    key = json.loads(job["jwk"])
    key.pop("alg")
    key = jwk.JWK(**key)
    header = {"alg": job["alg"], "enc": job["enc"], "kid": "sample"}
    if job["alg"].startswith("ECDH-ES"): header |= {"apu": "QWxpY2U", "apv": "Qm9i"}
    own = None
    if number % 2: header["zip"] = "DEF"
    if job["form"] == "general":
        own = {"alg": header.pop("alg"), "kid": header.pop("kid")}
    token = jwe.JWE(job["text"].encode(), json.dumps(header), algs=[job["alg"], job["enc"]],
                    aad=b"beside" if job["form"] == "flattened" else None)
    token.add_recipient(key, header=own and json.dumps(own))
    text = token.serialize(compact=job["form"] == "compact")
    if job["form"] == "general":
        flat = json.loads(text)
        flat["recipients"] = [{name: flat.pop(name) for name in ("header", "encrypted_key") if name in flat}]
        text = json.dumps(flat)
    tokens.append(text)
json.dump(tokens, open("tokens.json", "w"))
)";

TEST(InteropJwe, JwcryptoOpensOurTokens) {
  if (!has_jwcrypto()) GTEST_SKIP() << kPython << " has no jwcrypto (python3-jwcrypto)";
  const Scratch scratch;
  const auto jobs = every_job(jwcrypto_knows);
  EXPECT_GE(jobs.size(), 400U);
  write_ours(scratch, jobs, true);
  EXPECT_TRUE(scratch.python(kJwcryptoReads));
  std::printf("jwcrypto opened %zu tokens\n", jobs.size());
}

TEST(InteropJwe, WeOpenJwcryptosTokens) {
  if (!has_jwcrypto()) GTEST_SKIP() << kPython << " has no jwcrypto (python3-jwcrypto)";
  const Scratch scratch;
  const auto jobs = every_job(jwcrypto_knows);
  write_jobs(scratch, jobs);
  ASSERT_TRUE(scratch.python(kJwcryptoWrites));
  read_theirs(scratch, jobs);
}

constexpr std::string_view kJwcryptoReadsSeveral = R"(
import json
from jwcrypto import jwk, jwe
given = json.load(open("several.json"))
for text in given["keys"]:
    key = json.loads(text)
    token = jwe.JWE(algs=[key.pop("alg"), "A256GCM"])
    token.deserialize(json.dumps(given["token"]))
    token.decrypt(jwk.JWK(**key))
    assert token.payload == b"text" and token.objects["aad"] == b"beside", token.objects
)";

constexpr std::string_view kJwcryptoWritesSeveral = R"(
import json
from jwcrypto import jwk, jwe
given = json.load(open("several.json"))
token = jwe.JWE(b"text", json.dumps({"enc": "A256GCM"}), json.dumps({"note": "x"}), b"beside")
token.allowed_algs = ["A256GCM"] + [json.loads(text)["alg"] for text in given["keys"]]
for text in given["keys"]:
    key = json.loads(text)
    header = {"alg": key.pop("alg"), "kid": "sample"}
    token.add_recipient(jwk.JWK(**key), header=json.dumps(header))
json.dump(json.loads(token.serialize()), open("token.json", "w"))
)";

/// Keys that can share one token.
std::vector<DecryptionKey> several() {
  return {sample_decryption_key(JweAlg::RSA_OAEP_256), sample_decryption_key(JweAlg::ECDH_ES_A256KW),
          sample_decryption_key(JweAlg::A256GCMKW), sample_decryption_key(JweAlg::PBES2_HS512_A256KW),
          sample_decryption_key(JweAlg::A192KW)};
}

Json shown_keys(const std::vector<DecryptionKey>& keys) {
  auto list = Json::array();
  for (const auto& key : keys) list.push(shown(base::write_with_secrets(private_jwk(key), false)));
  return list;
}

TEST(InteropJwe, JwcryptoOpensOurTokensForSeveral) {
  if (!has_jwcrypto()) GTEST_SKIP() << kPython << " has no jwcrypto (python3-jwcrypto)";
  const Scratch scratch;
  const auto keys = several();
  std::vector<JweJsonRecipient> to;
  for (const auto& key : keys) to.push_back({key.encryption_key()});
  JweJsonParts parts;
  parts.unprotected = Json::object({{"note", "x"}});
  parts.aad = {'b', 'e', 's', 'i', 'd', 'e'};
  const auto token = encrypt_general(to, Enc::A256GCM, parts, secret("text"), quick()).value();
  scratch.write(
      "several.json",
      base::write_json(Json::object({{"token", base::parse_json(token).value()}, {"keys", shown_keys(keys)}})));
  EXPECT_TRUE(scratch.python(kJwcryptoReadsSeveral));
}

TEST(InteropJwe, WeOpenJwcryptosTokensForSeveral) {
  if (!has_jwcrypto()) GTEST_SKIP() << kPython << " has no jwcrypto (python3-jwcrypto)";
  const Scratch scratch;
  const auto keys = several();
  scratch.write("several.json", base::write_json(Json::object({{"keys", shown_keys(keys)}})));
  ASSERT_TRUE(scratch.python(kJwcryptoWritesSeveral));
  const auto token = scratch.read("token.json");
  for (const auto& key : keys) {
    const auto opened = decrypt(token, key, open_policy());
    ASSERT_EQ(text_of(opened), "text") << name(key.alg());
    EXPECT_EQ(base::as_text(opened->aad()), "beside");
    EXPECT_EQ(*opened->header().find("note")->string(), "x");
  }
}

// jose for Node

/// Where `make test` has put it (tools/install_node_peers.sh); nothing where it is not.
std::filesystem::path node_jose() {
  const char* modules = std::getenv("JWTKEEP_NODE_MODULES");
  if (modules == nullptr) return {};
  const auto path = std::filesystem::path(modules) / "jose";
  std::error_code ignored;
  return std::filesystem::exists(path / "package.json", ignored) ? path : std::filesystem::path{};
}

#define JWTKEEP_NEEDS_NODE_JOSE()                                                                           \
  if (node_jose().empty()) {                                                                                \
    GTEST_SKIP() << "jose for Node is not installed in JWTKEEP_NODE_MODULES (tools/install_node_peers.sh)"; \
  }

bool node(const Scratch& scratch, std::string_view program) {
  // Node 18, Debian 12's, has Web Cryptography behind a flag only.
  const auto start =
      "import { webcrypto } from 'node:crypto'\nglobalThis.crypto ||= webcrypto\n"
      "const jose = await import('" +
      (node_jose() / "dist/webapi/index.js").string() + "')\n";
  scratch.write("program.mjs", start + std::string(program));
  return std::system(("cd '" + scratch.path().string() + "' && node program.mjs").c_str()) == 0;
}

/// jose has no X448, because Web Cryptography has none.
bool node_jose_knows(const DecryptionKey& key) {
  const auto* pair = key.private_key();
  return pair == nullptr || pair->kind() != crypto::KeyKind::x448;
}

constexpr std::string_view kNodeJoseReads = R"(
import { readFileSync } from 'node:fs'
const read = { compact: jose.compactDecrypt, flattened: jose.flattenedDecrypt, general: jose.generalDecrypt }
for (const job of JSON.parse(readFileSync('jobs.json', 'utf8'))) {
  const key = await jose.importJWK(JSON.parse(job.jwk), job.alg)
  const token = job.form === 'compact' ? job.token : JSON.parse(job.token)
  const options = { keyManagementAlgorithms: [job.alg], contentEncryptionAlgorithms: [job.enc] }
  const { plaintext } = await read[job.form](token, key, options)
  if (new TextDecoder().decode(plaintext) !== job.text) throw new Error('another text: ' + job.alg + ' ' + job.enc)
  if (job.form !== 'compact') continue
  const at = job.token.lastIndexOf('.') + 1
  const changed = job.token.slice(0, at) + (job.token[at] === 'A' ? 'B' : 'A') + job.token.slice(at + 1)
  try { await read.compact(changed, key, options) } catch (error) {
    if (error.code === 'ERR_JWE_DECRYPTION_FAILED') continue
    throw error
  }
  throw new Error('jose took a changed token')
}
)";

constexpr std::string_view kNodeJoseWrites = R"(
import { readFileSync, writeFileSync } from 'node:fs'
const tokens = []
for (const job of JSON.parse(readFileSync('jobs.json', 'utf8'))) {
  const jwk = JSON.parse(job.jwk)
  if (jwk.kty !== 'oct') for (const name of ['d', 'p', 'q', 'dp', 'dq', 'qi']) delete jwk[name]
  const key = await jose.importJWK(jwk, job.alg)
  const text = new TextEncoder().encode(job.text)
  const header = { alg: job.alg, enc: job.enc, kid: 'sample' }
  const parties = { apu: new TextEncoder().encode('Alice'), apv: new TextEncoder().encode('Bob') }
  const named = (made) => job.alg.startsWith('ECDH-ES') ? made.setKeyManagementParameters(parties) : made
  if (job.form === 'compact') {
    tokens.push(await named(new jose.CompactEncrypt(text).setProtectedHeader(header)).encrypt(key))
  } else if (job.form === 'flattened') {
    const made = named(new jose.FlattenedEncrypt(text).setProtectedHeader(header))
    made.setAdditionalAuthenticatedData(new TextEncoder().encode('beside'))
    tokens.push(JSON.stringify(await made.encrypt(key)))
  } else {
    const made = new jose.GeneralEncrypt(text).setProtectedHeader({ enc: job.enc })
    made.addRecipient(key).setUnprotectedHeader({ alg: job.alg, kid: 'sample' })
    tokens.push(JSON.stringify(await made.encrypt()))
  }
}
writeFileSync('tokens.json', JSON.stringify(tokens))
)";

TEST(InteropJwe, NodeJoseOpensOurTokens) {
  JWTKEEP_NEEDS_NODE_JOSE();
  const Scratch scratch;
  const auto jobs = every_job(node_jose_knows);
  EXPECT_GE(jobs.size(), 400U);
  write_ours(scratch, jobs, false);
  EXPECT_TRUE(node(scratch, kNodeJoseReads));
  std::printf("jose for Node opened %zu tokens\n", jobs.size());
}

TEST(InteropJwe, WeOpenNodeJosesTokens) {
  JWTKEEP_NEEDS_NODE_JOSE();
  const Scratch scratch;
  const auto jobs = every_job(node_jose_knows);
  write_jobs(scratch, jobs);
  ASSERT_TRUE(node(scratch, kNodeJoseWrites));
  read_theirs(scratch, jobs);
}

}  // namespace
}  // namespace jwtkeep::jose
