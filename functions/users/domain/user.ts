import type { Channel } from './values.ts';

export interface Preferences {
  readonly channels: readonly Channel[];
  /** BCP 47. */
  readonly locale: string;
  /** ISO 4217; what the user likes to see, not what is charged. */
  readonly currency: string;
}

/** What the shop holds about a person beside their addresses. Who they may act as is in the directory, nowhere else. */
export interface User {
  /** The directory's `sub`: never given to anybody else again. */
  readonly id: string;
  /** In lower case. */
  readonly email: string;
  /** Whether the person has shown that the address is theirs. */
  readonly emailVerified: boolean;
  readonly name?: string | undefined;
  readonly phone?: string | undefined;
  readonly preferences: Preferences;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A person as the directory (Cognito) knows them. */
export interface Account {
  readonly userId: string;
  /** How the directory is asked about them; the user id, unless they came from another identity provider. */
  readonly username: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly name?: string | undefined;
  readonly locale?: string | undefined;
  /** Whether they have proven their address by the mailed code, or need not. */
  readonly confirmed: boolean;
}

/** The profile of somebody who comes for the first time. */
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
