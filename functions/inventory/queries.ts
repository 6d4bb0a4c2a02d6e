import type { Table } from '../../shared/dynamodb/table.ts';
import { stockItem } from './store/items.ts';
import { stockKey } from './store/keys.ts';

/** What other domains may read of inventory: by key, strongly consistent, read-only. */
export const inventoryQueries = (table: Table) => ({
  /** How many pieces of each SKU can be bought; 0 where there was never any stock. 1 read unit per SKU, and 1 per further shard. */
  async getAvailability(skus: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const available = new Map(skus.map((sku) => [sku, 0]));
    const first = await table.batchGet(
      [...available.keys()].map((sku) => stockKey(sku)),
      stockItem,
    );
    const further = first.flatMap(({ sku, shards }) =>
      Array.from({ length: shards - 1 }, (_, index) => stockKey(sku, index + 1)),
    );
    const rest = further.length > 0 ? await table.batchGet(further, stockItem) : [];
    for (const shard of [...first, ...rest]) {
      available.set(shard.sku, (available.get(shard.sku) ?? 0) + shard.available);
    }
    return available;
  },
});
