import type { Table } from '../../../shared/dynamodb/table.ts';
import { FIRST_SHARD, sum } from '../domain/shards.ts';
import type { Stock } from '../domain/stock.ts';
import { type StockItem, stockItem } from './items.ts';
import { stockKey } from './keys.ts';

const MOST_REMEMBERED = 10_000;

/**
 * Reads the stock of SKUs over their shards. Shards are never removed, so a remembered count of
 * them can only be too low.
 */
export function stockShards(table: Table) {
  /** How many shards a SKU has, where it is known to have several. */
  const counts = new Map<string, number>();

  const remember = (sku: string, shards: number): void => {
    if (shards === 1) return;
    if (counts.size >= MOST_REMEMBERED) counts.clear();
    counts.set(sku, shards);
  };

  const first = async (sku: string): Promise<StockItem | undefined> => {
    const item = await table.get(stockKey(sku), stockItem);
    if (item) remember(sku, item.shards);
    return item;
  };

  /** All shards at one instant: 2 read units per shard, where there are several. */
  const atOnce = async (item: StockItem): Promise<Stock> => {
    if (item.shards === 1) return stockOf([item]);
    for (;;) {
      const asked = counts.get(item.sku) ?? item.shards;
      const items = await table.snapshot(shardKeys([item.sku], new Map([[item.sku, asked]])), stockItem);
      const stock = stockOf(items);
      if (stock.spread.length === asked) return stock;
      remember(item.sku, stock.spread.length);
    }
  };

  return {
    isKnown: (sku: string): boolean => counts.has(sku),

    /** Remembers how many shards a first shard states. @returns whether its SKU has several. */
    learn(item: unknown): boolean {
      const met = stockItem.safeParse(item);
      if (met.success) remember(met.data.sku, met.data.shards);
      return met.success && met.data.shards > 1;
    },

    /**
     * The pieces available in each shard, for SKUs that are known to have several. Reads nothing
     * when there is no such SKU. Shards that are not known yet count as empty this once. 1 read
     * unit per shard.
     */
    async spreads(skus: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
      const known = skus.filter((sku) => counts.has(sku));
      const items = known.length > 0 ? await table.batchGet(shardKeys(known, counts), stockItem) : [];
      for (const { sku, shards } of items) remember(sku, shards);
      return new Map(known.map((sku) => [sku, spreadOf(items.filter((item) => item.sku === sku))]));
    },

    /**
     * Reads one shard after the other: pieces that move meanwhile may be counted twice, or not at
     * all. 1 read unit per shard.
     */
    async read(sku: string): Promise<Stock | undefined> {
      const item = await first(sku);
      if (!item || item.shards === 1) return item && stockOf([item]);
      return stockOf([item, ...(await table.batchGet(shardKeys([sku], counts).slice(1), stockItem))]);
    },

    /** All shards at one instant: 1 read unit, and 2 per shard where there are several. */
    async readAtOnce(sku: string): Promise<Stock | undefined> {
      const item = await first(sku);
      return item && atOnce(item);
    },

    /** The same for many SKUs, without those that never had stock. */
    async readMany(skus: readonly string[]): Promise<ReadonlyMap<string, Stock>> {
      const items = await table.batchGet(
        skus.map((sku) => stockKey(sku)),
        stockItem,
      );
      for (const { sku, shards } of items) remember(sku, shards);
      const stocks = await Promise.all(items.map(atOnce));
      return new Map(stocks.map((stock) => [stock.sku, stock]));
    },
  };
}

const shardKeys = (skus: readonly string[], counts: ReadonlyMap<string, number>) =>
  skus.flatMap((sku) => Array.from({ length: counts.get(sku) ?? 1 }, (_, shard) => stockKey(sku, shard)));

/**
 * One entry for each shard that the first one states; a shard that was not read counts as empty.
 */
function spreadOf(items: readonly StockItem[]): number[] {
  const spread = new Array<number>(items.find(({ shard }) => shard === FIRST_SHARD)?.shards ?? 1).fill(0);
  for (const { shard, available } of items) spread[shard] = available;
  return spread;
}

function stockOf(items: readonly StockItem[]): Stock {
  const whole = items.find(({ shard }) => shard === FIRST_SHARD);
  if (!whole) throw new Error('A stock without its first shard.');
  return {
    sku: whole.sku,
    available: sum(items.map(({ available }) => available)),
    held: sum(items.map(({ held }) => held)),
    allocated: sum(items.map(({ allocated }) => allocated)),
    adminVersion: whole.adminVersion,
    spread: spreadOf(items),
  };
}
