// What the bars mean.
import {el, svg} from "../dom.mjs";
import {STATES} from "../words.mjs";

const SHOWN = ["pending", "active", "retiring", "compromised"];

export function legend() {
  const swatch = (kind) =>
      svg("svg", {class: "swatch", width: 22, height: 10, "aria-hidden": "true"},
          svg("rect", {class: `bar ${kind}`, x: 0.75, y: 0.75, width: 20.5, height: 8.5, rx: 3}));
  return el(
      "ul", {class: "legend"},
      SHOWN.map((state) => el("li", {}, swatch(state), el("span", {}, el("b", {}, state), ` ${STATES[state]}`))),
      el("li", {}, swatch("active planned"), el("span", {}, el("b", {}, "pale"), " planned")));
}

/** The hatchings that bars refer to: once on a page. */
export function hatchings() {
  const hatch = (id, kind, size) =>
      svg("pattern", {id, width: size, height: size, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)"},
          svg("rect", {class: `${kind}-ground`, width: size, height: size}),
          svg("rect", {class: `${kind}-line`, width: size / 2.4, height: size}));
  return svg(
      "svg", {class: "hatchings", width: 0, height: 0, "aria-hidden": "true", focusable: "false"},
      svg("defs", {}, hatch("hatch-retiring", "retiring", 7), hatch("hatch-compromised", "compromised", 6)));
}
