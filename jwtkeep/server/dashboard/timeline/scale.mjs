// Times as places on a line, and where its marks stand. Pure.
import {clock, day, month} from "../time.mjs";

const S = 1000, M = 60 * S, H = 60 * M, D = 24 * H;
const STEPS = [
  S,
  5 * S,
  10 * S,
  30 * S,
  M,
  2 * M,
  5 * M,
  10 * M,
  30 * M,
  H,
  3 * H,
  6 * H,
  12 * H,
  D,
  2 * D,
  7 * D,
  14 * D,
];
const MONTHS = [1, 3, 6, 12, 24, 60, 120];

export class Scale {
  /** Milliseconds from `begin` to `end` over `width` pixels. */
  constructor(begin, end, width) {
    this.begin = begin;
    this.end = Math.max(end, begin + 1);
    this.width = width;
  }

  at(time) { return ((time - this.begin) / (this.end - this.begin)) * this.width; }
  /** The same, held within what is shown and a little more. */
  within(time) { return Math.min(Math.max(this.at(time), -8), this.width + 8); }
}

function months(begin, end, every) {
  const list = [];
  const first = new Date(begin);
  let at = Date.UTC(first.getUTCFullYear(), Math.floor(first.getUTCMonth() / every) * every, 1);
  for (let count = 1; at <= end; ++count) {
    if (at >= begin) list.push({at, label: every % 12 === 0 ? String(new Date(at).getUTCFullYear()) : month(at)});
    const date = new Date(at);
    at = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + every, 1);
  }
  return list;
}

/** Marks at round times, at least `room` pixels apart: [{at, label}]. */
export function marks(scale, room = 84) {
  const {begin, end, width} = scale;
  const least = ((end - begin) * room) / Math.max(width, 1);
  const step = STEPS.find((one) => one >= least);
  if (step === undefined) {
    const every = MONTHS.find((one) => one * 30 * D >= least) ?? MONTHS.at(-1);
    return months(begin, end, every);
  }
  const list = [];
  for (let at = Math.ceil(begin / step) * step; at <= end; at += step) {
    const label = step >= D || at % D === 0 ? day(at) : clock(at, step < M);
    list.push({at, label});
  }
  return list;
}
