// The site of the documentation in a real Chromium, read from the disk: nothing is fetched from elsewhere, no script fails, it fits 360
// pixels, axe-core finds nothing in light and dark, and its search leads to a page.
import assert from "node:assert/strict";
import {mkdirSync, readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";
import {pathToFileURL} from "node:url";

const modules = createRequire(join(process.env.JWTKEEP_NODE_MODULES, "x.js"));
const {chromium} = modules("playwright-core");
const axeSource = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
const site = process.argv[2];
const pictures = process.env.JWTKEEP_ARTIFACTS ? join(process.env.JWTKEEP_ARTIFACTS, "site") : null;
if (pictures) mkdirSync(pictures, {recursive: true});

const browser = await chromium.launch({executablePath: process.env.JWTKEEP_CHROMIUM, args: ["--no-sandbox", "--disable-dev-shm-usage"]});
const wrong = [];
for (const [width, scheme] of [[1280, "light"], [360, "dark"]]) {
  const context = await browser.newContext({viewport: {width, height: 900}, colorScheme: scheme, reducedMotion: "reduce"});
  const page = await context.newPage();
  page.on("pageerror", (error) => wrong.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(pathToFileURL(site).href) && !request.url().startsWith("data:")) wrong.push(`asks for ${request.url()}`);
  });
  for (const name of ["index", "tutorial", "rotation", "reference/http", "commands/rotate"]) {
    const where = `${name} at ${width}, ${scheme}`;
    await page.goto(pathToFileURL(join(site, `${name}.html`)).href);
    const beyond = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (beyond > 0) wrong.push(`${where}: ${beyond} pixels too wide`);
    await page.evaluate(axeSource);
    const {violations} = await page.evaluate(() => window.axe.run());
    for (const each of violations) wrong.push(`${where}: ${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 120)).join(" | ")}`);
    if (pictures) await page.screenshot({path: join(pictures, `${name.replace("/", "-")}-${width}-${scheme}.png`)});
  }
  await page.keyboard.press("/");
  await page.keyboard.type("leak minutes");
  const first = page.locator("#results a").first();
  await first.waitFor();
  if (pictures) await page.screenshot({path: join(pictures, `search-${width}-${scheme}.png`)});
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/after-a-leak\.html/);
  await context.close();
}
await browser.close();
assert.deepEqual(wrong, []);
