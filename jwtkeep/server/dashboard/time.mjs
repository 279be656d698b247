// Instants and durations, for people. Times are milliseconds since 1970 in here, and UTC on the page, as the command
// line writes them.

const UNITS = [["d", 86400], ["h", 3600], ["m", 60], ["s", 1]];
const LONG = [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];

/** Milliseconds of an RFC 3339 text; null of nothing. */
export const instant = (text) => (text ? Date.parse(text) : null);

/** `15m`, `1h30m`, `30d`: as jwtkeep writes them. */
export function duration(seconds) {
  let rest = Math.round(seconds);
  if (rest === 0) return "0s";
  let text = "";
  for (const [unit, length] of UNITS) {
    const count = Math.floor(rest / length);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * length;
  }
  return text;
}

const count = (number, unit) => `${number} ${unit}${number === 1 ? "" : "s"}`;

/**
 * `30 days`, `1 hour 18 minutes`: one unit, and of a single hour or more the next one, too, since half of it would be
 * lost. Days up to two months: rotations are counted in them.
 */
export function length(milliseconds) {
  const seconds = Math.abs(milliseconds) / 1000;
  for (let i = 0; i < LONG.length; ++i) {
    const [unit, size] = LONG[i];
    if (unit === "month" && seconds < 2 * size) continue;
    // 59.6 minutes are an hour, and not 60 minutes.
    const [lesser, part] = LONG[i + 1] ?? [unit, size];
    if (Math.round(seconds / part) * part < size) continue;
    const rest = Math.round((seconds - size) / part);
    if (size >= 3600 && rest > 0 && seconds < 2 * size - part / 2) return `${count(1, unit)} ${count(rest, lesser)}`;
    return count(Math.round(seconds / size), unit);
  }
  return "a moment";
}

/** `in 30 days`, `3 minutes ago`, `now`. */
export function relative(at, now) {
  if (Math.abs(at - now) < 1000) return "now";
  return at > now ? `in ${length(at - now)}` : `${length(now - at)} ago`;
}

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const two = (number) => String(number).padStart(2, "0");

export const day = (at) => {
  const date = new Date(at);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
};
export const month = (at) => {
  const date = new Date(at);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
};
export const clock = (at, seconds = false) => {
  const date = new Date(at);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}${seconds ? `:${two(date.getUTCSeconds())}` : ""}`;
};
/** `28 Nov 2026, 18:45:14` */
export const exact = (at) => `${day(at)} ${new Date(at).getUTCFullYear()}, ${clock(at, true)}`;

// The server's clock counts: what is due is decided by it. Each answer tells it, to a second.
let ahead = 0;
export function learn(date) {
  const told = Date.parse(date);
  if (Number.isNaN(told)) return;
  const difference = told - Date.now();
  ahead = Math.abs(difference) < 2000 ? 0 : difference;
}
export const now = () => Date.now() + ahead;
