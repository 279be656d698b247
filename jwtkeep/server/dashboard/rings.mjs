// The keyrings that may be read, as they stand now: asked for once, and again when something has happened to them.
import {live} from "./live.mjs";
import {get, inPath, whole} from "./server.mjs";

const kAtOnce = 4;

/** What the list tells of a keyring, by what it tells of itself. */
function summaryOf(ring) {
  const due = ring.ahead.map((step) => [step.safe_at, step.wanted_at].sort().at(-1)).sort();
  return {
    alg: ring.policy.alg,
    revision: ring.revision,
    signs: ring.keys.find((key) => key.state === "active")?.kid ?? null,
    next_due: due[0] ?? null,
  };
}

class Rings extends EventTarget {
  #list = null;
  #whole = new Map();
  #waiting = [];
  #running = 0;

  constructor() {
    super();
    live.addEventListener("entry", ({detail: entry}) => this.#hear(entry));
    live.addEventListener("state", ({detail: state}) => {
      if (state === "live" && this.#list !== null) this.#again();
    });
  }

  /** Summaries, in the order of their names. */
  async list() {
    this.#list ??= whole("/v1/keyrings", "keyrings");
    try {
      return await this.#list;
    } catch (problem) {
      this.#list = null;
      throw problem;
    }
  }

  /** One with its keys, and what comes next. Kept until something happens to it. */
  async get(name) {
    const known = this.#whole.get(name);
    if (known) return known;
    const asked = this.#inTurn(() => get(`/v1/keyrings/${inPath(name)}`));
    this.#whole.set(name, asked);
    asked.catch(() => this.#whole.delete(name));
    return asked;
  }

  /** Something has happened to it. */
  async changed(name) {
    this.#whole.delete(name);
    await this.#summarise(name);
    this.dispatchEvent(new CustomEvent("change", {detail: name}));
  }

  /** One that is in the list is looked at alone: with thousands of them the whole list is not read for each. */
  async #summarise(name) {
    const list = await this.#list?.catch(() => null);
    const known = list?.find((one) => one.keyring === name);
    if (!known) {
      this.#list = null;
      return;
    }
    try {
      Object.assign(known, summaryOf(await this.get(name)));
    } catch {
      this.#list = null;  // it is gone, or may be read no longer
    }
  }

  clear() {
    this.#list = null;
    this.#whole.clear();
  }

  #again() {
    this.clear();
    this.dispatchEvent(new CustomEvent("change", {detail: null}));
  }

  #soon = new Map();
  #hear(entry) {
    if (entry.action === "access.grant" || entry.action === "access.withdraw") this.#again();
    if (!entry.keyring || entry.action === "access.denied") return;
    // A rotation is several entries at once: it is looked at once.
    if (this.#soon.has(entry.keyring)) return;
    this.#soon.set(entry.keyring, setTimeout(() => {
                     this.#soon.delete(entry.keyring);
                     this.changed(entry.keyring);
                   }, 60));
  }

  /** A browser has six connections to a server: some are left for who clicks. */
  async #inTurn(work) {
    if (this.#running >= kAtOnce) await new Promise((resolve) => this.#waiting.push(resolve));
    ++this.#running;
    try {
      return await work();
    } finally {
      --this.#running;
      this.#waiting.shift()?.();
    }
  }
}

export const rings = new Rings();
