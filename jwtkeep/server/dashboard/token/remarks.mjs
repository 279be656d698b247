// What is to be said of a token, in words of people. Pure: what it says, the keyring it is held against, and now.
import {duration, exact, relative} from "../time.mjs";
import {shortKid} from "../words.mjs";

import {isSymmetric} from "./signature.mjs";

const SIGNING = /^(HS|RS|PS|ES)(256|384|512)$|^ES256K$|^EdDSA$|^Ed25519$|^Ed448$/;

/** {kind: "good" | "note" | "warning" | "bad", reason, text}; `reason` is jwtkeep's word where it has one. */
const remark = (kind, reason, text) => ({kind, reason, text});

function ofHeader(header) {
  const list = [];
  const {alg} = header;
  if (typeof alg !== "string")
    list.push(remark("bad", "malformed", "There is no “alg”: nobody can say how it is signed."));
  else if (alg.toLowerCase() === "none") {
    list.push(remark(
        "bad", "alg_not_allowed",
        "“alg” is none: it is not signed at all. A verifier that takes it " +
            "takes anything."));
  } else if (!SIGNING.test(alg)) {
    list.push(remark("bad", "alg_not_allowed", `“${alg}” is no algorithm that signs tokens.`));
  }
  if (header.kid === undefined) {
    list.push(remark("note", "", "It names no key (“kid”): verifiers have to try all that they have."));
  } else if (typeof header.kid !== "string") {
    list.push(remark("bad", "malformed", "“kid” is no text."));
  } else if (/\.\.|[/\\'";|]/.test(header.kid)) {
    list.push(remark(
        "warning", "",
        "“kid” looks like a path or a query: a verifier that opens a file or asks a database by it could be " +
            "made to use a key of somebody else's choice."));
  }
  for (const name of ["jku", "x5u"]) {
    if (header[name] !== undefined) {
      list.push(remark(
          "warning", "",
          `“${name}” says where to fetch the key. A verifier that follows it trusts whoever wrote the token.`));
    }
  }
  for (const name of ["jwk", "x5c"]) {
    if (header[name] !== undefined) {
      list.push(remark(
          "warning", "",
          `“${name}” brings its own key along. A verifier that uses it trusts whoever wrote the token.`));
    }
  }
  if (header.crit !== undefined) {
    list.push(remark(
        "warning", "crit_unsupported",
        "“crit” demands that the verifier understand extensions; who does not has to refuse it."));
  }
  return list;
}

const isTime = (value) => typeof value === "number" && Number.isFinite(value);

function ofTimes(claims, now, skew) {
  const list = [];
  const {exp, nbf, iat} = claims;
  if (exp === undefined) {
    list.push(remark(
        "bad", "missing_claim",
        "It has no “exp”: it never expires. Whoever finds it can use it for as long as the key lives."));
  } else if (!isTime(exp)) {
    list.push(remark("bad", "malformed", "“exp” is no number of seconds."));
  } else if (exp * 1000 + skew <= now) {
    list.push(remark("bad", "expired", `It expired ${relative(exp * 1000, now)}, on ${exact(exp * 1000)} UTC.`));
  } else if (exp * 1000 <= now) {
    list.push(remark(
        "warning", "",
        `It expired ${relative(exp * 1000, now)}; the keyring's leeway of ${
            duration(skew / 1000)} still lets it pass.`));
  } else {
    list.push(remark("good", "", `It expires ${relative(exp * 1000, now)}, on ${exact(exp * 1000)} UTC.`));
  }
  if (exp > 1e11)
    list.push(remark(
        "warning", "",
        "“exp” looks like milliseconds; it is counted in seconds (RFC 7519 section 2), and lies thousands of " +
            "years ahead."));
  if (nbf !== undefined) {
    if (!isTime(nbf))
      list.push(remark("bad", "malformed", "“nbf” is no number of seconds."));
    else if (nbf * 1000 - skew > now)
      list.push(remark(
          "bad", "not_yet_valid",
          `It is not valid yet: from ${exact(nbf * 1000)} UTC on, ${relative(nbf * 1000, now)}.`));
  }
  if (iat !== undefined) {
    if (!isTime(iat))
      list.push(remark("bad", "malformed", "“iat” is no number of seconds."));
    else if (iat * 1000 - skew > now)
      list.push(remark(
          "warning", "",
          `It says that it was made in the future, ${relative(iat * 1000, now)}: a clock is wrong somewhere.`));
  }
  return list;
}

function ofPolicy(claims, policy) {
  const list = [];
  if (isTime(claims.exp)) {
    const from = isTime(claims.iat) ? claims.iat : isTime(claims.nbf) ? claims.nbf : null;
    if (from === null) {
      list.push(remark("note", "", "Without “iat” nobody can tell how long it was meant to live."));
    } else if (claims.exp - from > policy.token_lifetime_s) {
      list.push(remark(
          "bad", "lifetime_too_long",
          `It lives ${duration(claims.exp - from)}; tokens of this keyring live ${
              duration(policy.token_lifetime_s)} at most. A rotation does not wait for it.`));
    }
  }
  if (policy.issuer && claims.iss !== policy.issuer) {
    list.push(remark(
        "bad", "wrong_issuer",
        `“iss” is ${claims.iss === undefined ? "missing" : JSON.stringify(claims.iss)}; this keyring demands ${
            JSON.stringify(policy.issuer)}.`));
  }
  if (policy.audience) {
    const audiences = Array.isArray(claims.aud) ? claims.aud : [claims.aud];
    if (!audiences.includes(policy.audience)) {
      list.push(remark(
          "bad", "wrong_audience",
          `“aud” does not name ${JSON.stringify(policy.audience)}, which this keyring demands.`));
    }
  }
  return list;
}

/** Which of the keyring's keys it names, and what that means: {key, remarks}. */
export function keyNamed(header, ring) {
  const list = [];
  const algs = new Set([ring.policy.alg, ...ring.keys.map((key) => key.alg)]);
  const alg = header.alg;
  if (typeof alg === "string" && !algs.has(alg) && SIGNING.test(alg)) {
    const symmetric = [...algs].every(isSymmetric);
    const own = ring.policy.alg;
    if (isSymmetric(alg) && !symmetric) {
      list.push(remark(
          "bad", "alg_not_allowed",
          `Algorithm confusion: it says ${alg}, and this keyring signs with ${
              own}. A verifier that lets the token choose ` +
              "would take the public key, which everybody has, as the secret."));
    } else {
      list.push(remark("bad", "alg_not_allowed", `It says ${alg}; this keyring signs with ${[...algs].join(", ")}.`));
    }
  }
  if (typeof header.kid !== "string") return {key: null, remarks: list};
  const key = ring.keys.find((one) => one.kid === header.kid) ?? null;
  const name = shortKid(header.kid);
  if (key === null)
    list.push(remark("bad", "key_unknown", `This keyring has no key “${name}”.`));
  else if (key.state === "compromised")
    list.push(remark("bad", "key_compromised", `Key ${name} is compromised: all that it signed is refused.`));
  else if (key.state === "retired")
    list.push(remark("bad", "key_retired", `Key ${name} is retired: its last honest token has expired by now.`));
  else if (key.state === "pending")
    list.push(
        remark("bad", "key_not_yet_active", `Key ${name} is pending: it is published, and has not begun to sign.`));
  else if (key.state === "retiring")
    list.push(remark("good", "", `Key ${name} is retiring: it signs no more, and verifies what it has signed.`));
  else
    list.push(remark("good", "", `Key ${name} is active.`));
  return {key, remarks: list};
}

/** All that can be said without a signature. `ring` may be null. */
export function remarks(token, ring, now) {
  if (token.kind === "jwe") {
    return [remark("note", "", "It is encrypted (JWE): its header can be read, its content by who has the key alone.")];
  }
  const list = ofHeader(token.header.value);
  for (const [name, one] of [["header", token.header], ["payload", token.payload]]) {
    if (one.error)
      list.push(remark("bad", "malformed", `It is broken: ${one.error}.`));
    else if (one.twice.length > 0) {
      list.push(remark(
          "bad", "duplicate_member",
          `The ${name} has “${one.twice.join("”, “")}” twice: two readers may take different ones.`));
    }
  }
  if (token.signature === null) list.push(remark("bad", "malformed", "The signature is not base64url."));
  if (token.payload.error) return list;
  const claims = token.payload.value;
  const skew = ring === null ? 0 : 1000 * ring.policy.skew_s;
  list.push(...ofTimes(claims, now, skew));
  if (ring !== null) list.push(...ofPolicy(claims, ring.policy));
  return list;
}
