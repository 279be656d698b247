// Who are you?
import {el, show} from "../dom.mjs";
import {input, labelled} from "../fields.mjs";
import {mark} from "../mark.mjs";
import {logIn, providers} from "../session.mjs";
import {submitting} from "../submitting.mjs";
import {themeSwitch} from "../theme.mjs";

export function login(entered) {
  const problem = el("div");
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
