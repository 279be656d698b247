// The dashboard's own reckoning, held against others: RFC 7515's tokens, Node's base64url and JSON, jose's signatures.
import assert from "node:assert/strict";
import {webcrypto} from "node:crypto";
import {createRequire} from "node:module";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

globalThis.crypto ??= webcrypto;  // Node 18, Debian 12's, has it behind a flag only
const own = (path) =>
    import(pathToFileURL(join(process.env.JWTKEEP_SOURCE_DIR, "jwtkeep/server/dashboard", path)).href);
const jose = await import(pathToFileURL(join(process.env.JWTKEEP_NODE_MODULES, "jose/dist/webapi/index.js")).href);
const base64url = await own("token/base64url.mjs");
const {duplicates} = await own("token/strict_json.mjs");
const {decode} = await own("token/decode.mjs");
const {verifyWithKey, formThatHolds} = await own("token/signature.mjs");
const {allows} = await own("grants.mjs");
const {Scale, marks} = await own("timeline/scale.mjs");
const {livesWith, spans, rowsOf} = await own("timeline/lives.mjs");
const {duration, length, relative} = await own("time.mjs");
const {read, link} = await own("router.mjs");

// base64url: Node writes, we read; what is not canonical is refused.
for (let size = 0; size < 70; ++size) {
  const bytes = webcrypto.getRandomValues(new Uint8Array(size));
  const text = Buffer.from(bytes).toString("base64url");
  assert.deepEqual(base64url.decode(text), bytes);
  if (size % 3 !== 0)
    assert.equal(base64url.decode(`${text.slice(0, -1)}${text.endsWith("_") ? "-" : "_"}`), null, text);
}
for (const text of ["A", "AA=", "A+AA", "A A", "AAé"]) assert.equal(base64url.decode(text), null, text);

assert.deepEqual(
    duplicates("{\"a\":1,\"b\":{\"c\":[{\"d\":1,\"d\":2}],\"a\":3},\"\\u0061\":2, \"e\" : \"a\\\"b\"}"),
    ["b.c[0].d", "a"]);
assert.deepEqual(duplicates("{\"a\":{},\"b\":[],\"c\":\"}\",\"d\":null,\"e\":[[],{}]}"), []);

// RFC 7515 appendix A.1: HS256, and its key.
const A1 =
    "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const A1_KEY = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
assert.equal(await formThatHolds(decode(A1), A1_KEY), "base64");
assert.equal(await formThatHolds(decode(A1), "another"), null);
assert.equal(decode(A1).payload.value.iss, "joe");

// Signatures by jose, with every algorithm that browsers have.
for (const alg of ["ES256", "ES384", "ES512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "EdDSA"]) {
  const {publicKey, privateKey} = await jose.generateKeyPair(alg, {extractable: true});
  const token = decode(await new jose.SignJWT({sub: "alice"}).setProtectedHeader({alg}).sign(privateKey));
  const jwk = await jose.exportJWK(publicKey);
  assert.equal(await verifyWithKey(token, jwk), "holds", alg);
  token.signature[0] ^= 1;
  assert.equal(await verifyWithKey(token, jwk), "fails", alg);
}

for (const [grant, name, allowed] of [
         ["orders/prod: read", "orders/prod", true],
         ["orders/prod: read", "orders/prod/refresh", false],
         ["orders/*: read", "orders/prod", true],
         ["orders/*: read", "orders/prod/refresh", false],
         ["orders/**: read", "orders/prod/refresh", true],
         ["*/prod: read", "billing/prod", true],
         ["**: read", "a/b/c", true],
         ["**: sign", "a/b", false],
])
  assert.equal(allows([grant], "read", name), allowed, `${grant} ${name}`);

// Marks stand at round times, apart from one another.
for (const [begin, hours] of [
         [1795889114000, 0.01], [1795889114000, 1], [1795889114000, 24], [1795889114000, 24 * 60],
         [1795889114000, 24 * 3000]]) {
  const scale = new Scale(begin, begin + hours * 3600e3, 800);
  const list = marks(scale);
  assert.ok(list.length >= 1 && list.length <= 10, `${hours} h: ${list.length}`);
  for (let i = 1; i < list.length; ++i) assert.ok(scale.at(list[i].at) - scale.at(list[i - 1].at) >= 80);
}

assert.deepEqual([duration(0), duration(90), duration(5400), duration(2592000)], ["0s", "1m30s", "1h30m", "30d"]);
assert.deepEqual(
    [length(59.6 * 60e3), length(78 * 60e3), length(30 * 86400e3), length(2000)],
    ["1 hour", "1 hour 18 minutes", "30 days", "2 seconds"]);
assert.equal(relative(1000, 61000), "1 minute ago");
assert.deepEqual(read(link("keyrings", "a/b c/é")), {view: "keyrings", rest: "a/b c/é"});
assert.deepEqual(read("#/keyrings/%zz"), {view: "keyrings", rest: ""});

// A plan as a picture: one key after the other, the old one as long as its tokens may live (Q + T + 2S).
const at = (seconds) => new Date(1e12 + seconds * 1000).toISOString();
const ring = {
  policy: {alg: "ES256", token_lifetime_s: 3600, skew_s: 60, sign_propagation_s: 300, rotate_every_s: 86400},
  keys: [
    {kid: "old", alg: "ES256", state: "active", published_at: at(0), activated_at: at(0)},
    {kid: "new", alg: "ES256", state: "pending", published_at: at(0)}
  ],
};
const lives = livesWith(ring, [{step: "activate", kid: "new", at: 1e12 + 86400e3}]);
assert.deepEqual(
    spans(lives[0], Infinity).map(({state, from, until}) => [state, (from - 1e12) / 1000, (until - 1e12) / 1000]),
    [["active", 0, 86400], ["retiring", 86400, 86400 + 300 + 3600 + 120]]);
assert.deepEqual(
    spans(lives[1], Infinity).map(({state, until}) => [state, (until - 1e12) / 1000]),
    [["pending", 86400], ["active", 2 * 86400], ["retiring", 2 * 86400 + 4020]]);
assert.equal(rowsOf(lives, 1e12, 1e12 + 10 * 86400e3).count, 2);
console.log("reckoned");
