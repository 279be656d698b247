// All places that keyrings are kept in, and how far behind they are.
import {el, show} from "../dom.mjs";
import {nothing, trouble, waiting} from "../notices.mjs";
import {heading, keyringLink, table} from "../parts.mjs";
import {pushButton} from "../places.mjs";
import {rings} from "../rings.mjs";
import {plural} from "../words.mjs";

import {lag, placeName} from "./keyring.mjs";

const kAtOnce = 100;

/** Keyrings with their destinations, some at a time: with thousands of them one sees that it goes on. */
async function readEach(names, told) {
  const whole = [];
  for (let i = 0; i < names.length; i += kAtOnce) {
    whole.push(...(await Promise.all(names.slice(i, i + kAtOnce).map((name) => rings.get(name)))));
    told(whole.length);
  }
  return whole;
}

export function destinations(main) {
  const content = el("div", {class: "stack"}, waiting("destinations"));
  const readAll = (names) => readEach(names, (count) => {
    if (names.length > kAtOnce && content.querySelector("table") === null)
      show(content, waiting(`destinations: ${count} of ${names.length} keyrings`));
  });
  const load = async () => {
    try {
      const list = await rings.list();
      const whole = await readAll(list.filter((one) => !one.reason).map((one) => one.keyring));
      const rows = whole.flatMap((ring) => ring.destinations.map((place) => ({ring, place})));
      rows.sort((a, b) => a.place.in_sync - b.place.in_sync);
      const behind = rows.filter(({place}) => !place.in_sync).length;
      show(
          content,
          rows.length === 0 ? nothing(
                                  "Every keyring is kept in the store alone.",
                                  el("span", {}, "A destination hands keys to where services read them: ",
                                     el("code", {}, "jwtkeep sync add orders/prod vault://…"))) :
                              [
                                el("p", {class: "count", role: "status"},
                                   behind === 0 ? `${plural(rows.length, "destination")}, all in sync.` :
                                                  `${behind} of ${plural(rows.length, "destination")} behind.`),
                                table(
                                    "Destinations", ["Destination", "Keyring", "Kind", "Confirmed", "Standing", ""],
                                    rows.map(
                                        ({ring, place}) =>
                                            [placeName(place), keyringLink(ring.keyring), place.kind,
                                             `revision ${place.confirmed_revision} of ${ring.revision}`,
                                             lag(place, ring.revision), pushButton(ring.keyring)]))
                              ]);
    } catch (problem) {
      show(content, trouble(problem, load));
    }
  };
  rings.addEventListener("change", load);
  show(
      main, heading("Destinations", {
        lead: "Places outside the store that keyrings are synced to. A next key waits until each has " +
            "confirmed it by a read-back."
      }),
      content);
  load();
  return () => rings.removeEventListener("change", load);
}
