import { decodeCursor, encodeCursor } from '../../../shared/dynamodb/cursor.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { movementItem, type StoredMovement } from './items.ts';
import { movementKey, movementsIndex } from './keys.ts';

const scopeOf = (sku: string, shard?: number) => ({ pk: movementsIndex(sku, shard), index: 'gsi1' }) as const;

/** After which movement a page of a shard begins. The movement itself need not be one of that shard's. */
const cursorAfter = (sku: string, eventId: string, shard?: number): string =>
  encodeCursor(scopeOf(sku, shard), { ...movementKey(eventId), gsi1pk: movementsIndex(sku, shard), gsi1sk: eventId });

/**
 * The movements of a SKU over its shards, newest first. The index lags behind the stock by some milliseconds.
 *
 * @throws InvalidCursor when the cursor is not of this SKU.
 */
export const listMovements =
  (table: Table) =>
  async (sku: string, limit: number, cursor: string | undefined, shards = 1): Promise<Page<StoredMovement>> => {
    const after = cursor === undefined ? undefined : decodeCursor(scopeOf(sku), cursor).gsi1sk;
    const pages = await Promise.all(
      Array.from({ length: shards }, (_, shard) => {
        const start = after === undefined ? undefined : cursorAfter(sku, after, shard);
        return table.query({ ...scopeOf(sku, shard), limit, cursor: start, descending: true }, movementItem);
      }),
    );
    const merged = pages.flatMap(({ items }) => items).sort((left, right) => (idOf(left) < idOf(right) ? 1 : -1));
    const items = merged.slice(0, limit);
    const last = items.at(-1);
    const isMore = merged.length > limit || pages.some(({ nextCursor }) => nextCursor !== undefined);
    return isMore && last ? { items, nextCursor: cursorAfter(sku, idOf(last)) } : { items };
  };

const idOf = ({ event }: StoredMovement): string => event.metadata.id;
