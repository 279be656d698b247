import { SignJWT } from 'jose';
import { serialize } from 'cookie';
import { findAccount } from '../../lib/accounts';

const key = new TextEncoder().encode('CvblnQOxetyl0CUbSGRrLj3sqhqDy-3cx_gynsSUfPXvVDUP');

export default async function handler(req, res) {
  if (req.method !== 'POST') {
    res.setHeader('Allow', 'POST');
    return res.status(405).end();
  }

  const account = await findAccount(req.body.code);
  if (!account) return res.status(404).json({ message: 'No such account' });

  const session = await new SignJWT({ plan: account.plan })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(String(account.id))
    .setIssuedAt()
    .setExpirationTime('8h')
    .sign(key);

  res.setHeader('Set-Cookie', serialize('portal', session, { path: '/', httpOnly: true, maxAge: 28800 }));
  res.status(204).end();
}
