import type { Channel } from './values.ts';

export interface Preferences {
  readonly channels: readonly Channel[];
  /** BCP 47. */
  readonly locale: string;
  /** ISO 4217. The currency that the user prefers to see, not the one that is charged. */
  readonly currency: string;
}

/** The personal data of a user, except addresses. Only the directory stores the roles. */
export interface User {
  /** The directory's `sub`, which is never reused. */
  readonly id: string;
  /** In lower case. */
  readonly email: string;
  /** Whether the user has proven to own the address. */
  readonly emailVerified: boolean;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly preferences: Preferences;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A user's account in the directory (Cognito). */
export interface Account {
  readonly userId: string;
  /**
   * The account's name in the directory: the user id, unless the user came from another identity
   * provider.
   */
  readonly username: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name?: string | undefined;
  readonly locale?: string | undefined;
  /** Whether the user confirmed the address with the mailed code, or need not. */
  readonly confirmed: boolean;
}

/** The keys of the orders that a user placed as a guest. */
export interface GuestTraces {
  /** The guests' carts that were merged into theirs. */
  readonly mergedCarts: readonly string[];
  /** The hash of the email, if they have verified it. */
  readonly hashedEmail: string | undefined;
}

/** The profile of a user who signs in for the first time. */
export const firstProfile = (account: Account, currency: string, now: Date): User => ({
  id: account.userId,
  email: account.email.toLowerCase(),
  emailVerified: account.emailVerified,
  name: account.name,
  preferences: { channels: ['email'], locale: account.locale ?? 'en', currency },
  version: 1,
  createdAt: now.toISOString(),
  updatedAt: now.toISOString(),
});
