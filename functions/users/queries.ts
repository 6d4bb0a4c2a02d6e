import type { Table } from '../../shared/dynamodb/table.ts';
import type { Erasure } from './domain/erasure.ts';
import type { Preferences } from './domain/user.ts';
import { erasuresStore } from './store/erasures-store.ts';
import { usersStore } from './store/users-store.ts';

export interface UserContact {
  readonly email: string;
  readonly name?: string | undefined;
  readonly preferences: Preferences;
}

/**
 * Queries for other domains: by id, strongly consistent, 1 read unit each. They return undefined
 * once the user is erased.
 */
export const usersQueries = (table: Table) => {
  const { getUser } = usersStore(table);
  const { getErasure } = erasuresStore(table);
  return {
    /** Whether the user was erased. */
    isErased: async (userId: string): Promise<boolean> => (await getUser(userId)) === 'erased',

    /** An erasure that is not done. */
    getErasure: (userId: string): Promise<Erasure | undefined> => getErasure(userId),

    /** In lower case. Undefined until the user has proven to own the address. */
    async getVerifiedEmail(userId: string): Promise<string | undefined> {
      const user = await getUser(userId);
      return user !== undefined && user !== 'erased' && user.emailVerified ? user.email : undefined;
    },

    /** The data needed to contact a user. */
    async getContactOf(userId: string): Promise<UserContact | undefined> {
      const user = await getUser(userId);
      if (user === undefined || user === 'erased') return undefined;
      const { email, name, preferences } = user;
      return { email, name, preferences };
    },
  };
};
