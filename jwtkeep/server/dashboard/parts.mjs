// Small pieces that several views show.
import {el} from "./dom.mjs";
import {icon} from "./icons.mjs";
import {link} from "./router.mjs";
import {exact, now, relative} from "./time.mjs";
import {shortKid, STATES} from "./words.mjs";

export const stateBadge = (state) => el("span", {class: `badge ${state}`, title: STATES[state] ?? ""}, state);
export const severityBadge = (severity) => el("span", {class: `badge ${severity}`}, severity);
export const kidText = (kid) => el("code", {class: "kid", title: kid}, shortKid(kid));
export const keyringLink = (name) => el("a", {class: "keyring", href: link("keyrings", name)}, name);

/** An instant; how far it is is told anew each time the clock ticks. */
export function when(at, {far = true} = {}) {
  if (at === null) return el("span", {class: "none"}, "–");
  const text = () => (far ? relative(at, now()) : exact(at));
  const node = el("time", {datetime: new Date(at).toISOString(), title: `${exact(at)} UTC`}, text());
  if (far) node.dataset.at = at;
  return node;
}

/** Tells all shown distances anew. */
export function tick() {
  for (const node of document.querySelectorAll("time[data-at]")) {
    const text = relative(Number(node.dataset.at), now());
    if (node.textContent !== text) node.textContent = text;
  }
}

/** The head of a view: its title, what it is, and what can be done. */
export function heading(title, {lead = null, actions = [], above = null} = {}) {
  return el(
      "header", {class: "heading"},
      el("div", {class: "titles"}, above, el("h1", {tabindex: "-1"}, title),
         lead ? el("p", {class: "lead"}, lead) : null),
      actions.length > 0 ? el("div", {class: "actions"}, actions) : null);
}

/** A button; with `denied` it stays where it is, does nothing, and says why. */
export function action(label, click, {kind = "", drawn = null, denied = null} = {}) {
  return el(
      "button", {
        type: "button",
        class: kind,
        "aria-disabled": denied ? "true" : null,
        title: denied,
        on: {click: denied ? () => {} : click}
      },
      drawn ? icon(drawn) : null, label, denied ? el("span", {class: "unseen"}, ` (${denied})`) : null);
}

/** A table that scrolls within itself only where it has to; on a narrow page each row becomes a card. */
export function table(caption, columns, rows) {
  return el(
      "table", {class: "cards"}, el("caption", {class: "unseen"}, caption),
      el("thead", {},
         el("tr", {},
            columns.map(
                (column) => el("th", {scope: "col"}, column || el("span", {class: "unseen"}, "What can be done"))))),
      el("tbody", {},
         rows.map(
             (cells) => el(
                 "tr", {},
                 cells.map(
                     (cell, i) => el(
                         i === 0 ? "th" : "td", {scope: i === 0 ? "row" : null, "data-column": columns[i]}, cell))))));
}

/** Copies what is public. */
export function copyButton(text, what) {
  const said = el("span", {class: "unseen", role: "status"});
  const button =
      el("button", {
        type: "button",
        class: "quiet square small",
        "aria-label": `Copy ${what}`,
        title: `Copy ${what}`,
        on: {
          async click() {
            await navigator.clipboard.writeText(text);
            said.textContent = `${what} copied`;
            button.classList.add("done");
            setTimeout(() => {
              button.classList.remove("done");
              said.textContent = "";
            }, 1500);
          }
        }
      },
         icon("copy"));
  return [button, said];
}
