/** The caller, known only from verified claims or a verified cart token. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'guest'; readonly cartId: string }
  | {
      readonly kind: 'user';
      readonly userId: string;
      readonly groups: readonly string[];
      /** The making of the access token, in seconds since 1970. */
      readonly issuedAt?: number;
    };

export type Guest = Extract<Caller, { kind: 'guest' }>;
export type User = Extract<Caller, { kind: 'user' }>;

/**
 * Narrows the caller to a user. @throws for guests and anonymous callers: routes for users refuse
 * them.
 */
export function requireUser(caller: Caller): User {
  if (caller.kind !== 'user') throw new Error('This route is not only for users, but needs one.');
  return caller;
}

export const isAdmin = (caller: Caller): boolean => caller.kind === 'user' && caller.groups.includes('admin');

/** The id of a user's only cart, which needs no look-up. */
export const userCartId = (userId: string): string => `crt_${userId}`;

/** The cart of a caller: a guest's by token, a user's own. Undefined for anonymous callers. */
export function cartIdOf(caller: Caller): string | undefined {
  if (caller.kind === 'guest') return caller.cartId;
  if (caller.kind === 'user') return userCartId(caller.userId);
  return undefined;
}

/** The cart of the caller. @throws for anonymous callers: routes for buyers refuse them. */
export function requireCartId(caller: Caller): string {
  const cartId = cartIdOf(caller);
  if (cartId === undefined) throw new Error('This route is public, but needs the cart of its caller.');
  return cartId;
}
