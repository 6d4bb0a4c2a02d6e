import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import { type Action, appendEvent, putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import type { Hold, HoldState, Reservation } from '../domain/hold.ts';
import type { Levels, Stock } from '../domain/stock.ts';
import type { Adjustment, StockChange } from '../domain/stock-change.ts';
import { adjustmentItem, holdItem, movementItem, type StoredMovement, stockItem } from './items.ts';
import {
  holdKey,
  idempotencyKey,
  movementKey,
  movementsIndex,
  OPEN_HOLD_PARTITIONS,
  openHoldsIndex,
  openHoldsIndexOf,
  stockKey,
} from './keys.ts';

/** Well beyond any client's retries. */
const IDEMPOTENCY_DAYS = 30;

export type StockStore = ReturnType<typeof stockStore>;

/** Stock, holds and movements. What changes stock is a condition on the pieces themselves: orders never read before they write. */
export const stockStore = (table: Table) => ({
  getStock: (sku: string): Promise<Stock | undefined> => table.get(stockKey(sku), stockItem),

  getHold: (orderId: string): Promise<Hold | undefined> => table.get(holdKey(orderId), holdItem),

  getAdjustment: (caller: string, key: string): Promise<Adjustment | undefined> =>
    table.get(idempotencyKey(caller, key), adjustmentItem),

  /** Newest first. The index lags behind the stock by some milliseconds. */
  listMovements: (sku: string, limit: number, cursor: string | undefined): Promise<Page<StoredMovement>> =>
    table.query({ pk: movementsIndex(sku), index: 'gsi1', limit, cursor, descending: true }, movementItem),

  /** Those that lapse first, at most `limit` of each partition. The index lags behind, so they may have ended since. */
  async listOpenHolds(limit: number): Promise<Hold[]> {
    const partitions = Array.from({ length: OPEN_HOLD_PARTITIONS }, (_, partition) => openHoldsIndex(partition));
    const pages = await Promise.all(partitions.map((pk) => table.query({ pk, index: 'gsi1', limit }, holdItem)));
    return pages.flatMap(({ items }) => items);
  },

  /** All lines or none. @returns the order's hold or tombstone if there was one, else the SKUs that lack pieces, if any. */
  async reserve(hold: Hold, movements: readonly InventoryChanged[]): Promise<Reservation> {
    const result = await table.transact([putIfAbsent(itemOf(hold)), ...movements.flatMap(moveStock)]);
    if (result.ok) return { kind: 'reserved' };
    const existing = result.failed.find(({ index }) => index === 0);
    if (existing) return { kind: 'exists', hold: holdItem.parse(existing.item) };
    const skus = result.failed.flatMap(({ index }) => movements[Math.floor((index - 1) / 2)]?.data.sku ?? []);
    return { kind: 'lacking', skus };
  },

  /** Saves the hold's next state with its movements. @returns false when its state is no longer `from`. */
  async changeHold(hold: Hold, from: HoldState, movements: readonly InventoryChanged[]): Promise<boolean> {
    const result = await table.transact([replaceHold(hold, from), ...movements.flatMap(moveStock)]);
    if (result.ok) return true;
    if (result.failed.some(({ index }) => index === 0)) return false;
    throw new Error(`The stock held for ${hold.orderId} is not there.`);
  },

  /** @returns false when the order has a hold or a tombstone already. */
  addTombstone: async (tombstone: Hold): Promise<boolean> =>
    (await table.transact([putIfAbsent(itemOf(tombstone))])).ok,

  /** @returns false when the admin version is another, orders took what was to be taken, or the idempotency key is used. */
  changeStock: async (change: StockChange): Promise<boolean> => (await table.transact(changeActions(change))).ok,
});

const itemOf = (hold: Hold) => ({
  ...holdKey(hold.orderId),
  entity: 'hold',
  ...(hold.state === 'held' ? { gsi1pk: openHoldsIndexOf(hold.orderId), gsi1sk: hold.heldUntil } : {}),
  ...hold,
});

const replaceHold = (hold: Hold, from: HoldState): Action => ({
  Put: {
    Item: itemOf(hold),
    ConditionExpression: '#state = :from',
    ExpressionAttributeNames: { '#state': 'state' },
    ExpressionAttributeValues: { ':from': from },
  },
});

const LEVELS = ['available', 'held', 'allocated'] as const satisfies (keyof Levels)[];

/** Moves pieces if they are there, and writes down that they moved. Always two actions: `reserve` counts on it. */
function moveStock(movement: InventoryChanged): [Action, Action] {
  const { sku, ...data } = movement.data;
  const moved = LEVELS.filter((level) => data[level] !== 0);
  const taken = moved.filter((level) => data[level] < 0);
  const update: Action = {
    Update: {
      Key: stockKey(sku),
      UpdateExpression: `SET ${moved.map((level) => `#${level} = #${level} + :${level}`).join(', ')}`,
      ConditionExpression: taken.map((level) => `#${level} >= :${level}Taken`).join(' AND '),
      ExpressionAttributeNames: Object.fromEntries(moved.map((level) => [`#${level}`, level])),
      ExpressionAttributeValues: Object.fromEntries([
        ...moved.map((level) => [`:${level}`, data[level]]),
        ...taken.map((level) => [`:${level}Taken`, -data[level]]),
      ]),
    },
  };
  return [update, addMovement(movement)];
}

const addMovement = (movement: InventoryChanged, attributes: Readonly<Record<string, unknown>> = {}): Action => {
  const { id, aggregate } = movement.metadata;
  return appendEvent('inventory', movement, movementKey(id), {
    ...attributes,
    gsi1pk: movementsIndex(aggregate.id),
    gsi1sk: id,
  });
};

function changeActions({ before, after, movement, reason, changedBy, idempotency }: StockChange): Action[] {
  const actions = [setStock(before, after), addMovement(movement, { reason, changedBy })];
  if (!idempotency) return actions;
  const { caller, key, bodyHash } = idempotency;
  const expiresAt = Math.floor(Date.parse(movement.metadata.occurredAt) / 1000) + IDEMPOTENCY_DAYS * 86_400;
  const record = { ...idempotencyKey(caller, key), entity: 'idempotency', bodyHash, stock: after, expiresAt };
  return [...actions, putIfAbsent(record)];
}

/** Adds the difference rather than replacing the levels, so that orders which moved pieces since the read are not undone. */
function setStock(before: Stock, after: Stock): Action {
  if (before.adminVersion === 0) return putIfAbsent({ ...stockKey(after.sku), entity: 'stock', ...after });
  const added = after.available - before.available;
  return {
    Update: {
      Key: stockKey(after.sku),
      UpdateExpression: 'SET #available = #available + :added, #version = :next',
      ConditionExpression: '#version = :read AND #available >= :taken',
      ExpressionAttributeNames: { '#available': 'available', '#version': 'adminVersion' },
      ExpressionAttributeValues: {
        ':added': added,
        ':taken': Math.max(0, -added),
        ':read': before.adminVersion,
        ':next': after.adminVersion,
      },
    },
  };
}
