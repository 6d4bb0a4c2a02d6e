import type * as z from 'zod';
import type { Page } from '../kernel/page.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import type { Table } from './table.ts';

export interface IndexPartition {
  readonly pk: string;
  readonly index: 'gsi1' | 'gsi2';
}

export interface MergedQuery<Item> {
  /** The next page may read other partitions. */
  readonly partitions: readonly IndexPartition[];
  /** The list's name. A cursor fits only a list of the same name. */
  readonly name: string;
  /** The sort key of an item in the indexes. Items with equal keys are the same item. */
  readonly sortKeyOf: (item: Item) => string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/**
 * Reads several partitions of a table's indexes as one list: the largest sort key first, each item
 * once. A page reads up to `limit` items of each partition: 0.5 read units per partition and 4 KB.
 *
 * @throws InvalidCursor when a different list made the cursor.
 */
export async function queryMerged<S extends z.ZodType>(
  table: Table,
  { partitions, name, sortKeyOf, limit, cursor }: MergedQuery<z.output<S>>,
  schema: S,
): Promise<Page<z.output<S>>> {
  const scope = [table.name, 'merged', name];
  const below = cursor === undefined ? undefined : decodeCursor<string>(scope, cursor);
  const pages = await Promise.all(
    partitions.map((partition) =>
      table.query({ ...partition, limit, descending: true, ...(below === undefined ? {} : { below }) }, schema),
    ),
  );
  const bySortKey = new Map(pages.flatMap(({ items }) => items.map((item) => [sortKeyOf(item), item] as const)));
  const keys = [...bySortKey.keys()].sort().reverse();
  const shown = keys.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = keys.length > limit || pages.some(({ nextCursor }) => nextCursor !== undefined);
  const items = shown.flatMap((key) => bySortKey.get(key) ?? []) as z.output<S>[];
  return hasMore && last !== undefined ? { items, nextCursor: encodeCursor(scope, last) } : { items };
}
