// The audit trail, the newest first, and a search through it.
import {el, show} from "../dom.mjs";
import {choice, input, labelled} from "../fields.mjs";
import {live} from "../live.mjs";
import {nothing, trouble, waiting} from "../notices.mjs";
import {heading, keyringLink, table, when} from "../parts.mjs";
import {get} from "../server.mjs";
import {may} from "../session.mjs";
import {instant} from "../time.mjs";
import {actionText, plural, shortKid} from "../words.mjs";

const kWindow = 1000;
const kPage = 50;
const KIDS = new Set(["kid", "supersedes"]);

function detailText(detail) {
  if (detail === undefined || detail === null) return "";
  if (typeof detail !== "object") return String(detail);
  return Object.entries(detail)
      .map(([name, value]) => {
        if (KIDS.has(name) && typeof value === "string") return `${name} ${shortKid(value)}`;
        return `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`;
      })
      .join(", ");
}

/** All that is written of an entry, in which words are searched. */
const written = (entry) => [entry.actor, entry.action, actionText(entry.action), entry.keyring ?? "", entry.at,
                            entry.detail === undefined ? "" : JSON.stringify(entry.detail)]
                               .join(" ")
                               .toLowerCase();

export function entriesTable(entries, {keyring = true} = {}) {
  const columns = ["When", "What", ...(keyring ? ["Keyring"] : []), "Who", "Detail"];
  return table(
      "Entries of the audit trail", columns,
      entries.map(
          (entry) =>
              [when(instant(entry.at)),
               [el("span", {}, actionText(entry.action)), el("small", {class: "word"}, entry.action)],
               ...(keyring ? [entry.keyring ? keyringLink(entry.keyring) : el("span", {class: "none"}, "–")] : []),
               el("span", {class: "breaks actor"}, entry.actor),
               el("span", {class: "breaks detail"}, detailText(entry.detail)),
  ]));
}

/** Reads the trail backwards, a window at a time; what is new comes by itself. */
class Trail {
  entries = [];   // the newest first
  #begin = null;  // entries behind this number have been read; null: none has
  #early = [];    // heard before anything was read

  async older() {
    if (this.#begin === null) this.#begin = (await get("/v1/audit?after=0&limit=1")).head;
    const from = Math.max(0, this.#begin - kWindow);
    const limit = Math.max(this.#begin - from, 1);
    const {entries} = await get(`/v1/audit?after=${from}&limit=${limit}`);
    const known = new Set(this.entries.map((entry) => entry.sequence));
    this.entries.push(...entries.filter((entry) => !known.has(entry.sequence)).reverse());
    this.#begin = from;
    for (const entry of this.#early.splice(0)) this.add(entry);
  }

  /** Something that has just happened. */
  add(entry) {
    if (this.entries.length === 0)
      this.#early.push(entry);
    else if (entry.sequence > this.entries[0].sequence)
      this.entries.unshift(entry);
  }

  get done() { return this.#begin === 0; }
}

export function audit(main) {
  const head = heading("Audit trail", {
    lead: "Who did what, when. Each entry is chained to the one before: jwtkeep log verify finds any that " +
        "was changed, dropped or moved."
  });
  if (!may("audit")) {
    show(
        main, head,
        nothing(
            "The whole trail is for who may audit every keyring.",
            "Ask for a grant of “**: audit”. What has happened to one keyring stands on its own page."));
    return () => {};
  }
  const trail = new Trail();
  const field = input({type: "search", placeholder: "compromise orders/prod alice"});
  const kind = choice([["", "Everything"]]);
  const count = el("p", {class: "count", role: "status"});
  const list = el("div", {}, waiting("the trail"));
  const more = el("p", {class: "more"});
  let shown = kPage;
  let reading = false;

  const draw = () => {
    const words = field.value.toLowerCase().split(/\s+/).filter((word) => word !== "");
    const found = trail.entries.filter(
        (entry) => (kind.value === "" || entry.action.startsWith(kind.value)) &&
            words.every((word) => written(entry).includes(word)));
    const page = found.slice(0, shown);
    show(
        list,
        page.length > 0 ? entriesTable(page) :
                          nothing(
                              "No entry has that.",
                              trail.done ? "The whole trail was searched." : "Older ones have not been searched yet."));
    show(
        count,
        words.length > 0 || kind.value !== "" ?
            `${plural(found.length, "entry", "entries")} of ${trail.entries.length} read` :
            plural(trail.entries.length, "entry", "entries"),
        trail.done ? "" : "; older ones are not read yet");
    show(
        more,
        found.length > page.length ? el("button", {
          type: "button",
          on: {
            click: () => {
              shown += kPage;
              draw();
            }
          }
        },
                                        "Show more") :
                                     null,
        trail.done ? null : el("button", {type: "button", class: "quiet", on: {click: older}}, "Read older entries"));
  };
  const kinds = () => {
    const known = new Set([...kind.options].map((option) => option.value));
    const groups = new Set(trail.entries.map((entry) => entry.action.split(".")[0]));
    for (const group of [...groups].sort()) {
      if (!known.has(`${group}.`)) kind.append(el("option", {value: `${group}.`}, group));
    }
  };
  const older = async () => {
    if (reading) return;
    reading = true;
    try {
      await trail.older();
      kinds();
      draw();
    } catch (problem) {
      show(list, trouble(problem, older));
    } finally {
      reading = false;
    }
  };
  const hear = ({detail: entry}) => {
    trail.add(entry);
    if (trail.entries.length === 0) return;
    kinds();
    draw();
  };
  live.addEventListener("entry", hear);
  for (const [node, event] of [[field, "input"], [kind, "change"]])
    node.addEventListener(event, () => {
      shown = kPage;
      draw();
    });
  show(
      main, head, el("div", {class: "controls"}, labelled("Search", field, {kind: "grow"}), labelled("Kind", kind)),
      count, list, more);
  older();
  return () => live.removeEventListener("entry", hear);
}
