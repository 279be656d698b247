// What is filled in, with its label.
import {el, fresh} from "./dom.mjs";

/** An input whose text is the reader's own: not completed, corrected, or looked up by a spelling service. */
export const input = (properties = {}) =>
    el("input", {autocomplete: "off", spellcheck: "false", autocapitalize: "none", ...properties});

/** What can be chosen: [[value, text]]. */
export const options = (list) => list.map(([value, text]) => el("option", {value}, text));

/** A list to choose from. */
export const choice = (list, properties = {}) => el("select", properties, options(list));

function labelOf(control, label) {
  control.id ||= fresh("field");
  const node = el("label", {}, label);
  node.htmlFor = control.id;
  return node;
}

/** A control below its label (a text, or nodes), and a hint below both. */
export function labelled(label, control, {hint = null, kind = ""} = {}) {
  const node = el("p", {class: `field ${kind}`}, labelOf(control, label), control);
  if (hint !== null) {
    const id = fresh("hint");
    node.append(el("small", {id}, hint));
    control.setAttribute("aria-describedby", id);
  }
  return node;
}

/** Something to be ticked, and its label beside it. */
export const ticked = (label, control) => el("p", {class: "check"}, control, labelOf(control, label));
