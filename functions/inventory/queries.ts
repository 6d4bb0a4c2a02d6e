import type { Table } from '../../shared/dynamodb/table.ts';
import { holdItem, type StockItem, type StoredMovement, stockItem } from './store/items.ts';
import { holdKey, stockKey } from './store/keys.ts';
import { listMovements } from './store/movement-list.ts';

/** A SKU's stock, summed over its shards. */
export interface StockLevels {
  readonly available: number;
  readonly held: number;
  readonly allocated: number;
  readonly shards: number;
}

/**
 * The reads that inventory offers to other domains: by key and strongly consistent, unless stated.
 */
export const inventoryQueries = (table: Table) => {
  const readShards = async (skus: readonly string[]): Promise<ReadonlyMap<string, readonly StockItem[]>> => {
    const first = await table.batchGet(
      [...new Set(skus)].map((sku) => stockKey(sku)),
      stockItem,
    );
    const further = first.flatMap(({ sku, shards }) =>
      Array.from({ length: shards - 1 }, (_, index) => stockKey(sku, index + 1)),
    );
    const rest = further.length > 0 ? await table.batchGet(further, stockItem) : [];
    return Map.groupBy([...first, ...rest], ({ sku }) => sku);
  };

  /**
   * The levels by SKU, without SKUs that never had any stock. 1 read unit per SKU, and 1 per
   * further shard.
   */
  const getLevels = async (skus: readonly string[]): Promise<ReadonlyMap<string, StockLevels>> =>
    new Map([...(await readShards(skus))].map(([sku, shards]) => [sku, sumOf(shards)]));

  return {
    getLevels,

    /**
     * How many pieces of each SKU can be bought; 0 where there was never any stock. 1 read unit per
     * SKU, and 1 per further shard.
     */
    async getAvailability(skus: readonly string[]): Promise<ReadonlyMap<string, number>> {
      const levels = await getLevels(skus);
      return new Map(skus.map((sku) => [sku, levels.get(sku)?.available ?? 0]));
    },

    /** Whether an order has pieces, held or allocated. 1 read unit per 4 KB. */
    async hasPieces(orderId: string): Promise<boolean> {
      const hold = await table.get(holdKey(orderId), holdItem);
      return hold !== undefined && hold.state !== 'released';
    },

    /**
     * The movements of a SKU, newest first, from an index. 0.5 read units per 4 KB of each shard.
     */
    async listMovements(sku: string, shards: number, limit: number): Promise<readonly StoredMovement[]> {
      return (await listMovements(table)(sku, limit, undefined, shards)).items;
    },
  };
};

function sumOf(shards: readonly StockItem[]): StockLevels {
  const sum = (level: 'available' | 'held' | 'allocated') => shards.reduce((total, shard) => total + shard[level], 0);
  return { available: sum('available'), held: sum('held'), allocated: sum('allocated'), shards: shards.length };
}
