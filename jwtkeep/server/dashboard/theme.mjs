// Light, dark, or what the system wants. The choice is remembered by the browser.
import {el} from "./dom.mjs";
import {icon} from "./icons.mjs";

const ORDER = ["system", "light", "dark"];
const DRAWN = {
  system: "system",
  light: "sun",
  dark: "moon"
};

const chosen = () => document.documentElement.dataset.theme ?? "system";

function choose(theme) {
  if (theme === "system")
    delete document.documentElement.dataset.theme;
  else
    document.documentElement.dataset.theme = theme;
  try {
    if (theme === "system")
      localStorage.removeItem("jwtkeep-theme");
    else
      localStorage.setItem("jwtkeep-theme", theme);
  } catch {
    // It then lasts as long as the page.
  }
}

export function themeSwitch() {
  const button = el("button", {
    type: "button",
    class: "quiet square",
    on: {
      click() {
        choose(ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length]);
        name();
      }
    }
  });
  const name = () => {
    const next = ORDER[(ORDER.indexOf(chosen()) + 1) % ORDER.length];
    button.setAttribute("aria-label", `Theme: ${chosen()}. Change to ${next}`);
    button.title = `Theme: ${chosen()}`;
    button.replaceChildren(icon(DRAWN[chosen()]));
  };
  name();
  return button;
}
