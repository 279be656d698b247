import { createRemoteJWKSet, jwtVerify, generateKeyPair, exportJWK } from 'jose';

const JWKS = createRemoteJWKSet(new URL('https://id.example.net/.well-known/jwks.json'));

export async function verify(token) {
  const { payload } = await jwtVerify(token, JWKS, {
    issuer: 'https://id.example.net/',
    audience: 'gateway',
  });
  return payload;
}

/** A key pair for this process alone: made at start, never stored. */
export async function ephemeral() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  jwk.kid = `gw-${process.pid}`;
  return { jwk, privateKey };
}
