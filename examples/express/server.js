// Logs people in and checks their tokens, with keys that jwtkeep keeps: docs/how-to/express.md says how and why.
import { createHash, timingSafeEqual, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import express from 'express';
import { SignJWT, createRemoteJWKSet, errors, importJWK, importPKCS8, jwtVerify } from 'jose';

globalThis.crypto ??= webcrypto; // Node 18 has it behind a flag only

const own = process.env;
const TOKEN_SECONDS = Number(own.TOKEN_SECONDS ?? 900); // at most T (--ttl)
const SKEW_SECONDS = Number(own.SKEW_SECONDS ?? 60); // S (--skew)
const CACHE_SECONDS = Number(own.JWKS_CACHE_SECONDS ?? 600); // at most P (--propagation)

// What `jwtkeep run` gives: in the environment, or with --signal HUP in the file that JWT_ENV_FILE names.
async function readKeys() {
  const given = own.JWT_ENV_FILE ? JSON.parse(readFileSync(own.JWT_ENV_FILE, 'utf8')) : own;
  for (const name of ['JWT_ALG', 'JWT_ISSUER', 'JWT_AUDIENCE']) {
    if (!given[name]) throw new Error(`${name} is not set`);
  }
  const { JWT_ALG: alg, JWT_ISSUER: issuer, JWT_AUDIENCE: audience, JWT_KID: kid } = given;
  if (own.JWKS_URL) {
    const cache = { cacheMaxAge: CACHE_SECONDS * 1000, cooldownDuration: Math.min(CACHE_SECONDS, 30) * 1000 };
    return { alg, issuer, audience, find: createRemoteJWKSet(new URL(own.JWKS_URL), cache) };
  }
  const byKid = new Map();
  for (const jwk of JSON.parse(given.JWT_JWKS).keys) byKid.set(jwk.kid, await importJWK(jwk, jwk.alg));
  const find = (header) => {
    const key = byKid.get(header.kid);
    if (!key) throw new errors.JWKSNoMatchingKey();
    return key;
  };
  // A symmetric key signs and verifies; of a key pair, JWT_SECRET is the private half (run --signer).
  const pair = Boolean(given.JWT_PUBLIC_KEY);
  const signWith = pair ? given.JWT_SECRET && (await importPKCS8(given.JWT_SECRET, alg)) : byKid.get(kid);
  return { alg, issuer, audience, find, kid, signWith };
}

let keys = await readKeys();
if (own.JWT_ENV_FILE) {
  process.on('SIGHUP', async () => {
    try {
      keys = await readKeys(); // as a whole: no request sees half of a change
    } catch (error) {
      console.error(`the keys stay as they were: ${error.message}`);
    }
  });
}

function sign(user) {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT()
    .setProtectedHeader({ alg: keys.alg, kid: keys.kid, typ: 'JWT' })
    .setSubject(user)
    .setIssuer(keys.issuer)
    .setAudience(keys.audience)
    .setIssuedAt(now)
    .setExpirationTime(now + TOKEN_SECONDS)
    .sign(keys.signWith);
}

async function verify(token) {
  const { payload } = await jwtVerify(token, keys.find, {
    algorithms: [keys.alg], // never the one that the token names
    issuer: keys.issuer,
    audience: keys.audience,
    requiredClaims: ['exp', 'sub'],
    clockTolerance: SKEW_SECONDS,
  });
  return payload;
}

// Stands for your table of users.
const digest = (text) => createHash('sha256').update(text).digest();
const isKnown = (user, password) =>
  typeof user === 'string' && user !== '' && typeof password === 'string' && Boolean(own.LOGIN_PASSWORD) &&
  timingSafeEqual(digest(password), digest(own.LOGIN_PASSWORD));

const app = express();
app.disable('x-powered-by');

app.post('/login', express.json(), async (request, response) => {
  const { user, password } = request.body ?? {};
  if (!keys.signWith) return response.status(404).json({ error: 'this service only verifies' });
  if (!isKnown(user, password)) return response.status(401).json({ error: 'unknown user or password' });
  response.json({ token: await sign(user) });
});

// Keys that cannot be fetched are no reason to log anybody out: that is 503, and a client comes again with its token.
const unreachable = (error) =>
  !(error instanceof errors.JOSEError) || ['ERR_JOSE_GENERIC', 'ERR_JWKS_TIMEOUT', 'ERR_JWKS_INVALID'].includes(error.code);

async function authenticated(request, response, next) {
  const [scheme, token] = (request.get('authorization') ?? '').split(' ');
  if (scheme.toLowerCase() !== 'bearer' || !token) {
    return response.status(401).set('WWW-Authenticate', 'Bearer').json({ error: 'no token' });
  }
  try {
    request.claims = await verify(token);
  } catch (error) {
    console.error(`refused: ${error.message}`); // the reason is for the log, not for the caller
    if (unreachable(error)) return response.status(503).json({ error: 'no keys to verify with' });
    return response.status(401).set('WWW-Authenticate', 'Bearer error="invalid_token"').json({ error: 'invalid token' });
  }
  next();
}

app.get('/orders', authenticated, (request, response) => {
  response.json({ user: request.claims.sub, orders: [] });
});

const server = app.listen(Number(own.PORT ?? 8080), '127.0.0.1', (error) => {
  if (error) throw error;
  console.log(`listening at http://127.0.0.1:${server.address().port}`);
});
