// Whether a signature holds, by WebCrypto: in this page, with keys that are public or a secret that was typed in here.
import {decode as bytesOf} from "./base64url.mjs";

const encoder = new TextEncoder();
const HASH = {
  256: "SHA-256",
  384: "SHA-384",
  512: "SHA-512"
};
const CURVE = {
  ES256: "P-256",
  ES384: "P-384",
  ES512: "P-521"
};

export const isSymmetric = (alg) => /^HS(256|384|512)$/.test(alg);

/** How WebCrypto calls the algorithm: [to import, to verify]; null where it has none. */
function named(alg, jwk) {
  const hash = HASH[alg.slice(2)];
  if (alg.startsWith("RS") && hash) return [{name: "RSASSA-PKCS1-v1_5", hash}, {name: "RSASSA-PKCS1-v1_5"}];
  if (alg.startsWith("PS") && hash)
    return [{name: "RSA-PSS", hash}, {name: "RSA-PSS", saltLength: Number(alg.slice(2)) / 8}];
  if (CURVE[alg]) return [{name: "ECDSA", namedCurve: CURVE[alg]}, {name: "ECDSA", hash}];
  if (jwk.crv === "Ed25519" && (alg === "EdDSA" || alg === "Ed25519")) return [{name: "Ed25519"}, {name: "Ed25519"}];
  return null;
}

/** "holds", "fails", or "unable" where this browser does not know the algorithm. */
export async function verifyWithKey(token, jwk) {
  const alg = token.header.value.alg;
  if (token.signature === null) return "fails";
  const names = named(alg, jwk);
  if (names === null) return "unable";
  let key;
  try {
    // `alg` and `use` are judged by who asks; WebCrypto would refuse names that it does not know.
    const {alg: _alg, use: _use, key_ops: _ops, ...material} = jwk;
    key = await crypto.subtle.importKey("jwk", material, names[0], false, ["verify"]);
  } catch {
    return "unable";
  }
  return (await crypto.subtle.verify(names[1], key, token.signature, encoder.encode(token.signed))) ? "holds" : "fails";
}

function hexBytes(text) {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/i.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** What a typed secret may mean: its characters, or bytes that they encode. [{form, bytes}] */
export function readings(text) {
  const list = [{form: "text", bytes: encoder.encode(text)}];
  const plain = bytesOf(text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""));
  if (plain !== null && plain.length > 0) list.push({form: "base64", bytes: plain});
  const hex = hexBytes(text);
  if (hex !== null && hex.length > 0) list.push({form: "hex", bytes: hex});
  return list;
}

/** The form under which the secret makes the signature; null for none. */
export async function formThatHolds(token, secret) {
  const hash = HASH[token.header.value.alg.slice(2)];
  if (token.signature === null || secret === "") return null;
  for (const {form, bytes} of readings(secret)) {
    const key = await crypto.subtle.importKey("raw", bytes, {name: "HMAC", hash}, false, ["verify"]);
    if (await crypto.subtle.verify("HMAC", key, token.signature, encoder.encode(token.signed))) return form;
  }
  return null;
}
