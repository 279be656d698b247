// What scans have found, by keyring.
import {el, show} from "../dom.mjs";
import {live} from "../live.mjs";
import {nothing, trouble, waiting} from "../notices.mjs";
import {heading, keyringLink, severityBadge, table, when} from "../parts.mjs";
import {whole} from "../server.mjs";
import {instant} from "../time.mjs";
import {plural} from "../words.mjs";

const ORDER = ["critical", "high", "medium", "low"];

function place(finding) {
  return [
    el("code", {class: "long"}, `${finding.path}${finding.line ? `:${finding.line}` : ""}`),
    finding.commit ? el("small", {}, `commit ${String(finding.commit).slice(0, 12)}`) : null
  ];
}

export function leaksTable(caption, findings) {
  findings.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  return table(
      caption, ["Where", "Rule", "Severity", "Source", "Reported"],
      findings.map(
          (finding) =>
              [place(finding), el("code", {}, finding.rule), finding.severity ? severityBadge(finding.severity) : "",
               el("span", {class: "breaks"}, finding.source ?? ""), when(instant(finding.reported_at))]));
}

function group(name, findings) {
  return el(
      "section", {class: "card"}, el("h2", {}, name ? keyringLink(name) : "Of no keyring"),
      el("p", {class: "count"}, plural(findings.length, "finding"),
         name ? ": whoever reads there can forge its tokens. Rotate it, and remove the secret there." : "."),
      leaksTable(name ? `Findings of ${name}` : "Findings of no keyring", findings));
}

export function leaks(main) {
  const content = el("div", {class: "stack"}, waiting("findings"));
  const load = async () => {
    try {
      const findings = await whole("/v1/findings", "findings");
      if (findings.length === 0) {
        show(
            content,
            nothing(
                "No scan has reported a finding.",
                el("span", {}, "Let a scan tell this server: ",
                   el("code", {},
                      "jwtkeep scan --json . | curl -H \"Authorization: Bearer …\" " +
                          "--data-binary @- …/v1/findings?source=ci"))));
        return;
      }
      const groups = new Map();
      for (const finding of findings)
        groups.set(finding.keyring ?? "", [...(groups.get(finding.keyring ?? "") ?? []), finding]);
      const names = [...groups.keys()].sort((a, b) => (a === "") - (b === "") || a.localeCompare(b));
      show(content, names.map((name) => group(name, groups.get(name))));
    } catch (problem) {
      show(content, trouble(problem, load));
    }
  };
  show(
      main, heading("Leaks", {
        lead: "Secrets and tokens that scans have found in files and commits, by the keyring that they belong " +
            "to. What was found is never shown."
      }),
      content);
  load();
  const hear = ({detail: entry}) => {
    if (entry.action === "findings.report") load();
  };
  live.addEventListener("entry", hear);
  return () => live.removeEventListener("entry", hear);
}
