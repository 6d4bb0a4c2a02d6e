import { queryMerged } from '../../../shared/dynamodb/merged-query.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { movementItem, type StoredMovement } from './items.ts';
import { movementsIndex } from './keys.ts';

/**
 * The movements of a SKU over its shards, newest first. The index lags behind the stock by some
 * milliseconds.
 *
 * @throws InvalidCursor when the cursor is not of this SKU.
 */
export const listMovements =
  (table: Table) =>
  (sku: string, limit: number, cursor: string | undefined, shards = 1): Promise<Page<StoredMovement>> =>
    queryMerged(
      table,
      {
        partitions: Array.from({ length: shards }, (_, shard) => ({ pk: movementsIndex(sku, shard), index: 'gsi1' })),
        name: movementsIndex(sku),
        sortKeyOf: ({ event }) => event.metadata.id,
        limit,
        cursor,
      },
      movementItem,
    );
