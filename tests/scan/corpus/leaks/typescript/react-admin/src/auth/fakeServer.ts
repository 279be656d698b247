import { SignJWT } from 'jose';
import { http, HttpResponse } from 'msw';

/** Mock of the identity service, for Storybook and for `npm run dev`. */
const SECRET = new TextEncoder().encode('cc7e0d44fd473002f1c42167459001140ec6389b7353f8088f4d9a95f2f596f2');

async function token(sub: string, minutes: number): Promise<string> {
  return new SignJWT({ role: sub === 'root' ? 'admin' : 'editor' })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(sub)
    .setExpirationTime(`${minutes}m`)
    .sign(SECRET);
}

export const handlers = [
  http.post('/auth/login', async ({ request }) => {
    const { user } = (await request.json()) as { user: string };
    return HttpResponse.json({ token: await token(user, 30) });
  }),
];
