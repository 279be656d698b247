// Hears what happens, as it happens (server-sent events).
import {EVENT_NAMES} from "./words.mjs";

/** Dispatches "entry" (detail: an entry of the trail) and "state" (detail: "waiting", "live" or "lost"). */
class Live extends EventTarget {
  #source = null;
  #state = "waiting";

  start() {
    this.stop();
    const source = new EventSource("/v1/events");
    this.#source = source;
    source.addEventListener("open", () => this.#tell("live"));
    source.addEventListener("error", () => {
      // The browser tries again by itself, and says where it left off; unless it was refused.
      this.#tell(source.readyState === EventSource.CLOSED ? "lost" : "waiting");
      if (source.readyState === EventSource.CLOSED) this.dispatchEvent(new Event("refused"));
    });
    const hear = (event) => {
      let entry;
      try {
        entry = JSON.parse(event.data);
      } catch {
        return;
      }
      this.dispatchEvent(new CustomEvent("entry", {detail: entry}));
    };
    for (const name of EVENT_NAMES) source.addEventListener(name, hear);
  }

  stop() {
    this.#source?.close();
    this.#source = null;
  }

  get state() { return this.#state; }

  #tell(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.dispatchEvent(new CustomEvent("state", {detail: state}));
  }
}

export const live = new Live();
