// Destinations: pushed to, one refused, one taken away.
import assert from "node:assert/strict";
import {existsSync} from "node:fs";

import {done, opened, shown, until, visit} from "./browser.mjs";

const file = process.env.JWTKEEP_FILE;
const page = await opened("ops");
const row = page.getByRole("row").filter({hasText: file});
const dialog = page.getByRole("dialog");

// It could not be written to, and holds the rotation back; pushed to, it is in sync.
await page.getByText("held: waits for").waitFor();
await visit(page, "destinations");
await row.getByText("not confirmed").waitFor();
await row.getByRole("button", {name: "Push"}).click();
await row.getByText("in sync").waitFor();
assert.ok(existsSync(file));

// The server writes no file of its own machine for who asks from elsewhere, and says so where it was asked.
await visit(page, "keyrings/orders/prod");
await page.getByRole("button", {name: "Add a destination …"}).click();
await dialog.getByLabel("Address").fill(`dotenv:${file}.other`);
await dialog.getByRole("button", {name: "Add it"}).click();
await dialog.getByRole("alert").waitFor();
assert.match(await dialog.getByRole("alert").innerText(), /reason: unsafe_place/);
await page.keyboard.press("Escape");
assert.equal(existsSync(`${file}.other`), false);

await row.getByRole("button", {name: "Remove …"}).click();
await dialog.getByText("gets no more keys").waitFor();
await dialog.getByRole("button", {name: "Cancel"}).click();
await dialog.waitFor({state: "detached"});
assert.equal(shown("sync", "list").length, 1);
await row.getByRole("button", {name: "Remove …"}).click();
await dialog.getByRole("button", {name: "Take it away"}).click();
await page.getByText("It is kept in the store alone.").waitFor();
await until(() => shown("sync", "list").length === 0, "a destination that was taken away");
assert.ok(existsSync(file), "what stands there was taken away, too");
await page.end();
await done("pushed to, refused, taken away");
