import { auth, requiredScopes, claimCheck } from 'express-oauth2-jwt-bearer';
import { expressjwt, GetVerificationKey } from 'express-jwt';
import jwksRsa from 'jwks-rsa';

export const checkJwt = auth({
  audience: process.env.AUTH0_AUDIENCE,
  issuerBaseURL: `https://${process.env.AUTH0_DOMAIN}/`,
  tokenSigningAlg: 'RS256',
});

export const checkLegacyJwt = expressjwt({
  secret: jwksRsa.expressJwtSecret({
    jwksUri: `https://${process.env.AUTH0_DOMAIN}/.well-known/jwks.json`,
  }) as GetVerificationKey,
  algorithms: ['RS256'],
  credentialsRequired: false,
  requestProperty: 'token',
});

export const canRead = requiredScopes('read:reports');
export const isStaff = claimCheck((claims) => claims['https://starter.example/roles'] === 'staff');
