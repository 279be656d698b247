// How much time a timeline shows. Pure.

const M = 60e3, H = 60 * M, D = 24 * H;

export const RANGES = [
  {word: "fit", label: "What matters", length: 0},
  {word: "15m", label: "15 minutes", length: 15 * M},
  {word: "3h", label: "3 hours", length: 3 * H},
  {word: "2d", label: "2 days", length: 2 * D},
  {word: "2w", label: "2 weeks", length: 14 * D},
  {word: "2mo", label: "2 months", length: 61 * D},
  {word: "6mo", label: "6 months", length: 183 * D},
  {word: "2y", label: "2 years", length: 731 * D},
];

/** From when to when: a third of a chosen length is past; what fits shows every step ahead and as much of what was. */
export function range(word, extents, now) {
  const {length} = RANGES.find((one) => one.word === word) ?? RANGES[0];
  if (length > 0) return {begin: now - length / 3, end: now + (length * 2) / 3};
  const future = Math.max(30e3, ...extents.map((one) => one.end - now));
  const past = Math.max(0, ...extents.map((one) => now - one.begin));
  return {begin: now - Math.min(Math.max(past * 1.06, future * 0.1), future * 1.2), end: now + future * 1.12};
}
