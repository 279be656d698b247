const PRIVATE = '-----BEGIN PRIVATE KEY-----';
const RSA_PRIVATE = '-----BEGIN RSA PRIVATE KEY-----';
const END = '-----END PRIVATE KEY-----';

export type KeyKind = 'private' | 'public' | 'certificate';

export function kindOf(pem: string): KeyKind | undefined {
  const first = pem.trimStart().split('\n', 1)[0];
  if (first === PRIVATE || first === RSA_PRIVATE || first === '-----BEGIN EC PRIVATE KEY-----') return 'private';
  if (first === '-----BEGIN PUBLIC KEY-----') return 'public';
  if (first.startsWith('-----BEGIN CERTIFICATE')) return 'certificate';
  return undefined;
}

export function unwrap(pem: string): Buffer {
  const body = pem.replace(PRIVATE, '').replace(END, '').replace(/\s+/g, '');
  return Buffer.from(body, 'base64');
}

export const example = `-----BEGIN PRIVATE KEY-----
...
-----END PRIVATE KEY-----`;
