// One keyring: its keys, what comes next, its rules, its places, and what has happened to it.
import {el, show} from "../dom.mjs";
import {icon} from "../icons.mjs";
import {nothing, trouble, waiting} from "../notices.mjs";
import {action, copyButton, heading, kidText, stateBadge, table, when} from "../parts.mjs";
import {addButton, pushButton, removeButton} from "../places.mjs";
import {askCompromise, askRotate} from "../preview.mjs";
import {rings} from "../rings.mjs";
import {link} from "../router.mjs";
import {get, whole} from "../server.mjs";
import {may} from "../session.mjs";
import {standing} from "../standing.mjs";
import {duration, instant, now} from "../time.mjs";
import {Chart} from "../timeline/chart.mjs";
import {legend} from "../timeline/legend.mjs";
import {livesWith, stepsAhead} from "../timeline/lives.mjs";
import {stepText} from "../words.mjs";

import {entriesTable} from "./audit.mjs";
import {findingCard} from "./health.mjs";
import {leaksTable} from "./leaks.mjs";

const kEntries = 12;

function policyList(policy) {
  const rows = [
    [
      "Algorithm", policy.alg,
      policy.form && policy.alg.startsWith("HS") ?
          (policy.form === "text" ? "the secret's characters are the key" : "the secret's text encodes the key") :
          null
    ],
    [
      "Rotation", policy.rotate_every_s ? `every ${duration(policy.rotate_every_s)}` : "by hand", "how long a key signs"
    ],
    ["T", duration(policy.token_lifetime_s), "the longest life of a token"],
    ["P", duration(policy.propagation_s), "until every verifier knows a published key"],
    ["Q", duration(policy.sign_propagation_s), "until no issuer signs with the key before"],
    ["S", duration(policy.skew_s), "the largest difference between two clocks"],
    ["Retention", duration(policy.retention_s), "from retired until the material is wiped"],
    ["Issuer", policy.issuer ?? "any", null],
    ["Audience", policy.audience ?? "any", null],
  ];
  return el(
      "dl", {class: "policy"},
      rows.map(
          ([name, value, meaning]) =>
              el("div", {}, el("dt", {}, name),
                 el("dd", {}, el("b", {}, value), meaning ? el("small", {}, meaning) : null))));
}

function keysTable(ring) {
  const name = ring.keyring;
  const denied = may("compromise", name) ? null : `needs compromise on ${name}`;
  const keys = [...ring.keys].reverse();
  return table(
      "Keys", ["Key", "State", "Published", "Signs since", "Signed until", "Refused since", ""],
      keys.map(
          (key) => [
              [kidText(key.kid), copyButton(key.kid, "key id")],
              stateBadge(key.state),
              when(instant(key.published_at)),
              when(instant(key.activated_at)),
              when(instant(key.superseded_at)),
              when(instant(key.compromised_at ?? key.retired_at)),
              ["active", "pending", "retiring"].includes(key.state) ?
                  action("Compromised …", () => askCompromise(ring, key), {kind: "small quiet danger-text", denied}) :
                  el("span", {class: "none"}, key.destroyed_at ? "wiped" : "–"),
  ]));
}

/** Where it is, and what keeps it from being in sync. */
export const placeName = (place) =>
    [el("code", {class: "long"}, place.address),
     place.detail ? el("small", {class: "warning-text"}, place.detail,
                       place.failing_since ? [", since ", when(instant(place.failing_since))] : null) :
                    null,
];

export const lag = (place, revision) => {
  if (place.in_sync) return el("span", {class: "badge good"}, "in sync");
  const behind = revision - (place.confirmed_revision ?? 0);
  return el("span", {class: "badge high"}, place.confirmed_revision === 0 ? "not confirmed" : `${behind} behind`);
};

function places(ring) {
  if (ring.destinations.length === 0) {
    return nothing(
        "It is kept in the store alone.",
        "A destination hands its keys to where a service reads them, and keeps them up to date.",
        addButton(ring.keyring));
  }
  return [
    table(
        "Destinations", ["Destination", "Kind", "Confirmed", "Standing", ""],
        ring.destinations.map(
            (place) =>
                [placeName(place), place.kind, `revision ${place.confirmed_revision} of ${ring.revision}`,
                 lag(place, ring.revision),
                 el("span", {class: "actions"}, pushButton(ring.keyring), removeButton(ring.keyring, place))])),
    el("p", {class: "below"}, addButton(ring.keyring)),
  ];
}

async function history(place, name) {
  if (!may("audit", name)) {
    show(place, nothing("What has happened to it is for who may audit.", `Ask for audit on ${name}.`));
    return;
  }
  try {
    // The newest stand at the end of the trail.
    const {head} = await get(`/v1/audit?keyring=${encodeURIComponent(name)}&after=0&limit=1`);
    const {entries} =
        await get(`/v1/audit?keyring=${encodeURIComponent(name)}&after=${Math.max(0, (head ?? 0) - 1000)}&limit=1000`);
    show(
        place,
        entries.length === 0 ? nothing("Nothing lately.") :
                               entriesTable(entries.slice(-kEntries).reverse(), {keyring: false}));
  } catch (problem) {
    show(place, trouble(problem));
  }
}

/** What the doctor and scans say of it. */
async function findings(place, name) {
  try {
    const of = `keyring=${encodeURIComponent(name)}`;
    const [report, leaked] =
        await Promise.all([get(`/v1/doctor?destinations=false&${of}`), whole(`/v1/findings?${of}`, "findings")]);
    show(
        place, report.findings.length > 0 ? el("ul", {class: "findings"}, report.findings.map(findingCard)) : null,
        leaked.length > 0 ?
            [el("h3", {}, "Found in files and commits"), leaksTable("Found in files and commits", leaked)] :
            null,
        report.findings.length + leaked.length === 0 ?
            nothing(
                "Nothing is wrong with it.",
                "Its secrets cannot be guessed, it shares none, nothing is overdue, and no scan has found one.",
                [
                  "Whether its destinations still hold it is asked under ", el("a", {href: link("health")}, "Health"),
                  "."
                ]) :
            null);
  } catch (problem) {
    show(place, trouble(problem));
  }
}

export function keyring(main, name) {
  const chart = new Chart();
  const lane = chart.lane("keys", {tall: true});
  const actions = el("div", {class: "actions"});
  const state = el("p", {class: "lead"});
  const back = el("a", {class: "back", href: link("keyrings")}, icon("back"), "Keyrings");
  const head = heading(name, {above: back});
  head.firstChild.append(state);
  head.append(actions);
  const content = el("div", {class: "stack"}, waiting(name));
  const next = el("div"), keys = el("div"), policy = el("div"), destinations = el("div"), trail = el("div"),
        found = el("div");
  const section = (title, ...inside) => el("section", {class: "card"}, el("h2", {}, title), inside);
  const layout = [
    section("Timeline", el("div", {class: "chart"}, chart.axisPlace, lane.node), legend()),
    el("div", {class: "columns"}, section("What comes next", next), section("Rules", policy)),
    section("Keys", keys),
    section("Findings", found),
    section("Destinations", destinations),
    section("What has happened", trail),
  ];

  let told = "";
  const tellState = (ring) => {
    const {kind, text} = standing(ring, now());
    const line = `${ring.policy.alg}, revision ${ring.revision}: ${text}.`;
    if (line === told) return;
    told = line;
    show(state, el("span", {class: `dot ${kind}`}), line);
  };
  let revision = 0;
  const draw = (ring) => {
    if (ring.revision < revision) return;  // asked before, answered behind
    revision = ring.revision;
    const steps = stepsAhead(ring, now());
    chart.set("keys", livesWith(ring, steps), steps);
    tellState(ring);
    show(
        actions,
        action(
            "Rotate …", () => askRotate(ring),
            {drawn: "rotate", kind: "primary", denied: may("rotate", name) ? null : `needs rotate on ${name}`}),
        el("a", {class: "button", href: link("token", name)}, icon("token"), "Check a token"));
    show(
        next,
        steps.length === 0 ?
            nothing("No step is planned.") :
            el("ol", {class: "steps"},
               steps.map(
                   (step) =>
                       el("li", {}, el("span", {class: "step-time"}, when(step.at)),
                          el("span", {}, stepText(step.step, step.kid),
                             step.waitingFor.length > 0 ?
                                 el("small", {class: "warning-text"}, `waits for ${step.waitingFor.join(", ")}`) :
                                 null)))));
    show(keys, keysTable(ring));
    show(policy, policyList(ring.policy));
    show(destinations, places(ring));
  };

  const load = async () => {
    try {
      const ring = await rings.get(name);
      if (!layout[0].isConnected) show(content, layout);
      draw(ring);
      history(trail, name);
      findings(found, name);
    } catch (problem) {
      show(content, trouble(problem, load));
    }
  };
  const timer = setInterval(async () => {
    if (layout[0].isConnected) tellState(await rings.get(name));
  }, 1000);
  const changed = ({detail}) => {
    if (detail === null || detail === name) load();
  };
  rings.addEventListener("change", changed);
  show(main, head, content);
  load();
  return () => {
    rings.removeEventListener("change", changed);
    clearInterval(timer);
    chart.end();
  };
}
