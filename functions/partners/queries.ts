import type { Table } from '../../shared/dynamodb/table.ts';
import { matches, parseToken } from '../../shared/runtime/secret-token.ts';
import { apiKeyStore } from './store/api-keys.ts';

/** Queries for other domains: strongly consistent. */
export const partnersQueries = (table: Table) => {
  const store = apiKeyStore(table);
  return {
    /** Whether this is the `X-Api-Key` of a partner. A deleted key is not. 1 read unit. */
    async isPartnerKey(apiKey: string): Promise<boolean> {
      const token = parseToken(apiKey);
      const keyHash = token && (await store.getHash(token.id));
      return token !== undefined && keyHash !== undefined && matches(token.secret, keyHash);
    },
  };
};
