// All of it without a mouse: what has the focus is visible, and it goes where one expects it.
import assert from "node:assert/strict";

import {done, open, settled, shown, tokens, until} from "./browser.mjs";

const page = await open();
const focus = () => page.evaluate(() => {
  const one = document.activeElement;
  const style = getComputedStyle(one);
  return {
    tag: one.tagName,
    text: (one.getAttribute("aria-label") ?? one.textContent).trim(),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
  };
});

/** Tab until what has this text has the focus; each stop has to be visible. */
async function tabTo(pattern, key = "Tab") {
  const passed = [];
  for (let i = 0; i < 80; ++i) {
    await page.keyboard.press(key);
    const at = await focus();
    if (at.tag === "BODY") continue;
    assert.ok(at.seen, `the focus on ${at.tag} ${at.text} cannot be seen`);
    passed.push(at.text);
    if (pattern.test(at.text)) return;
  }
  assert.fail(`no way to ${pattern} by ${key}: ${passed.join(" | ")}`);
}

await page.getByLabel("Access token").waitFor();
await until(async () => {
  await page.keyboard.press("Tab");
  return page.evaluate(() => document.activeElement.type === "password");
}, "the field of the token");
await page.keyboard.insertText(tokens.ops);
await page.keyboard.press("Enter");
await page.getByRole("navigation").waitFor();
await settled(page);

await page.keyboard.press("Tab");
assert.equal((await focus()).text, "To the content");
await page.keyboard.press("Enter");
assert.equal((await focus()).tag, "MAIN");

for (const [link, title] of [
         ["Health", "Health"], ["Destinations", "Destinations"], ["Leaks", "Leaks"], ["Audit", "Audit trail"],
         ["Token", "Token"], ["Keyrings", "Keyrings"]]) {
  await page.evaluate(() => {
    document.activeElement.blur();
  });
  await tabTo(new RegExp(`^${link}`));
  await page.keyboard.press("Enter");
  await until(async () => (await focus()).tag === "H1", `the focus on the title of ${title}`);
  assert.equal((await focus()).text, title);
  assert.equal(await page.title(), `${title} – jwtkeep`);
  await settled(page);
}

await tabTo(/^orders\/prod$/);
await page.keyboard.press("Enter");
await until(async () => (await focus()).text === "orders/prod", "the page of the keyring");
await settled(page);
const before = shown("show", "orders/prod").keys.find((key) => key.state === "active").kid;
await tabTo(/^Rotate …/);
await page.keyboard.press("Enter");
await page.getByRole("dialog").getByText("What will happen").waitFor();
assert.equal((await focus()).tag, "H2");
// The keyboard stays within the dialog.
for (let i = 0; i < 6; ++i) {
  await page.keyboard.press("Tab");
  assert.ok(await page.evaluate(
      () => document.activeElement === document.body ||
          document.querySelector("dialog").contains(document.activeElement)));
}
await page.keyboard.press("Escape");
await until(async () => /^Rotate …/.test((await focus()).text), "the focus back on what had opened it");
await page.keyboard.press("Enter");
await page.getByRole("dialog").getByText("What will happen").waitFor();
await tabTo(/^Rotate$/);
await page.keyboard.press("Enter");
await until(
    async () => shown("show", "orders/prod").keys.find((key) => key.state === "active").kid !== before,
    "a rotation by keyboard");
await page.end();
await done("logged in, went through every view, rotated: by keyboard alone");
