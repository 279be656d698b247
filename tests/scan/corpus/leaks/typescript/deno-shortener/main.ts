import { create, verify, getNumericDate } from 'https://deno.land/x/djwt@v2.8/mod.ts';
import { serve } from 'https://deno.land/std@0.190.0/http/server.ts';

const raw = new Uint8Array([
  41, 201, 188, 170, 78, 95, 240, 35, 134, 78, 24, 19, 213, 20, 139, 241,
  40, 171, 146, 104, 134, 228, 197, 88, 162, 50, 82, 50, 125, 119, 195, 169,
]);

const key = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);

async function token(user: string): Promise<string> {
  return await create({ alg: 'HS256', typ: 'JWT' }, { sub: user, exp: getNumericDate(60 * 60) }, key);
}

serve(async (req) => {
  const url = new URL(req.url);
  if (url.pathname === '/token') return new Response(await token(url.searchParams.get('u') ?? 'guest'));
  const bearer = req.headers.get('authorization')?.replace(/^Bearer /, '') ?? '';
  try {
    const { sub } = await verify(bearer, key);
    return Response.json({ sub });
  } catch {
    return new Response('no', { status: 401 });
  }
});
