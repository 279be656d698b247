// Lanes under one axis, drawn again when time passes, when the page changes its width, and when something happens.
import {el} from "../dom.mjs";
import {now} from "../time.mjs";

import {Axis, Lane} from "./lane.mjs";
import {extent} from "./lives.mjs";
import {range} from "./range.mjs";
import {Scale} from "./scale.mjs";

/**
 * `axis` and each row's `lane.node` are put where the owner wants them; all of one chart are equally wide. A row is
 * {lane, lives, steps}.
 */
export class Chart {
  #rows = new Map();
  #word = "fit";
  #observer = new ResizeObserver(() => this.draw());
  #timer = null;
  #frame = null;
  #drawn = {at: 0, pixel: 0};  // when, and how much time a pixel is

  constructor() {
    this.axis = new Axis();
    this.axisPlace = el("div", {class: "axis-place"}, this.axis.node);
    this.#observer.observe(this.axisPlace);
    this.#timer = setInterval(() => this.#pass(), 1000);
  }

  /** The lane of that id: made where there is none yet. */
  lane(id, options) {
    if (!this.#rows.has(id)) this.#rows.set(id, {lane: new Lane(options), lives: null, steps: []});
    return this.#rows.get(id).lane;
  }

  set(id, lives, steps) {
    const row = this.#rows.get(id);
    if (row === undefined) return;  // taken away meanwhile
    Object.assign(row, {lives, steps});
    // Many rows come at once: they are drawn once.
    this.#frame ??= requestAnimationFrame(() => this.draw());
  }
  delete(id) { this.#rows.delete(id); }
  show(word) {
    this.#word = word;
    this.draw();
  }

  draw() {
    this.#frame = null;
    const width = this.axisPlace.clientWidth;
    if (width === 0) return;
    const at = now();
    const rows = [...this.#rows.values()].filter((row) => row.lives !== null);
    const {begin, end} = range(this.#word, rows.map((row) => extent(row.lives, row.steps, at)), at);
    const scale = new Scale(begin, end, width);
    this.#drawn = {at, pixel: (end - begin) / width};
    this.axis.draw(scale, at);
    for (const row of rows) row.lane.draw(row.lives, scale, at);
  }

  /** Time has passed: it is drawn again where that can be seen. */
  #pass() {
    if (now() - this.#drawn.at >= this.#drawn.pixel / 2) this.draw();
  }

  end() {
    this.#observer.disconnect();
    clearInterval(this.#timer);
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }
}
