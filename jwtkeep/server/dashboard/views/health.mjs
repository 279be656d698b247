// What the doctor says: every rule that is broken, and who shares a secret with whom.
import {el, show} from "../dom.mjs";
import {nothing, trouble, waiting} from "../notices.mjs";
import {action, heading, keyringLink, severityBadge, when} from "../parts.mjs";
import {reuseGraph} from "../reuse_graph.mjs";
import {get} from "../server.mjs";
import {instant} from "../time.mjs";
import {RULES} from "../words.mjs";

const ORDER = ["critical", "high", "medium"];

export function findingCard(finding) {
  return el(
      "li", {class: `finding ${finding.severity}`},
      el("div", {class: "finding-head"}, severityBadge(finding.severity),
         finding.keyring ? keyringLink(finding.keyring) : el("span", {class: "keyring"}, "another keyring"),
         el("span", {class: "rule"}, RULES[finding.rule] ?? finding.rule,
            finding.with ? [": with ", keyringLink(finding.with)] : null)),
      finding.destination ? el("p", {}, "at ", el("code", {class: "long"}, finding.destination)) : null,
      el("p", {}, finding.message), finding.mend ? el("p", {class: "mend"}, finding.mend) : null);
}

function counts(report) {
  const tile = (number, label, kind = "") =>
      el("div", {class: `tile ${number > 0 ? kind : ""}`}, el("dt", {}, label), el("dd", {}, number));
  const of = (severity) => report.findings.filter((finding) => finding.severity === severity).length;
  return el(
      "dl", {class: "tiles"}, tile(of("critical"), "critical", "critical"), tile(of("high"), "high", "high"),
      tile(of("medium"), "medium", "medium"), tile(report.keyrings, "keyrings"));
}

export function health(main) {
  const content = el("div", {class: "stack"});
  const stop = new AbortController();
  const load = async () => {
    show(content, waiting("every keyring and every destination"));
    try {
      const report = await get("/v1/doctor", {signal: stop.signal});
      const findings = [...report.findings].sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
      show(
          content, counts(report),
          el("p", {class: "count"}, "Every secret and every destination was looked at ",
             when(instant(report.examined_at)), "."),
          el("section", {class: "card"}, el("h2", {}, "Findings"),
             findings.length === 0 ?
                 nothing(
                     "No rule is broken.",
                     "No secret can be guessed, none is shared, no destination is behind, nothing is overdue.") :
                 el("ul", {class: "findings"}, findings.map(findingCard))),
          el("section", {class: "card"}, el("h2", {}, "Who shares a secret with whom"),
             report.sharing.edges.length === 0 ?
                 nothing(
                     "No secret is used twice.",
                     "Each keyring has secrets of its own: whoever learns one can forge for that one alone.") :
                 reuseGraph(report.sharing)));
    } catch (problem) {
      if (problem.name !== "AbortError") show(content, trouble(problem, load));
    }
  };
  show(
      main, heading("Health", {
        lead: "Strength of secrets, sharing, drift and what is overdue: jwtkeep doctor.",
        actions: [action("Look again", load, {drawn: "rotate"})]
      }),
      content);
  load();
  return () => stop.abort();
}
