import type { Key } from '../../../shared/dynamodb/actions.ts';
import { importPartition, lineKey } from '../../../shared/dynamodb/import-store.ts';
import { indexShardOf } from '../../../shared/dynamodb/index-shard.ts';
import { FIRST_SHARD } from '../domain/shards.ts';

/** A partition for each shard: it takes 1,000 writes a second. */
export const stockKey = (sku: string, shard = FIRST_SHARD): Key => ({ pk: `stock#${sku}#${shard}`, sk: 'stock' });

export const holdKey = (orderId: string): Key => ({ pk: `hold#${orderId}`, sk: 'hold' });

/**
 * gsi1 of holds that are neither committed nor released, by the time at which they lapse. An index
 * partition takes 1,000 writes a second, and each order writes there twice. With a single
 * partition, every checkout of the shop would queue for it.
 */
export const OPEN_HOLD_PARTITIONS = 8;

export const openHoldsIndex = (partition: number): string => `open-holds#${partition}`;

export const openHoldsIndexOf = (orderId: string): string =>
  openHoldsIndex(indexShardOf(orderId, OPEN_HOLD_PARTITIONS));

/** gsi1 of allocations, by the time at which they were made. Partitioned as open holds are. */
export const ALLOCATION_PARTITIONS = 8;

export const allocationsIndex = (partition: number): string => `allocations#${partition}`;

export const allocationsIndexOf = (orderId: string): string =>
  allocationsIndex(indexShardOf(orderId, ALLOCATION_PARTITIONS));

/** A partition of its own, so that history never shares the write limit of the stock. */
export const movementKey = (eventId: string): Key => ({ pk: `move#${eventId}`, sk: 'event' });

/** gsi1 of movements, by shard, so that it takes no more writes than the stock item itself does. */
export const movementsIndex = (sku: string, shard = FIRST_SHARD): string => `moves#${sku}#${shard}`;

/** A change that a dry run has found, sorted by line. */
export const plannedChangeKey = (importId: string, line: number): Key => ({
  pk: importPartition(importId),
  sk: `change#${lineKey(line)}`,
});
