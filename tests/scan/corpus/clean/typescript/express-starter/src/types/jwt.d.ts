declare module 'tiny-jwt' {
  export type Secret = string | Buffer | { key: string | Buffer; passphrase: string };

  export interface SignOptions {
    secret: string;
    algorithm?: 'HS256' | 'HS384' | 'HS512';
    expiresIn?: string | number;
    keyid?: string;
  }

  export interface VerifyOptions {
    secret: Secret;
    secretOrKey?: 'secret' | 'key';
    algorithms?: string[];
  }

  export function sign(payload: object, secret: Secret, options?: SignOptions): string;
  export function verify<T = unknown>(token: string, secretOrPublicKey: Secret, options?: VerifyOptions): T;
  export function decode(token: string, options?: { complete?: boolean }): null | { [key: string]: any };
}
