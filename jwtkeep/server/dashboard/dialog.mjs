// A question above the page. The browser keeps the keyboard within it and gives the focus back.
import {el, fresh} from "./dom.mjs";

/** Opens it. `build(close)` gives its content. */
export function openDialog(title, build, {kind = ""} = {}) {
  const id = fresh("dialog");
  const dialog = el("dialog", {class: `dialog ${kind}`, "aria-labelledby": id});
  const close = () => dialog.close();
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(el("h2", {id, tabindex: "-1"}, title), build(close));
  document.body.append(dialog);
  dialog.showModal();
  dialog.querySelector("h2").focus();
  return dialog;
}
