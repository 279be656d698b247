// The value is read by JwtModule, JwtStrategy and the e2e tests.
export const jwtConstants = {
  secret: 'DO NOT USE THIS VALUE. INSTEAD, CREATE A COMPLEX SECRET AND KEEP IT SAFE OUTSIDE OF THE SOURCE CODE.',
};

export const IS_PUBLIC_KEY = 'isPublic';

export enum TokenKind {
  Access = 'access',
  Refresh = 'refresh',
  PasswordReset = 'password-reset',
}

export const ttl: Record<TokenKind, string> = {
  [TokenKind.Access]: '15m',
  [TokenKind.Refresh]: '7d',
  [TokenKind.PasswordReset]: '1h',
};
