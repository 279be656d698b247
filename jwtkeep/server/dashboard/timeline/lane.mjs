// One keyring's keys as bars: an SVG that is drawn once and then moved.
import {show, svg} from "../dom.mjs";
import {exact, relative} from "../time.mjs";
import {shortKid, STATES} from "../words.mjs";

import {rowsOf, spans} from "./lives.mjs";
import {marks} from "./scale.mjs";

/** What somebody who does not see the drawing is told of it. */
export function spoken(lives, now) {
  const told = lives.filter((life) => life.destroyed === null || life.destroyed > now).map((life) => {
    const parts = spans(life, Infinity).map((span) => {
      const until = span.until === Infinity ? "" : ` until ${exact(span.until)}`;
      return `${span.state} from ${exact(span.from)}${until}`;
    });
    return `key ${shortKid(life.kid)}: ${parts.join(", ") || "retired"}`;
  });
  return told.join("; ") || "no keys";
}

/** Lines go on above and below, so that those of many lanes are one; whoever holds the lane cuts them off. */
const kBeyond = 60;

export class Lane {
  /** `tall`: bars that have room for their kid. */
  constructor({tall = false} = {}) {
    this.barHeight = tall ? 22 : 10;
    this.gap = tall ? 10 : 5;
    this.tall = tall;
    this.grid = svg("g", {class: "grid"});
    this.bars = svg("g", {class: "bars"});
    this.texts = svg("g", {class: "kids"});
    this.now = svg("line", {class: "now"});
    this.node = svg(
        "svg", {class: "lane", role: "img", "aria-label": "not read yet"}, this.grid, this.bars, this.texts, this.now);
    this.drawn = new Map();
  }

  /** Draws these lives on that scale. Bars that were there move to where they belong now. */
  draw(lives, scale, now) {
    const {placed, count} = rowsOf(lives, scale.begin, scale.end);
    const pad = this.tall ? 12 : 11;
    const height = 2 * pad + count * this.barHeight + (count - 1) * this.gap;
    this.node.setAttribute("width", scale.width);
    this.node.setAttribute("height", height);
    this.node.setAttribute("viewBox", `0 0 ${scale.width} ${height}`);
    this.node.setAttribute("aria-label", spoken(lives, now));
    show(this.grid, marks(scale).map(({at}) => {
      const x = Math.round(scale.at(at)) + 0.5;
      return svg("line", {x1: x, x2: x, y1: -kBeyond, y2: height + kBeyond});
    }));
    const x = Math.round(scale.at(now)) + 0.5;
    for (const name of ["x1", "x2"]) this.now.setAttribute(name, x);
    this.now.setAttribute("y1", -kBeyond);
    this.now.setAttribute("y2", height + kBeyond);
    const seen = new Set();
    this.texts.replaceChildren();
    for (const {life, row} of placed) {
      const y = pad + row * (this.barHeight + this.gap);
      for (const span of spans(life, scale.end)) {
        if (span.until < scale.begin || span.from > scale.end) continue;
        if (span.from < now) this.#bar(life, span, span.from, Math.min(span.until, now), false, y, scale, now, seen);
        if (span.until > now) this.#bar(life, span, Math.max(span.from, now), span.until, true, y, scale, now, seen);
      }
      if (this.tall) this.#kid(life, y, scale, now);
    }
    for (const [id, bar] of this.drawn) {
      if (seen.has(id)) continue;
      bar.remove();
      this.drawn.delete(id);
    }
  }

  #bar(life, span, from, until, planned, y, scale, now, seen) {
    const id = `${life.kid} ${span.state} ${planned}`;
    seen.add(id);
    let bar = this.drawn.get(id);
    if (bar === undefined) {
      bar = svg("rect", {class: `bar ${span.state}${planned ? " planned" : ""}`, rx: this.tall ? 5 : 3}, svg("title"));
      this.drawn.set(id, bar);
      this.bars.append(bar);
    }
    // A hair between two states; what meets `now` goes on beyond it.
    const left = scale.within(from) + (from === now ? 0 : 0.75);
    const right = scale.within(until) - (until === now ? 0 : 0.75);
    const place = {x: left, y, width: Math.max(right - left, 2), height: this.barHeight};
    for (const [name, value] of Object.entries(place)) bar.setAttribute(name, value.toFixed(2));
    const title = `${shortKid(life.kid)} ${span.state} (${STATES[span.state]}), from ${exact(span.from)}` +
        (span.until < scale.end ? ` until ${exact(span.until)}, ${relative(span.until, now)}` : "");
    if (bar.firstChild.textContent !== title) bar.firstChild.textContent = title;
  }

  #kid(life, y, scale, now) {
    const all = spans(life, scale.end);
    const left = Math.max(scale.within(all[0].from), 0) + 8;
    const right = Math.min(scale.within(all.at(-1).until), scale.width);
    const label = shortKid(life.kid);
    if (right - left < label.length * 7.6) return;
    // On what it stands, it has to be read: the state at its left edge.
    const time = scale.begin + (left / scale.width) * (scale.end - scale.begin);
    const under = all.find((span) => span.from <= time && time < span.until) ?? all[0];
    const ground = time >= now ? "on-planned" : `on-${under.state}`;
    this.texts.append(svg("text", {x: left.toFixed(1), y: y + this.barHeight / 2, class: ground}, label));
  }
}

/** The line of times above lanes. */
export class Axis {
  constructor() { this.node = svg("svg", {class: "axis", height: 26, "aria-hidden": "true"}); }

  draw(scale, now) {
    this.node.setAttribute("width", scale.width);
    this.node.setAttribute("viewBox", `0 0 ${scale.width} 26`);
    const here = scale.at(now);
    const labels = marks(scale).filter(({at}) => {
      const x = scale.at(at);
      return Math.abs(x - here) > 46 && x > 18 && x < scale.width - 22;
    });
    show(
        this.node,
        labels.map(({at, label}) => svg("text", {x: scale.at(at).toFixed(1), y: 15, "text-anchor": "middle"}, label)),
        svg("rect", {class: "here", x: (here - 18).toFixed(1), y: 3, width: 36, height: 18, rx: 9}),
        svg("text", {class: "here", x: here.toFixed(1), y: 15.5, "text-anchor": "middle"}, "now"));
  }
}
