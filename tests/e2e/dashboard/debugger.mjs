// Tokens, good and bad, in the debugger; and that nothing of them leaves the page.
import assert from "node:assert/strict";
import {createHmac} from "node:crypto";

import {done, jwtkeep, opened, settled, tokens, until, url, visit} from "./browser.mjs";

const text = (value) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const now = Math.floor(Date.now() / 1000);

async function sign(keyring, wanted) {
  const answer = await fetch(`${url}/v1/keyrings/${keyring}/sign`, {
    method: "POST",
    headers: {Authorization: `Bearer ${tokens.ops}`},
    body: JSON.stringify(wanted),
  });
  return (await answer.json()).token;
}

const page = await opened("ops");
await visit(page, "token");
await page.getByLabel("Held against").locator("option", {hasText: "orders/prod"}).waitFor({state: "attached"});
const given = [];
const line = () => page.locator(".verdict-line").innerText();

/** The verdict on a token, and the reasons that are told. */
async function verdict(token, keyring, secret) {
  given.push(token);
  await page.getByLabel("Held against").selectOption(keyring);
  await page.getByLabel("Token", {exact: true}).fill("");
  await until(async () => (await page.locator(".verdict-line").count()) === 0, "an empty verdict");
  await page.getByLabel("Token", {exact: true}).fill(token);
  if (secret !== undefined) {
    if (secret) given.push(secret);
    await page.getByLabel("Secret").fill(secret);
  }
  await page.locator(".verdict-line").waitFor();
  await page.waitForTimeout(60);  // WebCrypto answers later
  return {
    line: await line(),
    reasons: await page.$$eval(".remarks code.reason", (codes) => codes.map((code) => code.textContent)),
    told: await page.locator(".remarks").innerText()
  };
}

// Every algorithm that jwtkeep signs with and browsers know.
for (const alg of ["ES256", "ES384", "ES512", "RS256", "PS384", "EdDSA"]) {
  const name = alg === "ES256" ? "orders/prod" : `${alg.toLowerCase()}/prod`;
  const token = await sign(name, {sub: "alice", iss: "https://issuer.example"});
  const found = await verdict(token, name);
  assert.equal(found.line, "It is valid", `${alg}: ${found.told}`);
  const [head, payload, signature] = token.split(".");
  const changed = `${head}.${text({...JSON.parse(Buffer.from(payload, "base64url")), sub: "mallory"})}.${signature}`;
  assert.ok((await verdict(changed, name)).reasons.includes("bad_signature"), alg);
}

const good = await sign("orders/prod", {sub: "alice"});
const [head, payload, signature] = good.split(".");
const header = JSON.parse(Buffer.from(head, "base64url"));
const claims = JSON.parse(Buffer.from(payload, "base64url"));
const made = (changedHeader, changedClaims) =>
    `${text({...header, ...changedHeader})}.${text({...claims, ...changedClaims})}.${signature}`;
const short = `${await sign("orders/prod", {sub: "alice", ttl: "1s"})}`;

for (const [token, reason, word] of [
         [made({alg: "none"}), "alg_not_allowed", /not signed at all/],
         [made({alg: "HS256"}), "alg_not_allowed", /Algorithm confusion/],
         [made({alg: "RS256"}), "alg_not_allowed", /signs with ES256/],
         [made({kid: "x"}), "key_unknown", /has no key/],
         [made({kid: "../../etc/passwd"}), "key_unknown", /looks like a path/],
         [made({jku: "https://elsewhere.example"}), "bad_signature", /where to fetch the key/],
         [made({jwk: {kty: "EC"}}), "bad_signature", /its own key/],
         [made({crit: ["exp"]}), "crit_unsupported", /extensions/],
         [made({}, {exp: undefined}), "missing_claim", /never expires/],
         [made({}, {exp: now - 3600, iat: now - 4000}), "expired", /expired 1 hour ago|expired 60 minutes ago/],
         [made({}, {nbf: now + 7200}), "not_yet_valid", /not valid yet/],
         [made({}, {exp: now + 90 * 86400}), "lifetime_too_long", /live 1h at most/],
         [
           `${head}.${text("{\"sub\":\"a\",\"exp\":1e10,\"sub\":\"b\"}")}.${signature}`, "duplicate_member",
           /“sub” twice/
         ],
         [`${head}.${text("[]")}.${signature}`, "malformed", /no JSON object/],
         [`${head}.${payload}`, "malformed", /three parts/],
         [`${head}.${payload}.${signature.slice(0, -1)}!`, "malformed", /not base64url/],
]) {
  const found = await verdict(token, "orders/prod");
  assert.equal(found.line, token.split(".").length === 3 ? "It would be refused" : "This is no token", word);
  assert.ok(found.reasons.includes(reason), `${reason} in ${found.reasons}: ${word}`);
  assert.match(found.told, word);
}

// A shared secret: typed in, and used under either reading.
const secret = Object.entries(JSON.parse(jwtkeep("--json", "env", "api/prod", "--format", "json")))
                   .find(([name]) => name.endsWith("JWT_SECRET"))[1];
const symmetric = await sign("api/prod", {sub: "alice"});
assert.match((await verdict(symmetric, "api/prod")).line, /was not verified/);
assert.equal((await verdict(symmetric, "api/prod", secret)).line, "It is valid");
assert.ok((await verdict(symmetric, "api/prod", `${secret}x`)).reasons.includes("bad_signature"));
const key = Buffer.from(secret, "hex");
const encoded = `${text({alg: "HS256", typ: "JWT"})}.${text({sub: "alice", iat: now, exp: now + 60})}`;
const other =
    await verdict(`${encoded}.${createHmac("sha256", key).update(encoded).digest("base64url")}`, "api/prod", secret);
assert.match(other.told, /the text is hex[\s\S]*form is text/);

// Time passes while it is looked at; and a key that is compromised meanwhile is told so.
await verdict(short, "orders/prod");
jwtkeep("rotate", "orders/prod", "--compromised", header.kid);
await until(async () => (await verdict(good, "orders/prod")).reasons.includes("key_compromised"), "a compromised key");

// Nothing of it left: not in an address, a header, a body, nor in what the browser keeps.
const parts = [...new Set(given.flatMap((one) => one.split(".")))].filter((part) => part.length > 8);
assert.ok(parts.length > 30);
for (const request of page.watched.requests) {
  const sent = `${request.url()} ${JSON.stringify(await request.allHeaders())} ${request.postData() ?? ""}`;
  for (const part of parts) assert.ok(!sent.includes(part), `${request.url()} has a part of a token`);
}
const kept = await page.evaluate(
    () => JSON.stringify([location.href, {...localStorage}, {...sessionStorage}, history.state, document.title]));
for (const part of parts) assert.ok(!kept.includes(part), "the browser keeps a part of a token");
await visit(page, "keyrings");
await settled(page);
await visit(page, "token");
assert.equal(await page.getByLabel("Token", {exact: true}).inputValue(), "");
await page.end();
await done(`${given.length} tokens and secrets looked at, none in ${page.watched.requests.length} requests`);
