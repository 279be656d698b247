// Every view in two themes and two widths: axe-core finds nothing, nothing is wider than the window; pictures are kept.
import assert from "node:assert/strict";
import {mkdirSync} from "node:fs";
import {join} from "node:path";

import {axe, done, logIn, open, overflow, settled, tokens, url, visit} from "./browser.mjs";

const folder = process.env.JWTKEEP_ARTIFACTS;
mkdirSync(folder, {recursive: true});
// Each theme and each width by all rules; colours in all of them.
const RULES = {
  "light-360": ["color-contrast"],
  "dark-1280": ["color-contrast"]
};
const found = [];
let count = 0;

const signed = await (await fetch(`${url}/v1/keyrings/orders/prod/sign`, {
                 method: "POST",
                 headers: {Authorization: `Bearer ${tokens.ops}`},
                 body: JSON.stringify({sub: "alice", aud: "shop", claims: {role: "admin"}}),
               })).json();
const [, payload, signature] = signed.token.split(".");
const forged = `${
    Buffer.from(JSON.stringify({alg: "HS256", kid: signed.kid, jku: "https://elsewhere.example"}))
        .toString("base64url")}.${payload}.${signature}`;

async function look(page, name, where) {
  await settled(page);
  await page.mouse.move(0, 0);
  const own = `${name}-${where}`;
  for (const line of await axe(page, RULES[where])) found.push(`${own}: ${line}`);
  const wider = await overflow(page);
  if (wider > 0) found.push(`${own}: ${wider} px wider than the window`);
  // As high as its content, so that what stays at the window's edge does not lie in the middle of the picture.
  const {width} = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  if (await page.getByRole("dialog").count() === 0)
    await page.setViewportSize({width, height: Math.min(Math.max(height, 640), 3000)});
  await page.screenshot({path: join(folder, `${own}.png`)});
  await page.setViewportSize({width, height: 900});
  ++count;
}

async function all(scheme, width) {
  const where = `${scheme}-${width}`;
  const page = await open({scheme, width});
  await page.getByRole("heading", {name: "Log in"}).waitFor();
  await look(page, "login", where);
  await logIn(page, "ops");
  await page.locator(".ring .bar").first().waitFor({state: "attached"});
  for (const view
           of ["keyrings", "keyrings/orders/prod", "keyrings/orders/old", "new", "health", "destinations", "leaks",
               "audit"]) {
    await visit(page, view);
    if (view === "new") await page.getByText("Times and claims").click();
    await look(page, view.replaceAll("/", "_"), where);
  }
  await visit(page, "token");
  await look(page, "token", where);
  await page.getByLabel("Held against").selectOption("orders/prod");
  for (const [name, token] of [["token_valid", signed.token], ["token_refused", forged]]) {
    await page.getByLabel("Token", {exact: true}).fill(token);
    await page.locator(".verdict-line")
        .filter({hasText: name === "token_valid" ? "It is valid" : "It would be refused"})
        .waitFor();
    await look(page, name, where);
  }
  await visit(page, "keyrings/legacy/prod");
  for (const [name, button] of [["rotate", /^Rotate …/], ["compromise", /^Compromised …/]]) {
    await page.getByRole("button", {name: button}).last().click();
    await page.getByRole("dialog").getByText("Who is touched").waitFor();
    await look(page, name, where);
    await page.keyboard.press("Escape");
  }
  await visit(page, "keyrings/none/prod");
  await look(page, "trouble", where);
  await page.end();
}

await Promise.all([
  (async () => {
    await all("light", 1280);
    await all("dark", 360);
  })(),
  (async () => {
    await all("light", 360);
    await all("dark", 1280);
  })()
]);
assert.deepEqual(found, []);
await done(`${count} pictures in ${folder}`);
