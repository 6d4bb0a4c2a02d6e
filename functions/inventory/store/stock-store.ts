import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import { requestKey } from '../../../shared/dynamodb/request-record.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Hold, Reservation } from '../domain/hold.ts';
import type { Part } from '../domain/shards.ts';
import type { Stock } from '../domain/stock.ts';
import type { Adjustment, StockChange } from '../domain/stock-change.ts';
import type { HoldState } from '../domain/values.ts';
import { adjustmentItem, holdItem } from './items.ts';
import { holdKey, OPEN_HOLD_PARTITIONS, openHoldsIndex } from './keys.ts';
import { listMovements } from './movement-list.ts';
import { stockShards } from './shards.ts';
import {
  addHold,
  addMovements,
  addPieces,
  changeActions,
  limitHold,
  moveShards,
  replaceHold,
  unlimitHold,
} from './stock-actions.ts';

export type StockStore = ReturnType<typeof stockStore>;

/**
 * Stock, holds and movements. Writes are conditional on the pieces themselves, so orders do not
 * read the stock of a SKU with one shard.
 */
export function stockStore(table: Table) {
  const shards = stockShards(table);
  return {
    getStock: (sku: string): Promise<Stock | undefined> => shards.read(sku),
    getStockAtOnce: (sku: string): Promise<Stock | undefined> => shards.readAtOnce(sku),
    getSpreads: (skus: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> => shards.spreads(skus),

    getHold: (orderId: string): Promise<Hold | undefined> => table.get(holdKey(orderId), holdItem),

    getAdjustment: (caller: string, key: string): Promise<Adjustment | undefined> =>
      table.get(requestKey({ caller, key }), adjustmentItem),

    listMovements: listMovements(table),

    /**
     * The holds that lapse first, at most `limit` of each partition. The index lags behind, so some
     * may have ended since.
     */
    async listOpenHolds(limit: number): Promise<Hold[]> {
      const partitions = Array.from({ length: OPEN_HOLD_PARTITIONS }, (_, partition) => openHoldsIndex(partition));
      const pages = await Promise.all(partitions.map((pk) => table.query({ pk, index: 'gsi1', limit }, holdItem)));
      return pages.flatMap(({ items }) => items);
    },

    /**
     * Reserves all lines or none. The first attempt learns which SKUs have several shards, and this
     * is remembered.
     */
    async reserve(hold: Hold, movements: readonly InventoryChanged[]): Promise<Reservation> {
      const moves = moveShards(hold, movements, shards.isKnown);
      const actions = [addHold(hold), ...moves.map(({ action }) => action), ...addMovements(hold, movements)];
      const result = await table.transact(actions);
      if (result.ok) return { kind: 'reserved' };
      const existing = result.failed.find(({ index }) => index === 0);
      if (existing) return { kind: 'exists', hold: holdItem.parse(existing.item) };
      const lacking: string[] = [];
      for (const { index, item } of result.failed) {
        const sku = moves[index - 1]?.sku;
        if (sku === undefined) throw new Error(`A movement of ${hold.orderId} exists.`);
        if (!shards.isKnown(sku) && !shards.learn(item)) lacking.push(sku);
      }
      return lacking.length > 0 ? { kind: 'lacking', skus: lacking } : { kind: 'outrun' };
    },

    /**
     * Saves the hold's next state with its movements.
     *
     * @returns false when its state is no longer `from`.
     */
    async changeHold(hold: Hold, from: HoldState, movements: readonly InventoryChanged[]): Promise<boolean> {
      const moves = moveShards(hold, movements, shards.isKnown).map(({ action }) => action);
      const result = await table.transact([replaceHold(hold, from), ...moves, ...addMovements(hold, movements)]);
      if (result.ok) return true;
      if (result.failed.some(({ index }) => index === 0)) return false;
      throw new Error(`The stock held for ${hold.orderId} is not there.`);
    },

    /** Has an open hold lapse sooner; others stay as they are. 3 write units, index included. */
    limitHold: async (orderId: string, until: string): Promise<void> => {
      await table.transact([limitHold(orderId, until)]);
    },

    /** Takes that back. */
    unlimitHold: async (orderId: string): Promise<void> => {
      await table.transact([unlimitHold(orderId)]);
    },

    /**
     * Moves available pieces of some shards into another.
     *
     * @returns false when orders took them first.
     */
    async gather(sku: string, from: readonly Part[], into: number): Promise<boolean> {
      const gathered = from.reduce((total, { quantity }) => total + quantity, 0);
      const taken = from.map(({ shard, quantity }) => addPieces(sku, shard, -quantity));
      return (await table.transact([addPieces(sku, into, gathered), ...taken])).ok;
    },

    /** @returns false when the order has a hold or a tombstone already. */
    addTombstone: async (tombstone: Hold): Promise<boolean> => (await table.transact([addHold(tombstone)])).ok,

    /**
     * @returns false when the admin version has changed, orders took the pieces, or the idempotency
     *   key is used.
     */
    changeStock: async (change: StockChange): Promise<boolean> => (await table.transact(changeActions(change))).ok,
  };
}
