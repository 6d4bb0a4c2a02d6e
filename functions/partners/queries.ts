import type { Table } from '../../shared/dynamodb/table.ts';
import { matches, parseToken } from '../../shared/runtime/secret-token.ts';
import { apiKeyStore } from './store/api-keys.ts';

/** What other domains may read of partners: strongly consistent. */
export const partnersQueries = (table: Table) => {
  const store = apiKeyStore(table);
  return {
    /** Whether a partner has this `X-Api-Key` now: one that was deleted counts no longer. 1 read unit. */
    async isPartnerKey(apiKey: string): Promise<boolean> {
      const token = parseToken(apiKey);
      const keyHash = token && (await store.getHash(token.id));
      return token !== undefined && keyHash !== undefined && matches(token.secret, keyHash);
    },
  };
};
