/** A cursor that a different query made. It is the caller's mistake: the API returns 400. */
export class InvalidCursor extends Error {
  override readonly name = 'InvalidCursor';
}

/** The query that a cursor belongs to. */
interface Scope {
  readonly pk: string;
  readonly skPrefix?: string | undefined;
  readonly index?: string | undefined;
}

const scopeOf = ({ pk, skPrefix = '', index = '' }: Scope): string => `${index}|${pk}|${skPrefix}`;

/**
 * Makes an opaque cursor: the key after which the next page starts. It is bound to its query, so
 * that it cannot read another partition.
 */
export const encodeCursor = (scope: Scope, lastKey: Readonly<Record<string, unknown>>): string =>
  Buffer.from(JSON.stringify([scopeOf(scope), lastKey])).toString('base64url');

export function decodeCursor(scope: Scope, cursor: string): Record<string, string> {
  try {
    const [madeFor, lastKey] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (madeFor === scopeOf(scope) && isKeyIn(scope, lastKey)) return lastKey;
  } catch {
    // Falls through: a malformed cursor is refused like one of a different query.
  }
  throw new InvalidCursor('The cursor was not made by this list.');
}

/**
 * Makes a cursor of a list that spans several partitions: the sort key after which the next page
 * starts. It is bound to the list's name.
 */
export const encodePosition = (name: string, sortKey: string): string =>
  Buffer.from(JSON.stringify([name, sortKey])).toString('base64url');

export function decodePosition(name: string, cursor: string): string {
  try {
    const [madeFor, sortKey] = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (madeFor === name && typeof sortKey === 'string' && sortKey !== '') return sortKey;
  } catch {
    // Falls through: a malformed cursor is refused like one of a different list.
  }
  throw new InvalidCursor('The cursor was not made by this list.');
}

/** Clients can forge cursors, so the key must be one at which the query could have stopped. */
function isKeyIn({ pk, index = '' }: Scope, key: Record<string, unknown>): boolean {
  const names = index === '' ? ['pk', 'sk'] : ['pk', 'sk', `${index}pk`, `${index}sk`];
  return (
    Object.keys(key).length === names.length &&
    names.every((name) => typeof key[name] === 'string' && key[name] !== '') &&
    key[`${index}pk`] === pk
  );
}
