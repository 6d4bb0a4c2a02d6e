import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const FORM = /^([\w-]{1,128})\.([A-Za-z0-9_-]{43})$/;

/**
 * Creates a bearer token, `<id>.<256 random bits>`: its holder owns the thing with that id. Only
 * the hash of the secret is stored.
 */
export function createToken(id: string): { readonly token: string; readonly tokenHash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { token: `${id}.${secret}`, tokenHash: hash(secret).toString('base64url') };
}

/** The parts of a token; undefined when it is malformed. */
export function parseToken(token: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = FORM.exec(token) ?? [];
  return id && secret ? { id, secret } : undefined;
}

/** Compares in constant time. */
export const matches = (secret: string, tokenHash: string): boolean => {
  const expected = Buffer.from(tokenHash, 'base64url');
  const actual = hash(secret);
  return expected.length === actual.length && timingSafeEqual(expected, actual);
};

const hash = (secret: string): Buffer => createHash('sha256').update(secret).digest();
