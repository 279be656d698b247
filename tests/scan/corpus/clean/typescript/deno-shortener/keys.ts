// Key made on the first start and kept in Deno KV.
const kv = await Deno.openKv();
const KEY = ['auth', 'jwt_key'] as const;

export async function signingKey(): Promise<CryptoKey> {
  const stored = await kv.get<JsonWebKey>([...KEY]);
  if (stored.value) {
    return await crypto.subtle.importKey('jwk', stored.value, { name: 'HMAC', hash: 'SHA-512' }, true, ['sign', 'verify']);
  }
  const fresh = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-512' }, true, ['sign', 'verify']);
  const jwk = await crypto.subtle.exportKey('jwk', fresh);
  const { ok } = await kv.atomic().check(stored).set([...KEY], jwk).commit();
  return ok ? fresh : await signingKey();
}
