import { test, before } from 'node:test';
import assert from 'node:assert/strict';
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import jwt from 'jsonwebtoken';

let privateKey;
let publicKey;
const secret = randomBytes(32).toString('hex');

before(() => {
  ({ privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 }));
});

test('a token of the wrong algorithm is refused', () => {
  const token = jwt.sign({ sub: 'a' }, secret, { algorithm: 'HS256' });
  assert.throws(() => jwt.verify(token, publicKey, { algorithms: ['RS256'] }), /invalid algorithm/);
});

test('round trip', () => {
  const token = jwt.sign({ sub: 'a' }, privateKey, { algorithm: 'RS256' });
  assert.equal(jwt.verify(token, publicKey).sub, 'a');
});
