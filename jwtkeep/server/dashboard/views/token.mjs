// A token, taken apart. Nothing of it leaves the page: it is decoded here, and verified here, by WebCrypto.
import {el, show} from "../dom.mjs";
import {choice, input, labelled} from "../fields.mjs";
import {icon} from "../icons.mjs";
import {heading} from "../parts.mjs";
import {rings} from "../rings.mjs";
import {get, inPath} from "../server.mjs";
import {exact, now, relative} from "../time.mjs";
import {decode} from "../token/decode.mjs";
import {keyNamed, remarks} from "../token/remarks.mjs";
import {formThatHolds, isSymmetric, verifyWithKey} from "../token/signature.mjs";
import {shortKid} from "../words.mjs";

const MEANING = {
  iss: "issuer: who made it",
  sub: "subject: whom it is about",
  aud: "audience: whom it is for",
  exp: "expires",
  nbf: "not valid before",
  iat: "made at",
  jti: "its own id",
  azp: "to whom it was given",
  scope: "what it allows",
  alg: "algorithm",
  kid: "which key",
  typ: "type",
  cty: "type of the content",
  crit: "what a verifier has to understand",
};
const LOOKED = [
  "whether the signature holds, with the keyring's public keys or with a secret that you type in",
  "whether the algorithm and the key are the keyring's: another algorithm is how keys are confused",
  "whether its key is active, retiring, retired or compromised",
  "when it was made, begins and expires, and whether it lives longer than the keyring allows",
  "issuer and audience, where the keyring demands them",
  "what verifiers read differently: members that stand there twice, keys that a token brings along",
];
const TIMES = new Set(["exp", "nbf", "iat", "auth_time"]);

function valueText(name, value) {
  if (TIMES.has(name) && typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 1e11) {
    return [
      el("code", {}, String(value)), el("small", {}, `${exact(value * 1000)} UTC, ${relative(value * 1000, now())}`)
    ];
  }
  return el("code", {class: "breaks"}, typeof value === "string" ? value : JSON.stringify(value));
}

function partView(title, kind, part) {
  if (part.error)
    return el(
        "section", {class: `part ${kind}`}, el("h2", {}, title), el("p", {}, part.error),
        part.text ? el("pre", {tabindex: "0"}, part.text) : null);
  return el(
      "section", {class: `part ${kind}`}, el("h2", {}, title),
      el("dl", {class: "claims"},
         Object.entries(part.value)
             .map(
                 ([name, value]) =>
                     el("div", {},
                        el("dt", {}, el("code", {}, name), MEANING[name] ? el("small", {}, MEANING[name]) : null),
                        el("dd", {}, valueText(name, value))))));
}

const DRAWN = {
  good: "good",
  note: "note",
  warning: "warning",
  bad: "bad"
};
const SPOKEN = {
  good: "Good",
  note: "Note",
  warning: "Take care",
  bad: "Refused"
};

const remarkLine = ({kind, reason, text}) =>
    el("li", {class: kind}, icon(DRAWN[kind]),
       el("span", {}, el("b", {class: "unseen"}, `${SPOKEN[kind]}: `), text,
          reason ? el("code", {class: "reason"}, reason) : null));

/** Of a key set: keys that the token may mean. */
const fitting = (keys, header) => keys.filter(
    (key) => (header.kid === undefined || key.kid === header.kid) && (key.alg === undefined || key.alg === header.alg));

/**
 * Whether a secret could verify it: never where the keyring has none, or an attacker's choice of algorithm would
 * count.
 */
const takesSecret = (token, ring) =>
    isSymmetric(token.header.value.alg) && (ring === null || isSymmetric(ring.policy.alg));

/** {kind, text, reason} of the signature, held against a keyring's public keys. */
async function publicVerdict(token, ring) {
  const {alg} = token.header.value;
  if (isSymmetric(alg))
    return {
      kind: "bad",
      reason: "bad_signature",
      text: "A signature with a shared secret proves nothing against a keyring of public keys."
    };
  const told = ring.keys.filter((key) => key.public_jwk).map((key) => key.public_jwk);
  const {keys} = await get(`/k/${inPath(ring.keyring)}/jwks.json`);
  const candidates =
      fitting([...keys, ...told.filter((key) => !keys.some((other) => other.kid === key.kid))], token.header.value);
  if (candidates.length === 0)
    return {kind: "bad", reason: "key_unknown", text: "No key of this keyring fits: the signature cannot hold."};
  let unable = false;
  for (const jwk of candidates) {
    const verdict = await verifyWithKey(token, jwk);
    if (verdict === "holds")
      return {kind: "good", reason: "", text: `The signature holds: it was made with key ${shortKid(jwk.kid ?? "")}.`};
    unable ||= verdict === "unable";
  }
  if (unable)
    return {
      kind: "note",
      reason: "",
      text: `This browser cannot verify ${alg}. On the command line: jwtkeep verify ${ring.keyring} -`
    };
  return {
    kind: "bad",
    reason: "bad_signature",
    text: "The signature does not hold: something in the token was changed, or another key has made it."
  };
}

async function secretVerdict(token, secret, ring) {
  const form = await formThatHolds(token, secret);
  if (form === null)
    return {
      kind: "bad",
      reason: "bad_signature",
      text: "The signature does not hold with this secret, neither as text nor as what it encodes."
    };
  const means =
      form === "text" ? "the characters themselves are the key" : `the text is ${form}, and its bytes are the key`;
  const text = `The signature holds: ${means}.`;
  if (ring !== null && (ring.policy.form === "text") !== (form === "text")) {
    return {
      kind: "warning",
      reason: "",
      text: `${text} This keyring's form is ${
          ring.policy.form}: a service that reads the secret the other way refuses what this one signs.`
    };
  }
  return {kind: "good", reason: "", text};
}

/** What stands there before a token does. */
const looked = () =>
    el("section", {class: "card pale"}, el("h2", {}, "What is looked at"),
       el("ul", {class: "looked"}, LOOKED.map((one) => el("li", {}, one))));

export function token(main, wanted) {
  const field = el("textarea", {
    rows: 5,
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "none",
    autocorrect: "off",
    placeholder: "eyJhbGciOi…",
    class: "token-field",
    "aria-describedby": "token-promise"
  });
  const ringField = choice([["", "No keyring: say what can be said without one"]]);
  const secret = input({type: "password"});
  const secretPlace = labelled("Secret", secret, {hint: "Stays in this page, as the token does."});
  secretPlace.hidden = true;
  const verdict = el("div", {class: "verdict", role: "status"});
  const parts = el("div", {class: "parts"}, looked());
  let round = 0;

  const judge = async (again = false) => {
    const mine = ++round;
    const found = decode(field.value);
    if (found.kind !== "jws") secretPlace.hidden = true;
    if (found.kind === "empty") {
      show(verdict);
      show(parts, looked());
      return;
    }
    if (found.kind === "bad") {
      show(
          verdict, el("p", {class: "verdict-line bad"}, icon("bad"), "This is no token"),
          el("ul", {class: "remarks"},
             remarkLine({kind: "bad", reason: "malformed", text: `${found.what}: ${found.hint}.`})));
      show(parts);
      return;
    }
    show(
        parts, partView("Header", "of-header", found.header),
        found.kind === "jws" ? partView("Payload", "of-payload", found.payload) : null);
    let ring = null;
    const list = [];
    try {
      if (ringField.value !== "") ring = await rings.get(ringField.value);
    } catch (problem) {
      list.push({kind: "note", reason: problem.reason, text: `The keyring cannot be read: ${problem.message}.`});
    }
    list.push(...remarks(found, ring, now()));
    if (found.kind === "jws") {
      secretPlace.hidden = !takesSecret(found, ring);
      if (ring !== null) list.unshift(...keyNamed(found.header.value, ring).remarks);
      try {
        list.unshift(await signature(found, ring));
      } catch (problem) {
        list.unshift(
            {kind: "note", reason: problem.reason ?? "", text: `The signature was not looked at: ${problem.message}.`});
      }
    }
    if (mine !== round) return;  // another token was pasted meanwhile
    tell(found, list, again);
  };

  const signature = (found, ring) => {
    const {alg} = found.header.value;
    if (takesSecret(found, ring)) {
      if (secret.value === "")
        return {
          kind: "note",
          reason: "",
          text: "To see whether the signature holds, type the secret below. It stays in this page."
        };
      return secretVerdict(found, secret.value, ring);
    }
    if (typeof alg !== "string" || alg.toLowerCase() === "none")
      return {kind: "bad", reason: "bad_signature", text: "There is no signature that could hold."};
    if (ring === null) return {kind: "note", reason: "", text: "To see whether the signature holds, choose a keyring."};
    return publicVerdict(found, ring);
  };

  let told = "";
  const tell = (found, list, again) => {
    // Looked at again because time has passed: said again only where it comes out differently.
    const said = list.map((one) => `${one.kind} ${one.reason}`).join();
    if (again && said === told) return;
    told = said;
    const worst = ["bad", "warning"].find((kind) => list.some((one) => one.kind === kind));
    const proved = list[0].kind === "good" && list[0].text.startsWith("The signature holds");
    const line = worst === "bad" ? ["bad", "It would be refused"] :
        found.kind === "jwe"     ? ["note", "It is encrypted"] :
        worst === "warning"      ? ["warning", proved ? "The signature holds, but take care" : "Take care"] :
        proved                   ? ["good", "It is valid"] :
                                   ["note", "Nothing speaks against it; its signature was not verified"];
    const order = ["bad", "warning", "good", "note"];
    list.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
    show(
        verdict, el("p", {class: `verdict-line ${line[0]}`}, icon(line[0]), line[1]),
        el("ul", {class: "remarks"}, list.map(remarkLine)));
  };

  field.addEventListener("input", () => judge());
  secret.addEventListener("input", () => judge());
  ringField.addEventListener("change", () => judge());
  rings.list().then((list) => {
    for (const {keyring} of list) ringField.append(el("option", {value: keyring}, keyring));
    ringField.value = wanted;
    if (ringField.value !== wanted) ringField.value = "";
  }, () => {});
  const timer = setInterval(() => {
    if (field.value !== "") judge(true);
  }, 5000);

  const clear = () => {
    field.value = "";
    secret.value = "";
    judge();
    field.focus();
  };
  const promise = "Paste one to see what it says and what is wrong with it. It is taken apart in this page and sent " +
      "nowhere, not even to this server.";
  show(
      main, heading("Token", {lead: el("span", {id: "token-promise"}, promise)}),
      el("div", {class: "debugger"},
         el("div", {class: "debugger-in"}, labelled("Token", field), labelled("Held against", ringField), secretPlace,
            el("p", {class: "buttons"}, el("button", {type: "button", class: "quiet", on: {click: clear}}, "Clear"))),
         el("div", {class: "debugger-out"}, verdict, parts)));
  return () => {
    clearInterval(timer);
    ++round;
    field.value = "";
    secret.value = "";
  };
}
