// Who are you?
import {el, show} from "../dom.mjs";
import {input, labelled} from "../fields.mjs";
import {mark} from "../mark.mjs";
import {trouble} from "../notices.mjs";
import {read} from "../router.mjs";
import {logIn, providers} from "../session.mjs";
import {submitting} from "../submitting.mjs";
import {themeSwitch} from "../theme.mjs";

/**
 * By the status with which the server sends a browser back here: `#/login/401`. What it knows more of stands in the
 * trail.
 */
const REFUSALS = {
  401: {
    message: "You were not let in: nothing is granted to you here, or the login took too long.",
    hint: "Begin anew; who may audit finds in the trail why."
  },
  429: {message: "Too many tried in vain from where you are.", hint: "Try again in a minute."},
};
const AWAY = {
  message: "The provider cannot be asked now.",
  hint: "Try again in a while, or log in with an access token."
};

/** Why somebody comes back from a provider, said once. */
function refusal() {
  const {view, rest} = read(location.hash);
  if (view !== "login" || !rest) return null;
  history.replaceState(null, "", "/");
  return trouble(REFUSALS[rest] ?? AWAY);
}

export function login(entered) {
  const problem = el("div", {}, refusal());
  const field = input({type: "password", name: "access-token", required: true});
  const made = el("code", {}, "jwtkeep access add NAME --grant 'orders/*: read'");
  const button = el("button", {type: "submit", class: "primary"}, "Log in");
  const submit = submitting(button, problem, async () => {
    const given = field.value.trim();
    field.value = "";
    field.focus();
    entered(await logIn(given));
  }, {again: true});
  const others = el("div", {class: "providers"});
  providers().then((list) => {
    if (list.length === 0) return;
    show(
        others, el("p", {class: "or"}, el("span", {}, "or")),
        list.map(({name, login: path}) => el("a", {class: "button", href: path}, `Log in with ${name}`)));
  }, () => {});
  return el(
      "main", {class: "login", id: "main"}, el("div", {class: "corner"}, themeSwitch()),
      el("section", {class: "login-card"}, el("div", {class: "brand"}, mark(), el("span", {}, "jwtkeep")),
         el("h1", {tabindex: "-1"}, "Log in"),
         // Should this ever be sent by the browser itself, the token stands in no address.
         el("form", {method: "post", action: "/v1/session", on: {submit}},
            labelled("Access token", field, {hint: ["Made by ", made, " and shown once."]}), problem, button),
         others));
}
