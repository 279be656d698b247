// base64url without padding (RFC 7515 section 2), strictly. Pure.

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The bytes; null where the text is no canonical base64url. */
export function decode(text) {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0, count = 0, at = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) return null;
    bits = (bits << 6) | value;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (bits >> count) & 0xff;
    }
  }
  // Bits that are left over have to be 0: else two texts would be one token.
  return (bits & ((1 << count) - 1)) === 0 ? bytes : null;
}
