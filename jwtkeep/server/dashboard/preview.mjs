// Rotating, and telling a key compromised: first what will happen and who is touched, then the deed.
import {openDialog} from "./dialog.mjs";
import {el, show} from "./dom.mjs";
import {input, labelled} from "./fields.mjs";
import {notice, trouble, waiting} from "./notices.mjs";
import {kidText, when} from "./parts.mjs";
import {rings} from "./rings.mjs";
import {get, inPath, post} from "./server.mjs";
import {submitting} from "./submitting.mjs";
import {duration, now, relative} from "./time.mjs";
import {Chart} from "./timeline/chart.mjs";
import {livesWith, stepsForeseen} from "./timeline/lives.mjs";
import {plural, shortKid, stepText} from "./words.mjs";

function stepList(steps) {
  return el(
      "ol", {class: "steps"},
      steps.map(
          (step) =>
              el("li", {}, el("span", {class: "step-time"}, step.at <= now() + 1500 ? "at once" : when(step.at)),
                 el("span", {}, stepText(step.step, step.kid), step.why ? el("small", {}, step.why) : null))));
}

async function sharers(name) {
  try {
    const {sharing} = await get(`/v1/doctor?destinations=false&keyring=${encodeURIComponent(name)}`);
    const own = sharing.nodes.indexOf(name);
    if (own < 0) return [];
    return sharing.edges.filter((edge) => edge.includes(own))
        .map(([a, b]) => sharing.nodes[a === own ? b : a] ?? "another keyring");
  } catch {
    return null;
  }
}

/** Who is touched: places that get new keys, those who verify, keyrings with the same secret. */
function touched(ring, others) {
  const {policy} = ring;
  const places = ring.destinations.map(
      (place) =>
          el("li", {}, el("code", {}, place.address),
             place.in_sync ? " gets the new keys" : " is behind already, and gets the new keys"));
  return el(
      "div", {class: "touched"}, el("h3", {}, "Who is touched"),
      el("ul", {}, places.length > 0 ? places : el("li", {}, "No destination: nothing is written elsewhere."),
         el("li", {},
            `Verifiers that read the key set know a change after ${duration(policy.propagation_s)} (P) at the latest`,
            policy.verifiers?.length > 0 ? `: ${policy.verifiers.join(", ")}.` : "."),
         others === null         ? null :
             others.length === 0 ? el("li", {}, "No other keyring has one of its secrets.") :
                                   others.map(
                                       (other) =>
                                           el("li", {class: "grave"}, el("b", {}, other),
                                              " has the same secret, and keeps it: change it there, too."))));
}

function picture(told, steps) {
  const chart = new Chart();
  const lane = chart.lane("preview", {tall: true});
  const node = el("div", {class: "chart"}, chart.axisPlace, lane.node);
  chart.set("preview", livesWith(told, steps), steps);
  return {node, chart};
}

function preview(title, {name, path, body, dryBody, sentence, confirm, label, done, kind}) {
  let chart = null;
  const dialog = openDialog(title, (close) => {
    const content = el("div", {}, waiting("what would happen"));
    (async () => {
      const [told, ring, others] = await Promise.all([post(path, dryBody), rings.get(name), sharers(name)]);
      if (!content.isConnected) return;  // closed meanwhile
      const steps = stepsForeseen(told.foreseen);
      const drawn = picture(told, steps);
      ({chart} = drawn);
      const problem = el("div");
      const typed = confirm ? input() : null;
      const go = el("button", {type: "submit", class: kind}, label);
      const submit = submitting(go, problem, async () => {
        if (typed && typed.value.trim() !== name) {
          typed.focus();
          throw {message: "that is not the name of the keyring", hint: `type ${name}`};
        }
        const answer = await post(path, body);
        close();
        notice(done(answer));
        rings.changed(name);
      });
      show(
          content, el("p", {}, sentence(steps)), drawn.node, el("h3", {}, "What will happen"),
          steps.length > 0 ? stepList(steps) : el("p", {}, "Nothing: no step is possible."), touched(ring, others),
          el("form", {on: {submit}}, typed ? labelled(["Type ", el("code", {}, name), " to confirm"], typed) : null,
             problem,
             el("p", {class: "buttons"}, el("button", {type: "button", class: "quiet", on: {click: close}}, "Cancel"),
                go)));
      chart.draw();
    })()
        .catch(
            (error) => show(
                content, trouble(error),
                el("p", {class: "buttons"}, el("button", {type: "button", on: {click: close}}, "Close"))));
    return content;
  }, {kind: "wide"});
  dialog.addEventListener("close", () => chart?.end());
}

export function askRotate(ring) {
  const {keyring: name} = ring;
  const active = ring.keys.find((key) => key.state === "active")?.kid;
  const path = `/v1/keyrings/${inPath(name)}/rotate`;
  preview(`Rotate ${name}`, {
    name,
    path,
    dryBody: {dry_run: true},
    body: active ? {seen_active: active} : {},
    kind: "primary",
    label: "Rotate",
    sentence(steps) {
      const first = steps.find((step) => step.step === "activate");
      if (!first) return "No key is there that could take over now.";
      if (first.at > now() + 1500) {
        return `Not every verifier knows the next key yet: it may begin to sign ${
            relative(first.at, now())} at the soonest. Rotating now takes only the steps that are safe now.`;
      }
      return "The next key begins to sign now. What the key before has signed stays valid until it expires: " +
          "no valid token is refused.";
    },
    done(answer) {
      if (answer.overtaken) return `${name}: somebody else has just rotated it`;
      const taken = answer.taken.map((step) => stepText(step.step, step.kid));
      return taken.length > 0 ? `${name}: ${taken.join("; ")}` : `${name}: no step is safe yet`;
    },
  });
}

export function askCompromise(ring, key) {
  const {keyring: name} = ring;
  const path = `/v1/keyrings/${inPath(name)}/compromise`;
  preview(`Key ${shortKid(key.kid)} is compromised`, {
    name,
    path,
    dryBody: {kid: key.kid, dry_run: true},
    body: {kid: key.kid},
    kind: "danger",
    label: "Refuse this key from now on",
    confirm: true,
    sentence: () =>
        el("span", {}, "Every token that ", kidText(key.kid),
           " has signed is refused: here at once, elsewhere as soon as each verifier has read the keys anew. ",
           key.state === "active" ? "Whoever holds such a token has to log in again. " : "",
           el("b", {}, "This cannot be taken back.")),
    done: (answer) =>
        `${name}: ${shortKid(key.kid)} is refused from now on; ${plural((answer.taken ?? []).length, "step")} taken`,
  });
}
