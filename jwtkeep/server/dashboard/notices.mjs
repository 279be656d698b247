// Tells what has just happened, and what went wrong.
import {el} from "./dom.mjs";
import {icon} from "./icons.mjs";

const kShown = 6000;
const place = el("div", {class: "notices", role: "status", "aria-live": "polite"});
export const notices = () => place;

/** A line that goes by itself. */
export function notice(text, kind = "good") {
  const line = el("p", {class: `notice ${kind}`}, icon(kind === "bad" ? "warning" : kind), el("span", {}, text));
  place.append(line);
  while (place.children.length > 3) place.firstChild.remove();
  setTimeout(() => line.remove(), kShown);
}

/** Whether it may go by itself: the server was away, busy, or asked too often. */
const passes = ({status}) => !status || status === 429 || status >= 500;

/** An error where it arose: what went wrong, why, and what to do. */
export function trouble(problem, again = null) {
  return el(
      "div", {class: "trouble", role: "alert"}, icon("warning"),
      el("div", {}, el("p", {class: "what"}, problem.message),
         problem.hint ? el("p", {class: "hint"}, problem.hint) : null,
         problem.reason ? el("p", {class: "reason"}, "reason: ", el("code", {}, problem.reason)) : null,
         again && passes(problem) ? el("button", {type: "button", on: {click: again}}, "Try again") : null));
}

/** What stands where there is nothing yet, and the next step. */
export function nothing(title, ...next) {
  return el("div", {class: "nothing"}, el("p", {class: "title"}, title), next.map((one) => el("p", {}, one)));
}

export const waiting = (what) => el("p", {class: "waiting", role: "status"}, `Reading ${what} …`);
