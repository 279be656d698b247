// What a token says, without trusting it. Pure; nothing leaves the page.
import {decode as bytesOf} from "./base64url.mjs";
import {duplicates} from "./strict_json.mjs";

const MOST = 64 << 10;

const utf8 = new TextDecoder("utf-8", {fatal: true});

function part(name, text) {
  const bytes = bytesOf(text);
  if (bytes === null) return {error: `the ${name} is not base64url (RFC 7515 section 2)`};
  let json;
  try {
    json = utf8.decode(bytes);
  } catch {
    return {error: `the ${name} is not UTF-8`, bytes};
  }
  let value;
  try {
    value = JSON.parse(json);
  } catch {
    return {error: `the ${name} is not JSON`, bytes, text: json};
  }
  if (value === null || typeof value !== "object" || Array.isArray(value)) {
    return {error: `the ${name} is no JSON object`, bytes, text: json};
  }
  return {value, bytes, text: json, twice: duplicates(json)};
}

/**
 * {kind: "empty"}, {kind: "bad", what, hint}, {kind: "jwe", header}, or {kind: "jws", header, payload, signed,
 * signature}: header and payload as {value, text, twice} or {error}; `signed` is the text that the signature is over.
 */
export function decode(given) {
  const text = given.trim().replace(/^bearer\s+/i, "");
  if (text === "") return {kind: "empty"};
  if (text.length > MOST)
    return {kind: "bad", what: "this is longer than 64 KiB", hint: "a token is a few kilobytes at most"};
  if (/\s/.test(text)) return {kind: "bad", what: "there are blanks within it", hint: "paste one token, in one line"};
  const parts = text.split(".");
  if (parts.length === 5) {
    return {kind: "jwe", header: part("header", parts[0]), parts};
  }
  if (parts.length !== 3) {
    return {
      kind: "bad",
      what: `a token has three parts with dots between them, this has ${parts.length}`,
      hint: text.startsWith("jka_") ? "this is an access token of jwtkeep: it is no JWT, and a secret" :
                                      "paste it whole"
    };
  }
  const header = part("header", parts[0]);
  if (header.error) return {kind: "bad", what: header.error, hint: "is it a token, and whole?"};
  return {
    kind: "jws",
    parts,
    header,
    payload: part("payload", parts[1]),
    signed: `${parts[0]}.${parts[1]}`,
    signature: bytesOf(parts[2])
  };
}
