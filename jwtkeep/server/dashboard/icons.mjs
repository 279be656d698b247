// Small drawings beside words: they tell nothing that the words do not.
import {svg} from "./dom.mjs";

const PATHS = {
  keyrings: ["M3 5h9", "M7 10h10", "M12 15h5"],
  health: ["M2.5 10.5h3.5l2-5 4 9 2-4h3.5"],
  places: ["M10 3v7", "M10 10l-5 4", "M10 10l5 4", "M3.5 14.5h3v3h-3z", "M13.5 14.5h3v3h-3z", "M8.5 1.5h3v3h-3z"],
  leaks: ["M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11z", "M13 13l4.5 4.5"],
  audit: ["M5 3.5h10v13H5z", "M8 7.5h4", "M8 10.5h4", "M8 13.5h2"],
  token: ["M6.5 4.5L2.5 10l4 5.5", "M13.5 4.5l4 5.5-4 5.5", "M11 6l-2 8"],
  sun: [
    "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7z", "M10 2v1.5", "M10 16.5V18", "M2 10h1.5", "M16.5 10H18",
    "M4.3 4.3l1 1", "M14.7 14.7l1 1", "M4.3 15.7l1-1", "M14.7 5.3l1-1"
  ],
  moon: ["M16 11.5A6.5 6.5 0 0 1 8.5 4a6.5 6.5 0 1 0 7.5 7.5z"],
  system: ["M3 4.5h14v9H3z", "M7.5 17h5", "M10 13.5V17"],
  leave: ["M8 3.5H4v13h4", "M8.5 10H17", "M13.5 6.5L17 10l-3.5 3.5"],
  plus: ["M10 4v12", "M4 10h12"],
  rotate: ["M16 10a6 6 0 1 1-2-4.5", "M16 2.5V6h-3.5"],
  warning: ["M10 3l7.5 13.5h-15z", "M10 8.5v3.5", "M10 14.2v.3"],
  good: ["M4 10.5l4 4 8-9"],
  bad: ["M5 5l10 10", "M15 5L5 15"],
  note: ["M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15z", "M10 9.5V14", "M10 6.5v.3"],
  back: ["M12 4l-6 6 6 6"],
  copy: ["M7.5 7.5h9v9h-9z", "M12.5 4.5v-1h-9v9h1"],
};

export function icon(name) {
  const drawing = svg("svg", {class: "icon", viewBox: "0 0 20 20", "aria-hidden": "true", focusable: "false"});
  for (const d of PATHS[name]) drawing.append(svg("path", {d}));
  return drawing;
}
