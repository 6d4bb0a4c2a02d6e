import type { Table } from '../../shared/dynamodb/table.ts';
import { stockItem } from './store/items.ts';
import { stockKey } from './store/keys.ts';

/** What other domains may read of inventory: by key, strongly consistent, read-only. */
export const inventoryQueries = (table: Table) => ({
  /** How many pieces of each SKU can be bought; 0 where there was never any stock. 1 read unit per SKU. */
  async getAvailability(skus: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const asked = [...new Set(skus)];
    const found = await table.batchGet(
      asked.map((sku) => stockKey(sku)),
      stockItem,
    );
    const available = new Map(found.map((stock) => [stock.sku, stock.available]));
    return new Map(asked.map((sku) => [sku, available.get(sku) ?? 0]));
  },
});
