import * as z from 'zod';
import { putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import { creationRecords, recordRequest } from '../../../shared/dynamodb/request-record.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
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
  ...creationRecords(table),

  /** @returns false when the request was carried out before. */
  async create(apiKey: ApiKey, keyHash: string, request?: Idempotency): Promise<boolean> {
    const item = { ...apiKeyKey(apiKey.id), entity: 'api-key', ...apiKey, keyHash };
    const record = request ? [recordRequest(request, apiKey.createdAt, { id: apiKey.id })] : [];
    const result = await table.transact([putIfAbsent(item), ...record]);
    if (result.ok) return true;
    const own = result.failed.find(({ index }) => index === 0);
    if (!own) return false;
    // A retry after a lost reply finds its own item; a new id is too random to be in use already.
    if (own.item?.keyHash !== keyHash) throw new Error(`${apiKey.id} exists already.`);
    return true;
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
