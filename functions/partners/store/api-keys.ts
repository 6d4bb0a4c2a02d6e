import * as z from 'zod';
import { putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import type { ApiKey } from '../domain/api-key.ts';
import { API_KEYS, apiKeyKey } from './keys.ts';

const apiKeyItem = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: z.string(),
  /** SHA-256 of the secret in the key, base64url. */
  keyHash: z.string(),
});

const shown = ({ id, name, createdAt }: z.output<typeof apiKeyItem>): ApiKey => ({ id, name, createdAt });

export const apiKeyStore = (table: Table) => ({
  async create(apiKey: ApiKey, keyHash: string): Promise<void> {
    const item = { ...apiKeyKey(apiKey.id), entity: 'api-key', ...apiKey, keyHash };
    const result = await table.transact([putIfAbsent(item)]);
    // A retry after a lost reply finds its own item; a new id is too random to be in use already.
    if (!result.ok && result.failed[0]?.item?.keyHash !== keyHash) throw new Error(`${apiKey.id} exists already.`);
  },

  getHash: async (id: string): Promise<string | undefined> => (await table.get(apiKeyKey(id), apiKeyItem))?.keyHash,

  async list(limit: number, cursor: string | undefined): Promise<Page<ApiKey>> {
    const page = await table.query({ pk: API_KEYS, limit, cursor, descending: true }, apiKeyItem);
    return { ...page, items: page.items.map(shown) };
  },

  /** @returns false when the key does not exist. */
  async remove(id: string): Promise<boolean> {
    const result = await table.transact([
      { Delete: { Key: apiKeyKey(id), ConditionExpression: 'attribute_exists(pk)' } },
    ]);
    return result.ok;
  },
});
