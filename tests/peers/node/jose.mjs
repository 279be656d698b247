// Tokens and keys with jose in both directions; tests/peers/README.md says how it is called.
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes, webcrypto } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

globalThis.crypto ??= webcrypto; // Node 18, Debian 12's, has it behind a flag only
const { SignJWT, errors, exportJWK, importJWK, importSPKI, jwtVerify } = await import(
  pathToFileURL(join(process.env.JWTKEEP_NODE_MODULES, 'jose/dist/webapi/index.js')).href
);
const folder = process.argv[2];
const at = { currentDate: new Date(1800000000 * 1000) };
const claims = { sub: 'bob', exp: 1800001800, iat: 1799998200, text: '\u00fc\u20ac\u{1f511}' };

async function verify({ alg, token, jwk, pem }) {
  const keys = [await importJWK(jwk, alg)];
  if (pem) keys.push(await importSPKI(pem, alg));
  for (const key of keys) {
    const { payload, protectedHeader } = await jwtVerify(token, key, { algorithms: [alg], ...at });
    assert.equal(payload.sub, 'alice');
    assert.equal(payload.text, '\u00fc\u20ac\u{1f511}"\\\n');
    assert.deepEqual(protectedHeader, { alg, kid: 'sample', typ: 'JWT' });
    const changed = token.slice(0, -8) + 'AAAAAAAA';
    await assert.rejects(jwtVerify(changed, key, { algorithms: [alg], ...at }), errors.JWSSignatureVerificationFailed);
  }
}

async function make(alg, { publicKey, privateKey, secret }) {
  const signed = new SignJWT(claims).setProtectedHeader({ alg, kid: 'theirs' });
  if (secret) {
    return { alg, token: await signed.sign(secret), jwk: { kty: 'oct', k: secret.toString('base64url') } };
  }
  return {
    alg,
    token: await signed.sign(privateKey),
    jwk: await exportJWK(publicKey),
    private_jwk: await exportJWK(privateKey),
    pem: publicKey.export({ type: 'spki', format: 'pem' }),
    pkcs8: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

for (const entry of JSON.parse(readFileSync(join(folder, 'ours.json'), 'utf8'))) await verify(entry);
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const curves = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' };
const made = [];
for (const alg of ['HS256', 'HS384', 'HS512']) made.push(await make(alg, { secret: randomBytes(64) }));
for (const alg of ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']) made.push(await make(alg, rsa));
for (const [alg, namedCurve] of Object.entries(curves)) made.push(await make(alg, generateKeyPairSync('ec', { namedCurve })));
for (const alg of ['EdDSA', 'Ed25519']) made.push(await make(alg, generateKeyPairSync('ed25519')));
writeFileSync(join(folder, 'theirs.json'), JSON.stringify(made));
