// What each key has been through, and what lies ahead of it. Pure: documents of the server in, times out.
import {instant} from "../time.mjs";

const PAST = [["pending", "published_at"], ["active", "activated_at"], ["retiring", "superseded_at"]];

/**
 * @typedef {{kid: string, published: number, activated: ?number, superseded: ?number, retired: ?number,
 *   compromised: ?number, destroyed: ?number}} Life  times in milliseconds; null: never, as far as is known
 */
const lifeOf = (key) => ({
  kid: key.kid,
  alg: key.alg,
  state: key.state,
  published: instant(key.published_at),
  activated: instant(key.activated_at),
  superseded: instant(key.superseded_at),
  retired: instant(key.retired_at),
  compromised: instant(key.compromised_at),
  destroyed: instant(key.destroyed_at),
});

/**
 * The steps that the plan has for a keyring, as {step, kid, at}. One that waits for a destination is taken at the
 * soonest.
 */
export const stepsAhead = (ring, now) =>
    ring.ahead
        .map((step) => ({
               step: step.step,
               kid: step.kid ?? "",
               at: Math.max(now, instant(step.safe_at), step.emergency ? 0 : instant(step.wanted_at)),
               waitingFor: step.waiting_for ?? [],
               emergency: step.emergency ?? false,
             }))
        .sort((a, b) => a.at - b.at);

/** The steps of a preview (`dry_run`), in the same shape. */
export const stepsForeseen = (foreseen) => foreseen.map((step) => ({
                                                          step: step.step,
                                                          kid: step.kid ?? "",
                                                          at: instant(step.at),
                                                          why: step.why,
                                                          waitingFor: [],
                                                          emergency: false,
                                                        }));

/**
 * The lives of a keyring's keys when these steps are taken. What follows from an activation by the policy alone follows
 * here, too: the key before is retired Q + T + 2S after it (DESIGN, "The life of a key"), and the new one signs for its
 * period.
 */
export function livesWith(ring, steps) {
  const lives = new Map(ring.keys.map((key) => [key.kid, lifeOf(key)]));
  const policy = ring.policy;
  const overlap = 1000 * (policy.sign_propagation_s + policy.token_lifetime_s + 2 * policy.skew_s);
  for (const {step, kid, at} of steps) {
    const life = lives.get(kid);
    if (step === "publish" && kid && !life) {
      lives.set(kid, {
        kid,
        alg: policy.alg,
        state: "pending",
        published: at,
        activated: null,
        superseded: null,
        retired: null,
        compromised: null,
        destroyed: null
      });
    } else if (step === "activate" && life) {
      for (const other of lives.values()) {
        if (other.activated !== null && (other.superseded === null || other.superseded > at) &&
            other.compromised === null && other !== life) {
          other.superseded = at;
          other.retired = at + overlap;
        }
      }
      life.activated = at;
      if (policy.rotate_every_s) {
        life.superseded = at + 1000 * policy.rotate_every_s;
        life.retired = life.superseded + overlap;
      }
    } else if (step === "retire" && life) {
      life.retired = at;
    } else if (step === "destroy" && life) {
      life.destroyed = at;
    }
  }
  return [...lives.values()];
}

/** From when to when a key is in which state, to the end of what is shown. */
export function spans(life, end) {
  const over = life.compromised ?? life.retired ?? life.destroyed;
  const list = [];
  const marks = [life.published, life.activated, life.superseded];
  for (let i = 0; i < marks.length; ++i) {
    const from = marks[i];
    if (from === null) continue;
    const next = marks.slice(i + 1).find((mark) => mark !== null);
    const until = Math.min(next ?? over ?? end, over ?? end);
    if (until > from) list.push({state: PAST[i][0], from, until});
  }
  if (life.compromised !== null)
    list.push({state: "compromised", from: life.compromised, until: life.destroyed ?? end});
  return list;
}

/**
 * When the first key that is shown was published, and when the last step ahead is due: what follows from it is not
 * counted.
 */
export function extent(lives, steps, now) {
  const begin = Math.min(
      now, ...lives.filter((life) => life.destroyed === null || life.destroyed > now).map((life) => life.published));
  const end = Math.max(
      now, ...steps.map((step) => step.at),
      ...lives.filter((life) => life.activated !== null && life.activated <= now).map((life) => life.retired ?? 0));
  return {begin, end};
}

/** Keys that have a bar between these times, each in the first row that is free: [{life, row}], and how many rows. */
export function rowsOf(lives, begin, end) {
  const free = [];
  const placed = [];
  const shown = lives.map((life) => ({life, spans: spans(life, end)}))
                    .filter((one) => one.spans.some((span) => span.until > begin && span.from < end))
                    .sort(
                        (a, b) => a.spans[0].from - b.spans[0].from ||
                            (a.life.activated ?? Infinity) - (b.life.activated ?? Infinity));
  for (const one of shown) {
    const from = one.spans[0].from;
    let row = free.findIndex((until) => until <= from);
    if (row < 0) row = free.length;
    free[row] = one.spans.at(-1).until;
    placed.push({life: one.life, row});
  }
  return {placed, count: Math.max(free.length, 1)};
}
