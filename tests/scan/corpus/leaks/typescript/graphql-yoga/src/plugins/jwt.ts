import { useJWT, createInlineSigningKeyProvider, extractFromHeader } from '@graphql-yoga/plugin-jwt';
import type { Plugin } from 'graphql-yoga';

export function jwtPlugin(): Plugin {
  return useJWT({
    singingKeyProviders: [],
    signingKeyProviders: [createInlineSigningKeyProvider('secret-key')],
    tokenLookupLocations: [extractFromHeader({ name: 'authorization', prefix: 'Bearer' })],
    tokenVerification: {
      issuer: ['https://id.yoga.example'],
      audience: ['yoga'],
      algorithms: ['HS256'],
    },
    extendContext: true,
    reject: { missingToken: true, invalidToken: true },
  });
}
