// All keyrings on one line of time.
import {el, show} from "../dom.mjs";
import {choice, input, labelled} from "../fields.mjs";
import {icon} from "../icons.mjs";
import {nothing, trouble, waiting} from "../notices.mjs";
import {heading, keyringLink, when} from "../parts.mjs";
import {rings} from "../rings.mjs";
import {link} from "../router.mjs";
import {get} from "../server.mjs";
import {maySomewhere} from "../session.mjs";
import {standing} from "../standing.mjs";
import {instant, now} from "../time.mjs";
import {Chart} from "../timeline/chart.mjs";
import {legend} from "../timeline/legend.mjs";
import {livesWith, stepsAhead} from "../timeline/lives.mjs";
import {RANGES} from "../timeline/range.mjs";
import {plural} from "../words.mjs";

const kPage = 40;

function newButton() { return el("a", {class: "button primary", href: link("new")}, icon("plus"), "New keyring"); }

function emptyState() {
  if (maySomewhere("create")) {
    return nothing(
        "No keyring yet.",
        "A keyring holds the keys of one purpose, such as orders/prod. Make the first one: its key signs at once.",
        newButton());
  }
  return nothing(
      "There is no keyring that you may read.",
      el("span", {}, "Whoever keeps the store lets you in with ",
         el("code", {}, "jwtkeep access grant NAME --grant 'orders/*: read'"), "."));
}

/** Names that hold all words of a filter. */
export const matches = (name, filter) =>
    filter.toLowerCase().split(/\s+/).every((word) => name.toLowerCase().includes(word));

class Row {
  constructor(chart, summary) {
    this.chart = chart;
    this.name = summary.keyring;
    this.next = el("p", {class: "next"});
    this.found = el("a", {class: "found", href: link("keyrings", this.name), hidden: true});
    this.node =
        el("li", {class: "ring"},
           el("div", {class: "ring-name"}, el("h2", {}, keyringLink(this.name)),
              el("span", {class: "alg"}, this.found, summary.alg ?? ""), this.next),
           el("div", {class: "ring-lane"}, chart.lane(this.name).node));
    this.dead = summary.reason ?? null;
    if (this.dead) this.#tell({kind: "bad", text: `cannot be used: ${this.dead}`});
  }

  async load() {
    if (this.dead) return;
    try {
      this.draw(await rings.get(this.name));
    } catch (problem) {
      this.#tell({kind: "bad", text: problem.message});
    }
  }

  draw(ring) {
    if (this.ring && ring.revision < this.ring.revision) return;  // asked before, answered behind
    this.ring = ring;
    const steps = stepsAhead(ring, now());
    this.chart.set(this.name, livesWith(ring, steps), steps);
    this.tell();
  }

  tell() {
    if (this.ring) this.#tell(standing(this.ring, now()));
  }

  /** What the doctor says of it: how many rules are broken, and how bad the worst is. */
  mark(findings = []) {
    this.found.hidden = findings.length === 0;
    if (findings.length === 0) return;
    const worst = ["critical", "high", "medium"].find((severity) => findings.some((one) => one.severity === severity));
    show(
        this.found, el("span", {class: `badge ${worst}`}, plural(findings.length, "finding")),
        el("span", {class: "unseen"}, ` of ${this.name}, the worst is ${worst}`));
  }

  #tell({kind, text}) {
    const line = `${kind} ${text}`;
    if (this.told === line) return;
    this.told = line;
    show(this.next, el("span", {class: `dot ${kind}`}), text);
  }
}

export function keyrings(main) {
  const chart = new Chart();
  const rows = new Map();
  const list = el("ul", {class: "rings"});
  const lead = el("p", {class: "lead"});
  const more = el("p", {class: "more"});
  const filter = input({type: "search", placeholder: "orders prod"});
  const span = choice(RANGES.map(({word, label}) => [word, label]), {on: {change: () => chart.show(span.value)}});
  const content = el("div", {}, waiting("keyrings"));
  let summaries = [];
  let shown = kPage;
  let findings = new Map();

  /** Comes when it comes: every secret is judged for it. What cannot be told is told on the page of health. */
  const examine = async () => {
    const report = await get("/v1/doctor?destinations=false").catch(() => ({findings: []}));
    findings = new Map();
    for (const finding of report.findings) {
      // Of a secret that two share, it is a finding of both.
      for (const name of [finding.keyring, finding.with]) {
        if (name) findings.set(name, [...(findings.get(name) ?? []), finding]);
      }
    }
    for (const [name, row] of rows) row.mark(findings.get(name));
  };

  const board = el(
      "div", {class: "board"}, el("div", {class: "controls"}, labelled("Filter", filter), labelled("Time shown", span)),
      el("div", {class: "timeline"}, el("div", {class: "axis-row", "aria-hidden": "true"}, el("span"), chart.axisPlace),
         list),
      more, legend());

  const further = () => {
    shown += kPage;
    place();
  };
  const place = () => {
    const wanted = summaries.filter(({keyring}) => matches(keyring, filter.value));
    const page = wanted.slice(0, shown);
    const names = new Set(page.map(({keyring}) => keyring));
    for (const name of rows.keys()) {
      if (names.has(name)) continue;
      rows.delete(name);
      chart.delete(name);
    }
    for (const summary of page) {
      if (rows.has(summary.keyring)) continue;
      const row = new Row(chart, summary);
      rows.set(summary.keyring, row);
      row.mark(findings.get(summary.keyring));
      row.load();
    }
    list.replaceChildren(...page.map(({keyring}) => rows.get(keyring).node));
    const rest = wanted.length - page.length;
    show(
        more, rest > 0 ? el("button", {type: "button", on: {click: further}}, `Show more (${rest})`) : null,
        wanted.length === 0 ? "No keyring has that name." : null);
    chart.draw();
  };
  filter.addEventListener("input", () => {
    shown = kPage;
    place();
  });

  const summary = () => {
    const due = summaries.filter((one) => one.next_due).sort((a, b) => instant(a.next_due) - instant(b.next_due))[0];
    show(
        lead, plural(summaries.length, "keyring"),
        due ? [". The next step: ", keyringLink(due.keyring), " ", when(Math.max(instant(due.next_due), now())), "."] :
              ".");
  };

  const load = async () => {
    try {
      summaries = await rings.list();
      if (summaries.length === 0) {
        show(lead);
        show(content, emptyState());
        return;
      }
      summary();
      if (!board.isConnected) show(content, board);
      place();
    } catch (problem) {
      show(content, trouble(problem, load));
    }
  };
  const changed = async ({detail: name}) => {
    if (name === null) {
      for (const row of rows.values()) row.load();
    } else {
      await rows.get(name)?.load();
    }
    await load();
  };
  rings.addEventListener("change", changed);
  const timer = setInterval(() => {
    for (const row of rows.values()) row.tell();
  }, 1000);

  const head = heading("Keyrings", {actions: maySomewhere("create") ? [newButton()] : []});
  head.firstChild.append(lead);
  show(main, head, content);
  load();
  examine();
  return () => {
    rings.removeEventListener("change", changed);
    clearInterval(timer);
    chart.end();
  };
}
