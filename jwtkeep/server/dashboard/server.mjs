// The one way to the server that the page was loaded from. Nothing is ever asked of another.
import {learn} from "./time.mjs";

/** An answer that says no, in the words of its problem document (RFC 9457). */
export class Problem extends Error {
  constructor(status, told) {
    super(told.detail ?? told.title ?? `the server answered ${status}`);
    this.status = status;
    this.reason = told.reason ?? "";
    this.hint = told.hint ?? "";
  }
}

let token = null;
let whenSignedOut = () => {};

/** What a session's changes have to carry, so that no other page can ask in its name. */
export const setCsrf = (value) => {
  token = value;
};
export const onSignedOut = (listener) => {
  whenSignedOut = listener;
};

async function told(answer) {
  const type = answer.headers.get("content-type") ?? "";
  if (answer.status === 204 || !type.includes("json")) return {};
  return answer.json();
}

/**
 * Asks, and gives the document that comes back. `body` goes as JSON. Throws Problem where the server refuses, and where
 * it cannot be reached (status 0).
 */
export async function ask(method, path, body, {signal} = {}) {
  const headers = {Accept: "application/json"};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (method !== "GET") {
    // Asked again, because an answer was lost, it is done once. A preview does nothing.
    if (!body?.dry_run) headers["Idempotency-Key"] = crypto.randomUUID();
    if (token !== null) headers["X-CSRF-Token"] = token;
  }
  let answer;
  try {
    answer = await fetch(path, {
      method,
      headers,
      signal,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      referrerPolicy: "no-referrer",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem(0, {
      reason: "unreachable",
      detail: "the server does not answer",
      hint: "it may be starting anew; this page tries again by itself where it can"
    });
  }
  learn(answer.headers.get("date"));
  const document = await told(answer).catch(() => ({detail: "the answer cannot be read"}));
  if (answer.ok) return document;
  if (answer.status === 401 && path !== "/v1/session") whenSignedOut();
  throw new Problem(answer.status, document);
}

export const get = (path, options) => ask("GET", path, undefined, options);
export const post = (path, body = {}, options) => ask("POST", path, body, options);
export const remove = (path, options) => ask("DELETE", path, undefined, options);

/** The name of a keyring within a path: its parts, each encoded. */
export const inPath = (name) => name.split("/").map(encodeURIComponent).join("/");

/** All pages of a list, one after the other, to `most` entries. */
export async function whole(path, member, most = 50000) {
  const entries = [];
  let after = null;
  do {
    const page = await get(`${path}${path.includes("?") ? "&" : "?"}limit=1000${
        after === null ? "" : `&after=${encodeURIComponent(after)}`}`);
    entries.push(...page[member]);
    after = page.after ?? null;
  } while (after !== null && entries.length < most);
  return entries;
}
