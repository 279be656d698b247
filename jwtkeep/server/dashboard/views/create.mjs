// Making a keyring.
import {el, show} from "../dom.mjs";
import {choice, input, labelled, options, ticked} from "../fields.mjs";
import {icon} from "../icons.mjs";
import {notice} from "../notices.mjs";
import {heading} from "../parts.mjs";
import {rings} from "../rings.mjs";
import {go, link} from "../router.mjs";
import {post} from "../server.mjs";
import {submitting} from "../submitting.mjs";

const ALGS = [
  [
    "Key pair: verifiers need no secret",
    [
      ["ES256", "ES256, small and known everywhere"], ["EdDSA", "EdDSA"], ["RS256", "RS256, for old verifiers"],
      ["PS256", "PS256"], ["ES384", "ES384"], ["ES512", "ES512"]
    ]
  ],
  ["Shared secret: whoever verifies can sign, too", [["HS256", "HS256"], ["HS384", "HS384"], ["HS512", "HS512"]]],
];
const TIMES = [
  ["ttl", "Tokens live at most", "1h", "T"],
  ["rotate_every", "A key signs for", "30d", "the rotation period"],
  ["propagation", "Verifiers know a new key after", "10m", "P: their caches' time"],
  ["sign_propagation", "Issuers use a new key after", "5m", "Q"],
  ["skew", "Clocks differ by at most", "1m", "S"],
  ["retention", "Retired material is kept for", "30d", "then it is wiped"],
];

export function create(main) {
  const inputs = new Map();
  const named = (name, label, {hint, ...properties}) => {
    const field = input({name, ...properties});
    inputs.set(name, field);
    return labelled(label, field, {hint});
  };
  const alg = el("select", {}, ALGS.map(([label, algs]) => el("optgroup", {label}, options(algs))));
  const form = choice([
    ["text", "text: its characters are the key"],
    ["bytes", "bytes: the text is base64url of the key"],
  ]);
  const formPlace = labelled("What the secret's text means", form);
  formPlace.hidden = true;
  alg.addEventListener("change", () => {
    formPlace.hidden = !alg.value.startsWith("HS");
  });
  const standby = el("input", {type: "checkbox", checked: true});
  const problem = el("div");
  const button = el("button", {type: "submit", class: "primary"}, "Make the keyring");
  const submit = submitting(button, problem, async () => {
    const body = {alg: alg.value};
    for (const [name, field] of inputs)
      if (field.value.trim() !== "") body[name] = field.value.trim();
    if (!formPlace.hidden) body.form = form.value;
    if (!standby.checked) body.no_standby = true;
    const made = await post("/v1/keyrings", body);
    rings.changed(made.keyring);
    notice(`${made.keyring} is made: its first key signs`);
    go("keyrings", made.keyring);
  });
  const demanded = {placeholder: "any", hint: "written to tokens and demanded of them"};
  const lead =
      "All keys of one purpose. Its first key signs at once; what follows is planned so that no valid token is " +
      "ever refused.";
  show(
      main, heading("New keyring", {
        lead,
        above: el("a", {class: "back", href: link("keyrings")}, icon("back"), "Keyrings"),
      }),
      el("form", {class: "card form", on: {submit}}, named("keyring", "Name", {
           placeholder: "orders/prod",
           required: true,
           hint: "service/environment, or service/environment/use such as orders/prod/refresh",
         }),
         labelled("Algorithm", alg), formPlace,
         el("details", {}, el("summary", {}, "Times and claims"),
            el("p", {class: "hint"},
               "Durations such as 90s, 15m, 12h or 30d. What is left empty takes the value that is shown pale."),
            el("div", {class: "grid-form"},
               TIMES.map(([name, label, placeholder, hint]) => named(name, label, {placeholder, hint}))),
            el("div", {class: "grid-form"}, named("iss", "Issuer", demanded), named("aud", "Audience", demanded)),
            ticked("Keep the next key published ahead, so that it can take over at once", standby)),
         problem,
         el("p", {class: "buttons"}, el("a", {class: "button quiet", href: link("keyrings")}, "Cancel"), button)));
  return () => {};
}
