import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { optionalSetting } from '../runtime/settings.ts';

/** A cursor that a different query made. It is the caller's mistake: the API returns 400. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

/** All that decides which items a list shows, and in which order: a cursor fits only that list. */
export type Scope = readonly (string | boolean | undefined)[];

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D §8.3: random IVs of 96 bits suffice for 2^32 cursors of one key. */
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Without the setting, for functions that serve no list, the key is of this process: they only page
 * through what they read themselves.
 */
const keyOf = (secret: string | undefined): Buffer =>
  secret === undefined ? randomBytes(32) : createHash('sha256').update(secret).digest();

let known: Buffer | undefined;

const key = (): Buffer => {
  known ??= keyOf(optionalSetting('CURSOR_KEY'));
  return known;
};

/**
 * Makes an opaque cursor: the place after which the next page starts, encrypted, and bound to its
 * list. Nobody can read it, change it or use it for another list.
 */
export function encodeCursor(scope: Scope, place: unknown): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key(), iv, { authTagLength: TAG_BYTES }).setAAD(boundTo(scope));
  const sealed = [cipher.update(JSON.stringify(place), 'utf8'), cipher.final()];
  return Buffer.concat([iv, ...sealed, cipher.getAuthTag()]).toString('base64url');
}

/**
 * Reads the place that a cursor holds.
 *
 * @throws InvalidCursor when a different list made the cursor, or nobody that knows the key.
 */
export function decodeCursor<Place>(scope: Scope, cursor: string): Place {
  const bytes = Buffer.from(cursor, 'base64url');
  // Node skips what is not base64url. Only the text that `encodeCursor` wrote is a cursor.
  if (bytes.length >= IV_BYTES + TAG_BYTES && bytes.toString('base64url') === cursor) {
    try {
      const decipher = createDecipheriv(ALGORITHM, key(), bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(boundTo(scope))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      const text = Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, -TAG_BYTES)), decipher.final()]);
      return JSON.parse(text.toString('utf8'));
    } catch {
      // Falls through: a cursor that does not open is refused, whatever is wrong with it.
    }
  }
  throw new InvalidCursor('The cursor was not made by this list.');
}

const boundTo = (scope: Scope): Buffer => Buffer.from(JSON.stringify(scope));
