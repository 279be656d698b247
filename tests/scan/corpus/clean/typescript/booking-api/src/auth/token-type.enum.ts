export enum TokenType {
  ACCESS_TOKEN = 'ACCESS_TOKEN',
  REFRESH_TOKEN = 'REFRESH_TOKEN',
  JWT_SECRET = 'JWT_SECRET',
  API_KEY = 'API_KEY',
}

export enum SettingKey {
  JwtSecret = 'jwtSecret',
  JwtIssuer = 'jwtIssuer',
  PasswordPolicy = 'passwordPolicy',
}

export const JWT_SERVICE = Symbol('JWT_SERVICE');
export const JWT_SECRET_TOKEN = 'JWT_SECRET_TOKEN';

export type SecretName = `${Lowercase<keyof typeof TokenType>}`;

export const isTokenType = (value: unknown): value is TokenType =>
  Object.values(TokenType).includes(value as TokenType);
