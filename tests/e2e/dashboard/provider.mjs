// A person logs in with an OpenID provider of strangers, and is known by what it says of them.
import assert from "node:assert/strict";

import {done, open, settled} from "./browser.mjs";

const page = await open({elsewhere: [process.env.JWTKEEP_ISSUER], path: "/login/sso/callback?state=x&code=y"});
// A login that this browser has not begun, or long ago.
await page.getByRole("alert").getByText("You were not let in").waitFor();
assert.equal(new URL(page.url()).hash, "");
await page.getByRole("link", {name: "Log in with sso"}).click();
await page.getByRole("navigation", {name: "Views"}).waitFor();
await settled(page);
assert.equal(new URL(page.url()).pathname, "/");
// What a provider says of a person is as little to be trusted as any text.
assert.equal(await page.locator(".person .name").innerText(), `sso:${process.env.JWTKEEP_SUB}`);
assert.deepEqual(await page.$$eval(".ring h2", (names) => names.map((name) => name.textContent)), ["orders/prod"]);
await page.getByText("live", {exact: true}).waitFor();
await page.getByRole("link", {name: "orders/prod"}).first().click();
await page.getByRole("button", {name: /^Rotate …/}).click();
await page.getByRole("dialog").getByText("What will happen").waitFor();
await page.getByRole("dialog").getByRole("button", {name: "Rotate", exact: true}).click();
await page.getByText(`sso:${process.env.JWTKEEP_SUB}@`).first().waitFor();
assert.equal(await page.locator("img, [onerror], [onload]").count(), 0);
await page.getByRole("button", {name: "Log out"}).click();
await page.getByRole("heading", {name: "Log in"}).waitFor();
await page.end();
await done("logged in by a provider");
