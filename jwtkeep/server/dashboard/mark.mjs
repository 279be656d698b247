// The sign: three keys on their way.
import {svg} from "./dom.mjs";

export const mark = () =>
    svg("svg", {class: "mark", viewBox: "0 0 32 32", "aria-hidden": "true", focusable: "false"},
        svg("rect", {class: "mark-ground", width: 32, height: 32, rx: 8}),
        svg("rect", {class: "mark-pale", x: 6, y: 8, width: 13, height: 4, rx: 2}),
        svg("rect", {class: "mark-line", x: 11, y: 14, width: 15, height: 4, rx: 2}),
        svg("rect", {class: "mark-pale", x: 19, y: 20, width: 7, height: 4, rx: 2}));
