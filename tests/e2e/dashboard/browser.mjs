// A real Chromium on the dashboard, and what every one of these programs looks at: violations of the
// Content-Security-Policy, errors of scripts, requests that left the page.
import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {readFileSync} from "node:fs";
import {createRequire} from "node:module";
import {join} from "node:path";

const modules = createRequire(join(process.env.JWTKEEP_NODE_MODULES, "x.js"));
const {chromium} = modules("playwright-core");
const axeSource = readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");

export const url = process.env.JWTKEEP_URL;
/** Access tokens by the names of their principals. */
export const tokens = JSON.parse(process.env.JWTKEEP_TOKENS ?? "{}");

/** Another process at the same store. */
export const jwtkeep = (...words) => execFileSync(process.env.JWTKEEP_BINARY, words, {encoding: "utf8", stdio: "pipe"});
export const shown = (...words) => JSON.parse(jwtkeep("--json", ...words));

const browser = await chromium.launch({
  executablePath: process.env.JWTKEEP_CHROMIUM,
  // The tests' machines are containers as a rule, in which Chromium's own sandbox cannot be made.
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

/** A page that is watched. What it finds is checked by `end`. */
export async function open({width = 1280, height = 900, scheme = "light", path = "/", elsewhere = []} = {}) {
  const context = await browser.newContext({viewport: {width, height}, colorScheme: scheme, reducedMotion: "reduce"});
  const page = await context.newPage();
  page.setDefaultTimeout(15000);
  const watched = {errors: [], requests: []};
  page.on("pageerror", (error) => watched.errors.push(`script: ${error.message}`));
  page.on("console", (message) => {
    // The browser itself writes each answer that says no.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      watched.errors.push(`console: ${message.text()}`);
    }
  });
  page.on("request", (request) => watched.requests.push(request));
  await page.exposeFunction("violated", (what) => watched.errors.push(`policy: ${what}`));
  await page.addInitScript(() => {
    document.addEventListener(
        "securitypolicyviolation",
        (event) => globalThis.violated(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
    );
  });
  await page.goto(`${url}${path}`);
  page.watched = watched;
  page.end = async () => {
    const origins = new Set(watched.requests.map((request) => new URL(request.url()).origin));
    await context.close();
    assert.deepEqual(watched.errors, []);
    for (const one of [new URL(url).origin, ...elsewhere]) origins.delete(one);
    assert.deepEqual([...origins], [], "it asked somebody else");
  };
  return page;
}

export async function logIn(page, name) {
  await page.getByLabel("Access token").fill(tokens[name]);
  await page.getByRole("button", {name: "Log in"}).click();
  await page.getByRole("navigation", {name: "Views"}).waitFor();
}

export async function opened(name, options) {
  const page = await open(options);
  await logIn(page, name);
  return page;
}

/** Goes to a view by its address, as a bookmark does. */
export async function visit(page, view) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${view}`);
  await settled(page);
}

/** Nothing is being read any more. */
export const settled = async (page) =>
    page.waitForFunction(() => document.querySelector("h1") !== null && document.querySelector(".waiting") === null);

/** What axe-core finds, as lines: by all of its rules, or by these alone. */
export async function axe(page, rules = null) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axeSource);
  const only = rules === null ? {} : {runOnly: rules};
  const {violations} =
      await page.evaluate((options) => globalThis.axe.run(document, options), {resultTypes: ["violations"], ...only});
  return violations.flatMap(
      ({id, help, nodes}) => nodes.map((node) => `${id}: ${help}: ${node.html} ${node.failureSummary}`));
}

/** Pixels by which the page is wider than the window. */
export const overflow = (page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

export async function until(holds, what, seconds = 15) {
  const end = Date.now() + 1000 * seconds;
  for (;;) {
    const value = await holds();
    if (value) return value;
    assert.ok(Date.now() < end, `not within ${seconds} s: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 30);
    });
  }
}

export async function done(what) {
  await browser.close();
  console.log(what);
}
