import NextAuth, { type NextAuthOptions } from 'next-auth';
import GoogleProvider from 'next-auth/providers/google';
import KeycloakProvider from 'next-auth/providers/keycloak';
import { env } from '@/env.mjs';

export const authOptions: NextAuthOptions = {
  secret: env.NEXTAUTH_SECRET,
  jwt: { secret: env.NEXTAUTH_JWT_SECRET, maxAge: 60 * 60 },
  providers: [
    GoogleProvider({
      clientId: env.GOOGLE_CLIENT_ID,
      clientSecret: env.GOOGLE_CLIENT_SECRET,
    }),
    KeycloakProvider({
      clientId: process.env.KEYCLOAK_ID!,
      clientSecret: process.env.KEYCLOAK_SECRET!,
      issuer: process.env.KEYCLOAK_ISSUER,
    }),
  ],
};

const handler = NextAuth(authOptions);
export { handler as GET, handler as POST };
