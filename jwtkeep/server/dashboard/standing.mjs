// How a keyring stands, in one word and one sentence. Pure.
import {instant, relative} from "./time.mjs";
import {stepsAhead} from "./timeline/lives.mjs";
import {stepText} from "./words.mjs";

const kOverdue = 3600e3;

/** {kind: "good" | "note" | "warning" | "bad", text}: what comes next, or what is wrong. */
export function standing(ring, now) {
  if (!ring.keys.some((key) => key.state === "active")) return {kind: "bad", text: "no key signs"};
  const behind = ring.destinations.filter((place) => !place.in_sync);
  const steps = stepsAhead(ring, now).filter((step) => step.step !== "destroy");
  const held = ring.ahead.find((step) => step.waiting_for?.length > 0);
  if (held) return {kind: "warning", text: `held: waits for ${held.waiting_for.join(", ")}`};
  if (behind.length > 0)
    return {
      kind: "warning",
      text: `${behind.length === 1 ? behind[0].address : `${behind.length} destinations`} behind`
    };
  const late = ring.ahead.find((step) => Math.max(instant(step.safe_at), instant(step.wanted_at)) + kOverdue < now);
  if (late) return {kind: "warning", text: `overdue: ${stepText(late.step, late.kid)}`};
  if (steps.length === 0) return {kind: "note", text: "no step is planned"};
  return {kind: "good", text: `${stepText(steps[0].step, steps[0].kid)} ${relative(steps[0].at, now)}`};
}
