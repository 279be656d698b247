import 'server-only';
import { SignJWT, jwtVerify } from 'jose';
import { cookies } from 'next/headers';

const secretKey = process.env.SESSION_SECRET ?? 'HHhUYnm0FgoPsdOtXCL0bWTxQWnqPTvY7TL3sNfQ86s=';
const encodedKey = new TextEncoder().encode(secretKey);

type SessionPayload = { userId: string; expiresAt: Date };

export async function encrypt(payload: SessionPayload) {
  return new SignJWT(payload as any)
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuedAt()
    .setExpirationTime('7d')
    .sign(encodedKey);
}

export async function decrypt(session: string | undefined = '') {
  try {
    const { payload } = await jwtVerify(session, encodedKey, { algorithms: ['HS256'] });
    return payload;
  } catch {
    console.log('Failed to verify session');
  }
}

export async function deleteSession() {
  (await cookies()).delete('session');
}
