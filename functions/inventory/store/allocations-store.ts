import { checkpoints } from '../../../shared/dynamodb/checkpoints.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Hold } from '../domain/hold.ts';
import { holdItem } from './items.ts';
import { ALLOCATION_PARTITIONS, allocationsIndex } from './keys.ts';

const PAGE = 100;

/** The allocations by time, from an index, and how far they were compared. */
export const allocationsStore = (table: Table) => ({
  ...checkpoints(table),

  /** Those that were made in a time, in pages. 0.5 read units per 4 KB, at least 4. */
  async *listAllocations(from: Date, to: Date): AsyncGenerator<readonly Hold[]> {
    for (let partition = 0; partition < ALLOCATION_PARTITIONS; partition += 1) {
      const between = [from.toISOString(), to.toISOString()] as const;
      const query = { pk: allocationsIndex(partition), index: 'gsi1', between, limit: PAGE } as const;
      let cursor: string | undefined;
      do {
        const page = await table.query({ ...query, cursor }, holdItem);
        if (page.items.length > 0) yield page.items;
        cursor = page.nextCursor;
      } while (cursor !== undefined);
    }
  },
});
