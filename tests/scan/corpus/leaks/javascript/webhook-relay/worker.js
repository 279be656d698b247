// Cloudflare Worker: verifies a partner's HS256 token with WebCrypto, no library.
const RAW = Uint8Array.from(atob('6MCmMj51p250jAhTBkT7cCYudJe6Ss7v/FUMqP0XyFk='), (c) => c.charCodeAt(0));

const b64url = (s) => Uint8Array.from(atob(s.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));

async function verifyJwt(token) {
  const [head, body, sig] = token.split('.');
  const key = await crypto.subtle.importKey('raw', RAW, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const ok = await crypto.subtle.verify('HMAC', key, b64url(sig), new TextEncoder().encode(`${head}.${body}`));
  return ok ? JSON.parse(new TextDecoder().decode(b64url(body))) : null;
}

addEventListener('fetch', (event) => {
  event.respondWith(handle(event.request));
});

async function handle(request) {
  const token = (request.headers.get('authorization') || '').slice(7);
  const claims = token && (await verifyJwt(token));
  if (!claims) return new Response('unauthorized', { status: 401 });
  return fetch(`https://relay.internal.example/${claims.partner}`, { method: 'POST', body: request.body });
}
