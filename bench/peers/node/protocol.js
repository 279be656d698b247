// The line protocol of bench/peers/peer.py for the peers in JavaScript.
import { createPrivateKey, createPublicKey, createSecretKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";

const folder = process.argv[2];
const text = (name) => readFileSync(join(folder, name), "utf8");
const STEMS = { RS256: "rsa", PS256: "rsa", ES256: "ec", EdDSA: "ed25519" };

function material(alg) {
  const stem = STEMS[alg];
  const secret = readFileSync(join(folder, "secret.bin"));
  const kid = text("kid");
  return {
    alg,
    kid,
    issuer: text("issuer"),
    audience: text("audience"),
    claims: JSON.parse(text("claims.json")),
    // As a library's user has them: a secret's bytes or a PEM text, and Node's key objects.
    privateText: stem ? text(`${stem}.pem`) : secret,
    publicText: stem ? text(`${stem}.pub.pem`) : secret,
    privateKey: stem ? createPrivateKey(text(`${stem}.pem`)) : createSecretKey(secret),
    publicKey: stem ? createPublicKey(text(`${stem}.pub.pem`)) : createSecretKey(secret),
  };
}

/** The version that is installed of a package. */
export function versionOf(name) {
  const path = createRequire(import.meta.url).resolve(name);
  const at = path.lastIndexOf(`/node_modules/${name}/`);
  return JSON.parse(readFileSync(`${path.slice(0, at)}/node_modules/${name}/package.json`, "utf8")).version;
}

// A library whose functions give promises is waited for, another is not.
const isPromise = (value) => typeof value?.then === "function";

// The processor's time in nanoseconds, of all threads: the compiler's and the garbage collector's too.
function spent() {
  const { user, system } = process.cpuUsage();
  return (user + system) * 1000;
}

async function timed(n, work) {
  const asynchronous = isPromise(work());
  const start = spent();
  if (asynchronous) {
    for (let i = 0; i < n; i++) if (!(await work())) throw new Error("nothing came back");
  } else {
    for (let i = 0; i < n; i++) if (!work()) throw new Error("nothing came back");
  }
  return `ns ${((spent() - start) / n).toFixed(2)}`;
}

async function check(engine, token) {
  try {
    return `accepted ${await engine.verify(token)}`;
  } catch (error) {
    return `refused ${error.message}`;
  }
}

async function answer(engine, alg, command, argument) {
  const token = (name) => text(`${alg}.${name}.jwt`);
  if (command === "check") return check(engine, token(argument));
  if (command === "token") return `token ${await engine.sign()}`;
  const n = Number(argument);
  const good = token("good");
  if (command === "verify") return timed(n, () => engine.verify(good));
  if (command === "sign") return timed(n, () => engine.sign());
  if (command === "hit" && engine.verifyCached) return timed(n, () => engine.verifyCached(good));
  return "unsupported no such work";
}

/**
 * Answers on stdout what stdin asks, until quit. `load(material)` gives an engine: `verify(token)` checks signature, exp,
 * iss and aud and gives sub; `sign()` gives a token; `verifyCached(token)`, where there is one, verifies with a cache.
 */
export async function serve(version, load) {
  let engine;
  let loaded;
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, alg, argument] = line.trim().split(/\s+/);
    if (command === "quit") break;
    let reply;
    try {
      if (command === "version") {
        reply = `${version}, Node ${process.versions.node}'s OpenSSL ${process.versions.openssl}`;
      } else {
        if (loaded !== alg) engine = await load(material(alg));
        loaded = alg;
        reply = await answer(engine, alg, command, argument);
      }
    } catch (error) {
      loaded = undefined;
      reply = `unsupported ${error.message}`;
    }
    process.stdout.write(`${reply.replaceAll("\n", " ")}\n`);
  }
}
