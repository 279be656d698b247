// What can be done with a destination: write to it, add one, take one away.
import {openDialog} from "./dialog.mjs";
import {el} from "./dom.mjs";
import {choice, input, labelled} from "./fields.mjs";
import {notice} from "./notices.mjs";
import {action} from "./parts.mjs";
import {rings} from "./rings.mjs";
import {inPath, post, remove} from "./server.mjs";
import {may} from "./session.mjs";
import {submitting} from "./submitting.mjs";
import {plural} from "./words.mjs";

const path = (name) => `/v1/keyrings/${inPath(name)}`;
const needs = (verbs, name) => {
  const missing = verbs.filter((verb) => !may(verb, name));
  return missing.length === 0 ? null : `needs ${missing.join(" and ")} on ${name}`;
};

/** What the server met at each place. */
function tellPush(name, places) {
  const failed = places.filter((place) => !place.in_sync);
  if (failed.length === 0) {
    notice(`${name}: ${plural(places.length, "destination")} in sync`);
    return;
  }
  notice(
      `${name}: ${
          failed.map((place) => `${place.address}: ${place.detail ?? place.reason ?? "not in sync"}`).join("; ")}`,
      "bad");
}

/** Brings every destination of a keyring to its current keys. */
export function pushButton(name) {
  return action("Push", async ({currentTarget: button}) => {
    button.disabled = true;
    try {
      tellPush(name, (await post(`${path(name)}/sync`)).destinations);
      rings.changed(name);
    } catch (problem) {
      notice(`${name}: ${problem.message}${problem.hint ? ` (${problem.hint})` : ""}`, "bad");
    } finally {
      button.disabled = false;
    }
  }, {kind: "small quiet", denied: needs(["sync"], name)});
}

/** A form in a dialog: `work` is done when it is sent, and what it throws is shown in it. */
function form(title, fields, {label, kind, work}) {
  openDialog(title, (close) => {
    const problem = el("div");
    const button = el("button", {type: "submit", class: kind}, label);
    const submit = submitting(button, problem, async () => {
      await work();
      close();
    });
    return el(
        "form", {on: {submit}}, fields, problem,
        el("p", {class: "buttons"}, el("button", {type: "button", class: "quiet", on: {click: close}}, "Cancel"),
           button));
  });
}

function askAdd(name) {
  const address = input({required: true, placeholder: "vault://secret/orders"});
  const role = choice([
    ["verifier", "verifies: of a key pair, the public key alone"],
    ["signer", "signs: gets the private key, too"],
  ]);
  const prefix = input({placeholder: "JWT_"});
  const fields = [
    el("p", {},
       "The server writes the keys there now and at every rotation, with its own credentials, and reads them back."),
    labelled("Address", address, {
      hint:
          "vault://MOUNT/PATH, aws-sm://REGION/NAME, azure-kv://VAULT/NAME or k8s://NAMESPACE/NAME. Files are added " +
          "on the server's machine: jwtkeep sync add."
    }),
    labelled("Who reads there", role),
    labelled("Names of variables begin with", prefix),
  ];
  form(`A destination for ${name}`, fields, {
    label: "Add it",
    kind: "primary",
    async work() {
      const body = {address: address.value.trim(), role: role.value};
      if (prefix.value.trim() !== "") body.prefix = prefix.value.trim();
      const place = await post(`${path(name)}/destinations`, body);
      tellPush(name, [place]);
      rings.changed(name);
    },
  });
}

function askRemove(name, place) {
  form(
      "Take the destination away",
      [
        el("p", {}, el("code", {class: "long"}, place.address),
           ` gets no more keys of ${name}. What stands there stays: ` +
               "services that read there go on with the keys that they have, and refuse tokens after a rotation."),
      ],
      {
        label: "Take it away",
        kind: "danger",
        async work() {
          await remove(`${path(name)}/destinations/${encodeURIComponent(place.id)}`);
          notice(`${name}: ${place.address} gets no more keys`);
          rings.changed(name);
        }
      });
}

export function addButton(name) {
  const denied = needs(["sync", "export"], name);
  return action("Add a destination …", () => askAdd(name), {kind: "small", drawn: "plus", denied});
}

export function removeButton(name, place) {
  const denied = needs(["sync"], name);
  return action("Remove …", () => askRemove(name, place), {kind: "small quiet danger-text", denied});
}
