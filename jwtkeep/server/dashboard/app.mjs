// Begins: who is here, then the page around the views.
import {el, show} from "./dom.mjs";
import {icon} from "./icons.mjs";
import {live} from "./live.mjs";
import {mark} from "./mark.mjs";
import {notice, notices, trouble} from "./notices.mjs";
import {tick} from "./parts.mjs";
import {rings} from "./rings.mjs";
import {link, read} from "./router.mjs";
import {onSignedOut} from "./server.mjs";
import {forget, logOut, resume, who} from "./session.mjs";
import {themeSwitch} from "./theme.mjs";
import {hatchings} from "./timeline/legend.mjs";
import {audit} from "./views/audit.mjs";
import {create} from "./views/create.mjs";
import {destinations} from "./views/destinations.mjs";
import {health} from "./views/health.mjs";
import {keyring} from "./views/keyring.mjs";
import {keyrings} from "./views/keyrings.mjs";
import {leaks} from "./views/leaks.mjs";
import {login} from "./views/login.mjs";
import {token} from "./views/token.mjs";
import {actionText, shortKid} from "./words.mjs";

const PLACES = [
  {view: "keyrings", title: "Keyrings", drawn: "keyrings"},
  {view: "health", title: "Health", drawn: "health"},
  {view: "destinations", title: "Destinations", short: "Places", drawn: "places"},
  {view: "leaks", title: "Leaks", drawn: "leaks"},
  {view: "audit", title: "Audit", drawn: "audit"},
  {view: "token", title: "Token", drawn: "token"},
];

const page = document.getElementById("page");
let leave = () => {};

const STATE = {
  waiting: ["connecting", "connecting"],
  live: ["live", "live"],
  lost: ["lost", "not live"]
};

function liveSign() {
  const text = el("span");
  const node = el("p", {class: "live"}, el("span", {class: "live-dot", "aria-hidden": "true"}), text);
  const tell = () => {
    const [kind, word] = STATE[live.state];
    node.className = `live ${kind}`;
    text.textContent = word;
    node.title = live.state === "live" ? "Changes show as they happen" : "Changes do not show by themselves now";
  };
  live.addEventListener("state", tell);
  tell();
  return node;
}

function frame() {
  const nav =
      el("nav", {class: "places", "aria-label": "Views"},
         el("ul", {},
            PLACES.map(
                ({view, title, short, drawn}) =>
                    el("li", {},
                       el("a", {href: link(view), "data-view": view}, icon(drawn),
                          el("span", {class: short ? "wide-only" : ""}, title),
                          short ? el("span", {class: "narrow-only", "aria-hidden": "true"}, short) : null)))));
  const out =
      el("button", {
        type: "button",
        class: "quiet square",
        "aria-label": "Log out",
        title: "Log out",
        on: {
          async click() {
            try {
              await logOut();
            } catch (problem) {
              notice(problem.message, "bad");
              return;
            }
            begin();
          }
        }
      },
         icon("leave"));
  const main = el("main", {id: "main", tabindex: "-1"});
  show(
      page,
      el("a", {
        class: "skip",
        href: "#main",
        on: {
          click(event) {
            event.preventDefault();
            main.focus();
          }
        }
      },
         "To the content"),
      el("header", {class: "top"}, el("a", {class: "brand", href: link("keyrings")}, mark(), el("span", {}, "jwtkeep")),
         nav,
         el("div", {class: "person"}, liveSign(),
            el("span", {class: "name", title: `Logged in as ${who().name}`}, who().name), themeSwitch(), out)),
      main);
  return main;
}

let first = true;
function route(main) {
  const {view, rest} = read(location.hash);
  leave();
  leave = () => {};
  const views = {
    keyrings: () => (rest ? keyring(main, rest) : keyrings(main)),
    new: () => create(main),
    health: () => health(main),
    destinations: () => destinations(main),
    leaks: () => leaks(main),
    audit: () => audit(main),
    token: () => token(main, rest)
  };
  const shown = views[view] ? view : "keyrings";
  leave = (views[view] ?? (() => keyrings(main)))();
  for (const one of document.querySelectorAll("nav [data-view]")) {
    if (one.dataset.view === (shown === "new" ? "keyrings" : shown))
      one.setAttribute("aria-current", "page");
    else
      one.removeAttribute("aria-current");
  }
  const title = main.querySelector("h1");
  document.title = `${title.textContent} – jwtkeep`;
  if (!first) {
    scrollTo(0, 0);
    title.focus({preventScroll: true});
  }
  first = false;
}

let onHash = () => {};
function enter() {
  const main = frame();
  live.start();
  onHash = () => route(main);
  route(main);
}

function ask() {
  live.stop();
  leave();
  leave = () => {};
  onHash = () => {};
  rings.clear();
  first = true;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  document.title = "Log in – jwtkeep";
  show(page, login(enter));
}

async function begin() {
  try {
    if ((await resume()) === null)
      ask();
    else
      enter();
  } catch (problem) {
    show(page, el("main", {class: "login", id: "main"}, trouble(problem, begin)));
  }
}

function endSession() {
  forget();
  ask();
  notice("Your session has ended: log in again", "note");
}
onSignedOut(() => {
  if (who() !== null) endSession();
});
// Refused while listening: the session may have ended, or the server has too many listeners.
live.addEventListener("refused", async () => {
  try {
    if ((await resume()) === null) {
      endSession();
      return;
    }
  } catch {
    // Tried again below.
  }
  setTimeout(() => {
    if (who() !== null) live.start();
  }, 5000);
});
// When rights change, the server ends what is being heard, and the browser begins anew: with the rights as they are
// now.
live.addEventListener("state", async ({detail: state}) => {
  if (state !== "live" || who() === null) return;
  const before = JSON.stringify(who().grants);
  try {
    const session = await resume();
    if (session === null)
      endSession();
    else if (JSON.stringify(session.grants) !== before) {
      rings.clear();
      onHash();
    }
  } catch {
    // What is refused meanwhile is said where it is asked for.
  }
});
live.addEventListener("entry", ({detail: entry}) => {
  // Who did it here was told by the answer.
  if (!entry.action.startsWith("key.") || entry.actor.startsWith(`${who()?.name}@`)) return;
  const kid = entry.detail?.kid;
  notice(
      `${entry.keyring}: ${actionText(entry.action)}${kid ? ` (${shortKid(kid)})` : ""}`,
      entry.action === "key.compromise" ? "warning" : "note");
});
addEventListener("hashchange", () => onHash());
setInterval(tick, 1000);
document.body.append(hatchings(), notices());
begin();
