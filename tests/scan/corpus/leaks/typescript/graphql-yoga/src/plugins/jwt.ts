import { useJWT, createInlineSigningKeyProvider, extractFromHeader } from '@graphql-yoga/plugin-jwt';
import type { Plugin } from 'graphql-yoga';

export function jwtPlugin(): Plugin {
  return useJWT({
    singingKeyProviders: [],
    signingKeyProviders: [createInlineSigningKeyProvider('e770rsdk3ot7r4h520xlker3r4zgn4')],
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
