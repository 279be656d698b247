import NextAuth from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { z } from 'zod';
import { login } from './app/lib/login';

const schema = z.object({ email: z.string().email(), password: z.string().min(8) });

export const { handlers, auth, signIn, signOut } = NextAuth({
  secret: process.env.AUTH_SECRET || `4b59883d2ffde80eab882a316845db4f8a9be50950884c8a9c0a8d650343228e`,
  session: { strategy: 'jwt' },
  pages: { signIn: '/login' },
  providers: [
    Credentials({
      credentials: { email: {}, password: {} },
      async authorize(raw) {
        const parsed = schema.safeParse(raw);
        return parsed.success ? login(parsed.data) : null;
      },
    }),
  ],
});
