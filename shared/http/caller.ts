/** Who is calling, from verified claims or a verified cart token; never from anything else. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'guest'; readonly cartId: string }
  | { readonly kind: 'user'; readonly userId: string; readonly groups: readonly string[] };

export type Guest = Extract<Caller, { kind: 'guest' }>;
export type User = Extract<Caller, { kind: 'user' }>;

export const isAdmin = (caller: Caller): boolean => caller.kind === 'user' && caller.groups.includes('admin');

/** A user has one cart, found without a look-up. */
export const userCartId = (userId: string): string => `crt_${userId}`;

/** The cart of a caller: a guest's by token, a user's own. Undefined for the anonymous. */
export function cartIdOf(caller: Caller): string | undefined {
  if (caller.kind === 'guest') return caller.cartId;
  if (caller.kind === 'user') return userCartId(caller.userId);
  return undefined;
}
