// Signed payloads to and from jwcrypto, another implementation, in both directions: compact, flattened and general,
// with the payload within, apart, and as it is (RFC 7797).
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "jws_sample.hpp"
#include "peer_scratch.hpp"

namespace jwtkeep::jose {
namespace {

using base::Json;

bool has_jwcrypto() { return std::system("/usr/bin/python3 -c 'import jwcrypto.jws' 2>/dev/null") == 0; }

/// Those of ours that jwcrypto has.
std::vector<Alg> shared_algs() {
  constexpr std::string_view kTheirs[] = {"HS256", "HS384", "HS512", "RS256", "RS384", "RS512",  "PS256",
                                          "PS384", "PS512", "ES256", "ES384", "ES512", "ES256K", "EdDSA"};
  std::vector<Alg> algs;
  for (const auto alg : kEveryAlg) {
    if (std::ranges::find(kTheirs, name(alg)) != std::end(kTheirs)) algs.push_back(alg);
  }
  return algs;
}

std::string jwk_text(const SigningKey& key) { return shown(base::write_with_secrets(private_jwk(key), false)); }

// Text and bytes; the text is what the JSON form can hold unencoded, and the compact form too.
constexpr std::string_view kText = "$02 \"quoted\" and / slashed";
const std::string kBytes("\0\xff.\n", 4);

JwsPolicy policy() {
  auto taken = lenient_jws();
  taken.allow_unencoded = true;
  return taken;
}

// jobs.json: [{alg, jwk, token, payload, detached}]: payload in base64url.
constexpr std::string_view kReadsOurs = R"(
import json
from jwcrypto import jwk, jws
from jwcrypto.common import base64url_decode
jobs = json.load(open("jobs.json"))
for job in jobs:
    payload = base64url_decode(job["payload"])
    def read(given):
        token = jws.JWS()
        token.allowed_algs = [job["alg"]]
        token.deserialize(job["token"])
        if job["detached"]:
            token.objects["payload"] = given
        token.verify(jwk.JWK.from_json(job["jwk"]))
        found = token.payload
        return found.encode() if isinstance(found, str) else found
    assert read(payload) == payload, job
    if job["detached"]:
        try:
            read(payload + b"x")
        except jws.InvalidJWSSignature:
            continue
        raise SystemExit("jwcrypto took another payload")
print("jwcrypto verified", len(jobs), "tokens")
)";

// keys.json: {alg: jwk}; writes made.json: [{alg, token, payload, detached}].
constexpr std::string_view kMakesTheirs = R"(
import json
from jwcrypto import jwk, jws
from jwcrypto.common import base64url_encode
made = []
for alg, text in json.load(open("keys.json")).items():
    key = jwk.JWK.from_json(text)
    for b64 in (True, False):
        for payload in (b"plain text", b"\x00\xff.\n"):
            for form in ("compact", "flattened", "general"):
                for detached in (False, True):
                    if not b64 and not detached and b"\xff" in payload:
                        continue  # neither form can hold it
                    token = jws.JWS(payload if b64 or detached else payload.decode())
                    token.allowed_algs = [alg]
                    header = {"alg": alg, "kid": "sample"}
                    if not b64:
                        header.update({"b64": False, "crit": ["b64"]})
                    unprotected = None if form == "compact" else {"note": "\u20ac"}
                    token.add_signature(key, None, json.dumps(header), unprotected and json.dumps(unprotected))
                    if form == "general":
                        token.add_signature(key, None, json.dumps({**header, "second": True}), None)
                    if detached:
                        token.detach_payload()
                    text = token.serialize(compact=form == "compact")
                    made.append({"alg": alg, "token": text, "payload": base64url_encode(payload), "detached": detached})
json.dump(made, open("made.json", "w"))
)";

void add_jobs(Json& jobs, const SigningKey& key, const std::string& payload, const SignOptions& options) {
  const auto bytes = base::as_bytes(payload);
  const JwsJsonSigner signer{key, Json::object({{"x", "\u20ac"}}), Json::object({{"note", "\u20ac"}})};
  const std::vector<JwsJsonSigner> twice{signer, {key}};
  std::vector<std::string> tokens{sign_flattened(signer, bytes, options).value(),
                                  sign_general(twice, bytes, options).value()};
  // jwcrypto 1.1 decodes the compact form's payload as base64url whatever b64 says.
  if (options.detached || !options.unencoded) tokens.push_back(sign_compact(key, {}, bytes, options).value());
  for (auto& token : tokens) {
    jobs.push(Json::object({{"alg", name(key.alg())},
                            {"jwk", jwk_text(key)},
                            {"token", std::move(token)},
                            {"payload", base::base64url_encode(bytes)},
                            {"detached", options.detached}}));
  }
}

TEST(JwsInterop, JwcryptoTakesOurTokens) {
  if (!has_jwcrypto()) GTEST_SKIP() << kPython << " has no jwcrypto (python3-jwcrypto)";
  auto jobs = Json::array();
  for (const auto alg : shared_algs()) {
    for (const auto unencoded : {false, true}) {
      add_jobs(jobs, sample_key(alg), std::string(kText), {.unencoded = unencoded});
      add_jobs(jobs, sample_key(alg), kBytes, {.detached = true, .unencoded = unencoded});
    }
    add_jobs(jobs, sample_key(alg), kBytes, {});
  }
  const Scratch scratch;
  scratch.write("jobs.json", base::write_json(jobs));
  EXPECT_TRUE(scratch.python(kReadsOurs));
}

TEST(JwsInterop, WeTakeJwcryptosTokens) {
  if (!has_jwcrypto()) GTEST_SKIP() << kPython << " has no jwcrypto (python3-jwcrypto)";
  const Scratch scratch;
  auto keys = Json::object();
  for (const auto alg : shared_algs()) keys.set(std::string(name(alg)), jwk_text(sample_key(alg)));
  scratch.write("keys.json", base::write_json(keys));
  ASSERT_TRUE(scratch.python(kMakesTheirs));
  const auto made = base::parse_json(scratch.read("made.json")).value();
  const auto member = [](const Json& job, const char* name) { return *job.find(name)->string(); };
  auto taking = policy();
  taking.signatures = SignatureRule::all;
  for (const auto& job : *made.items()) {
    const auto& key = sample_key(alg_from_name(member(job, "alg")).value());
    const auto payload = base::base64url_decode(member(job, "payload")).value();
    const auto token = member(job, "token");
    const auto verified = *job.find("detached")->boolean() ? verify_detached(token, payload, key.verify_key(), taking)
                                                           : verify_payload(token, key.verify_key(), taking);
    ASSERT_TRUE(verified) << verified.error().what << " " << token;
    EXPECT_EQ(verified->bytes(), payload);
  }
  std::printf("%zu tokens of jwcrypto's verified\n", made.items()->size());
  EXPECT_GE(made.items()->size(), shared_algs().size() * 20);
}

}  // namespace
}  // namespace jwtkeep::jose
