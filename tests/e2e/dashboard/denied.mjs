// Who has no right sees why, and nothing happens.
import assert from "node:assert/strict";

import {done, jwtkeep, logIn, open, opened, settled, shown, until, visit} from "./browser.mjs";

const before = shown("show", "orders/prod").revision;
const page = await opened("reader");
await settled(page);
assert.deepEqual(await page.$$eval(".ring h2", (names) => names.map((name) => name.textContent)), ["orders/prod"]);
assert.equal(await page.getByRole("link", {name: "New keyring"}).count(), 0);

await visit(page, "keyrings/billing/prod");
assert.match(await page.getByRole("alert").innerText(), /permission/);

await visit(page, "keyrings/orders/prod");
for (const name of [/^Rotate …/, /^Compromised …/]) {
  const button = page.getByRole("button", {name}).first();
  assert.equal(await button.getAttribute("aria-disabled"), "true");
  assert.match(await button.innerText(), /needs (rotate|compromise) on orders\/prod/);
  await button.click({force: true});
}
assert.equal(await page.getByRole("dialog").count(), 0);
await visit(page, "audit");
await page.getByText("The whole trail is for who may audit every keyring.").waitFor();
await page.end();

// The right goes while the page is open, and the page does not know it yet: the server refuses.
const late = await open();
await late.route("**/v1/events", (route) => route.abort());
await logIn(late, "mate");
await visit(late, "keyrings/orders/prod");
jwtkeep("access", "withdraw", "mate", "orders/prod: rotate");
const dialog = late.getByRole("dialog");
await until(async () => {
  await late.getByRole("button", {name: /^Rotate …/}).click({force: true});
  if (!(await dialog.getByRole("alert").isVisible().catch(() => false))) {
    await late.keyboard.press("Escape");
    return false;
  }
  return true;
}, "a refusal by the server");
assert.match(await dialog.getByRole("alert").innerText(), /permission/);
await late.keyboard.press("Escape");

// A page that is live learns it by itself, and that the right is back.
const page2 = await opened("mate");
await visit(page2, "keyrings/orders/prod");
const rotates = () => page2.getByRole("button", {name: /^Rotate …/}).getAttribute("aria-disabled").catch(() => "?");
assert.equal(await rotates(), "true");
jwtkeep("access", "grant", "mate", "orders/prod: rotate");
await until(async () => (await rotates()) === null, "a right that was granted");
await page2.end();

// Somebody who is let in no longer is logged out.
jwtkeep("access", "revoke", "mate");
await until(async () => {
  await late.evaluate(() => {
    location.hash = `#/health${Math.random()}`;
    location.hash = "#/health";
  });
  return late.getByRole("heading", {name: "Log in"}).isVisible();
}, "the login of somebody who was revoked");
await late.end();
assert.equal(shown("show", "orders/prod").revision, before);
await done("denied, withdrawn and revoked");
