// Verifies the tokens on standard input, one a line, with keys that jose fetches from the URL it is given: a line of JSON
// each. Its cache ends after a second, and it asks again for a kid that it does not know.
import { webcrypto } from 'node:crypto';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

globalThis.crypto ??= webcrypto; // Node 18, Debian 12's, has it behind a flag only
const { createRemoteJWKSet, jwtVerify } = await import(
  pathToFileURL(join(process.env.JWTKEEP_NODE_MODULES, 'jose/dist/webapi/index.js')).href
);
const keys = createRemoteJWKSet(new URL(process.argv[2]), { cacheMaxAge: 1000, cooldownDuration: 0 });
for await (const token of createInterface({ input: process.stdin })) {
  try {
    const { payload } = await jwtVerify(token, keys);
    console.log(JSON.stringify({ sub: payload.sub }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
