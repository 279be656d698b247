// Somebody logs in, makes a keyring, rotates it, watches another rotate it, and tells a key compromised.
import assert from "node:assert/strict";

import {done, jwtkeep, logIn, open, settled, shown, until} from "./browser.mjs";

const NAME = "orders/prod";
const page = await open();

await page.getByLabel("Access token").fill(`jka_${"x".repeat(12)}_${"y".repeat(43)}_zzzzzz`);
await page.getByRole("button", {name: "Log in"}).click();
await page.getByRole("alert").waitFor();
assert.match(await page.getByRole("alert").innerText(), /reason: /);
assert.equal(await page.getByLabel("Access token").inputValue(), "", "a refused token stays in the page");

await logIn(page, "ops");
await page.getByText("No keyring yet.").waitFor();
await page.getByText("live", {exact: true}).waitFor();
await page.getByRole("link", {name: "New keyring"}).first().click();

await page.getByLabel("Name").fill("orders");
await page.getByRole("button", {name: "Make the keyring"}).click();
await page.getByRole("alert").waitFor();
assert.ok((await page.getByRole("alert").innerText()).length > 20);
await page.getByLabel("Name").fill(NAME);
await page.getByText("Times and claims").click();
await page.getByLabel("Tokens live at most").fill("1h");
await page.getByLabel("Verifiers know a new key after").fill("0s");
await page.getByLabel("Clocks differ by at most").fill("0s");
await page.getByRole("button", {name: "Make the keyring"}).click();
await page.getByRole("heading", {name: NAME, level: 1}).waitFor();

const states = () => Object.fromEntries(shown("show", NAME).keys.map((key) => [key.kid, key.state]));
const active = () => shown("show", NAME).keys.find((key) => key.state === "active").kid;
/** States that the page tells, by the beginnings of kids. */
const told = async () => Object.fromEntries(await page.$$eval(
    "table:has(caption) tbody tr",
    (rows) => rows.map((row) => [row.querySelector(".kid")?.title, row.querySelector(".badge")?.textContent])
                  .filter(([kid]) => kid)));
const tells = (what) => until(
    async () => JSON.stringify(Object.entries(await told()).sort()) === JSON.stringify(Object.entries(states()).sort()),
    what);
/** Where the bars are: {"kid state": width}. */
const bars = () => page.$$eval(
    ".chart .bar",
    (rects) => Object.fromEntries(rects.map(
        (rect) => [rect.querySelector("title").textContent.split(" (")[0], Number(rect.getAttribute("width"))])));
await tells("the keys that were made");

const first = active();
assert.ok(`${first.slice(0, 8)} active` in await bars());
await page.getByRole("button", {name: "Rotate …"}).click();
const dialog = page.getByRole("dialog");
await dialog.getByText("What will happen").waitFor();
assert.match(await dialog.innerText(), /begins to sign[\s\S]*No destination[\s\S]*No other keyring/);
assert.equal(active(), first, "a preview has rotated");
await page.keyboard.press("Escape");
await dialog.waitFor({state: "detached"});
assert.equal(active(), first);
await page.getByRole("button", {name: "Rotate …"}).click();
await dialog.getByRole("button", {name: "Rotate", exact: true}).click();
await dialog.waitFor({state: "detached"});
await tells("the rotation from here");
const second = active();
assert.notEqual(second, first);
await until(
    async () => `${second.slice(0, 8)} active` in await bars() && `${first.slice(0, 8)} retiring` in await bars(),
    "bars that moved");

// Another hand; this page is told by the server alone.
jwtkeep("rotate", NAME);
await tells("the rotation of another process");
const third = active();
assert.notEqual(third, second);
await until(async () => `${third.slice(0, 8)} active` in await bars(), "the bar of the third key");

await page.getByRole("row")
    .filter({hasText: third.slice(0, 8)})
    .first()
    .getByRole("button", {name: "Compromised …"})
    .click();
await dialog.getByText("What will happen").waitFor();
assert.match(await dialog.innerText(), /begins to sign[\s\S]*Who is touched/);
await dialog.getByLabel(`Type ${NAME} to confirm`).fill("orders");
await dialog.getByRole("button", {name: "Refuse this key"}).click();
await dialog.getByRole("alert").waitFor();
assert.equal(states()[third], "active", "it was done without having been confirmed");
await dialog.getByLabel(`Type ${NAME} to confirm`).fill(NAME);
await dialog.getByRole("button", {name: "Refuse this key"}).click();
await dialog.waitFor({state: "detached"});
await tells("the compromise");
assert.equal(states()[third], "compromised");
await until(async () => `${third.slice(0, 8)} compromised` in await bars(), "the bar of the compromised key");

// The trail has it, by this person's name, and is searched.
await page.getByRole("link", {name: "Audit"}).click();
await page.getByRole("heading", {name: "Audit trail"}).waitFor();
await page.getByRole("table", {name: "Entries of the audit trail"}).waitFor();
await page.getByLabel("Search").fill("compromised ops");
await page.getByText("a key is told compromised").first().waitFor();
await page.getByLabel("Search").fill("nothing has this");
await page.getByText("No entry has that.").waitFor();
await page.getByLabel("Search").fill("");
jwtkeep("new", "late/prod");
await page.getByRole("link", {name: "late/prod"}).first().waitFor();

// The overview, and a keyring that another process has made.
await page.getByRole("link", {name: "Keyrings", exact: true}).first().click();
await page.getByRole("listitem").filter({hasText: "late/prod"}).waitFor();
jwtkeep("new", "later/prod");
await page.getByRole("listitem").filter({hasText: "later/prod"}).waitFor();
await page.getByLabel("Filter").fill("orders");
await until(async () => (await page.locator(".ring").count()) === 1, "a filtered list");

// A choice of theme lasts.
await page.getByRole("button", {name: /^Theme: system/}).click();
await page.getByRole("button", {name: /^Theme: light/}).click();
await page.getByRole("button", {name: /^Theme: dark/}).waitFor();
await page.reload();
await settled(page);
assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");

await page.getByRole("button", {name: "Log out"}).click();
await page.getByRole("heading", {name: "Log in"}).waitFor();
await page.reload();
await page.getByRole("heading", {name: "Log in"}).waitFor();
await page.end();
await done("logged in, made, rotated twice, compromised, searched, logged out");
