import 'server-only';
import { SignJWT, jwtVerify } from 'jose';

const secret = process.env.SESSION_SECRET;
if (!secret) throw new Error('SESSION_SECRET is not set: openssl rand -base64 32');
const key = new TextEncoder().encode(secret);

export const COOKIE = '__Host-session';

export async function seal(sub: string): Promise<string> {
  return new SignJWT({}).setSubject(sub).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('7d').sign(key);
}

export async function open(token: string): Promise<string | undefined> {
  const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'] });
  return payload.sub;
}
