// Texts that would be scripts, in every field that comes from somewhere else: shown as they are, and never run.
import assert from "node:assert/strict";

import {done, opened, settled, tokens, url, visit} from "./browser.mjs";

const {hostile, kid, address, path} = JSON.parse(process.env.JWTKEEP_HOSTILE);
const page = await opened("ops");
await page.evaluate(() => {
  globalThis.run = 0;
});

/** The view shows these texts whole, and nothing of them became an element. */
async function shows(view, ...texts) {
  await visit(page, view);
  await page.waitForTimeout(150);
  const seen = await page.evaluate(
      () => document.body.innerText + [...document.querySelectorAll("[title]")].map((one) => one.title).join("\n") +
          [...document.querySelectorAll("svg [aria-label], svg title")].map((one) => one.textContent).join("\n"));
  for (const text of texts) assert.ok(seen.includes(text), `${view} does not show ${text}:\n${seen}`);
  const strange = await page.evaluate(
      () =>
          document
              .querySelectorAll(
                  "img, iframe, object, embed, form[action^=\"http\"], [onerror], [onload], [onclick], " +
                  "a[href^=\"javascript\"], script:not([src^=\"/assets/\"]), svg script, foreignObject, style, base, [style]")
              .length);
  assert.equal(strange, 0, `${view} has elements that it should not have`);
}

await settled(page);
await shows("keyrings");
await shows("keyrings/orders/prod", hostile, kid);
await shows("keyrings/orders/keys", address);
await shows("destinations", address);
await shows("health", address);
await shows("leaks", path);
await shows("audit", address);
const token = `${Buffer.from(JSON.stringify({alg: hostile, kid: hostile, [hostile]: hostile})).toString("base64url")}.${
    Buffer.from(JSON.stringify({[hostile]: {[hostile]: hostile}, iss: hostile, sub: hostile, exp: hostile}))
        .toString("base64url")}.AAAA`;
await visit(page, "token");
await page.getByLabel("Held against").selectOption("orders/prod");
await page.getByLabel("Token", {exact: true}).fill(token);
await page.locator(".verdict-line").waitFor();
await page.waitForTimeout(100);
assert.ok((await page.locator(".debugger-out").innerText()).includes(hostile));
assert.equal(await page.locator(".debugger-out img").count(), 0);

// A preview, and a notice.
await visit(page, "keyrings/orders/keys");
await page.getByRole("button", {name: /^Compromised …/}).last().click();
await page.getByRole("dialog").getByText("Who is touched").waitFor();
assert.ok((await page.getByRole("dialog").innerText()).includes(address));
await page.keyboard.press("Escape");
// A keyring of that name is refused in words, not in markup.
await visit(page, "new");
await page.getByLabel("Name").fill(hostile);
await page.getByRole("button", {name: "Make the keyring"}).click();
await page.getByRole("alert").waitFor();
// So is an address that names one.
await visit(page, `keyrings/${encodeURIComponent(hostile)}`);
await page.getByRole("alert").waitFor();
assert.equal(await page.evaluate(() => globalThis.run), 0, "a text was run");
await page.end();

// Another page's form cannot ask in this one's name, and no page can hold this one in a frame.
const answer = await fetch(`${url}/`, {headers: {Authorization: `Bearer ${tokens.ops}`}});
assert.match(answer.headers.get("content-security-policy"), /frame-ancestors 'none'/);
await done("shown as they are, never run");
