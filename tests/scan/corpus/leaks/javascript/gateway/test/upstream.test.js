import { test } from 'node:test';
import assert from 'node:assert/strict';
import { importJWK, SignJWT } from 'jose';
import { forward } from '../src/forward.js';

const key = {
  kty: 'EC',
  crv: 'P-256',
  kid: 'qzu7winMz6UJ',
  use: 'sig',
  alg: 'ES256',
  x: 'b6JAdIzt403gjde9wf8ZnpAn6XtDr969djVXHrN2pZU',
  y: 'lRMHLs_qAMPFw2rV-dhmxtTloxOeDx3aHG4Hu9IWD-4',
  d: 'AKOSDX7f8BiGIjPP9X8Q58m5PgB38Q8lzr6r0Se0VJM',
};

test('adds the internal token', async () => {
  const k = await importJWK(key, 'ES256');
  const token = await new SignJWT({ scope: 'orders:read' })
    .setProtectedHeader({ alg: 'ES256', kid: key.kid })
    .setIssuedAt()
    .setExpirationTime('2m')
    .sign(k);

  const seen = [];
  await forward({ headers: { authorization: `Bearer ${token}` } }, (req) => seen.push(req));
  assert.equal(seen.length, 1);
  assert.match(seen[0].headers['x-internal-token'], /^ey/);
});
