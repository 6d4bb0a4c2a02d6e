import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { startTestTable, type TestTable } from '../testing/dynamodb.ts';
import { put } from './actions.ts';
import { InvalidCursor } from './cursor.ts';
import { queryMerged } from './merged-query.ts';

let db: TestTable;
let lists = 0;

beforeAll(async () => {
  db = await startTestTable();
});
afterAll(() => db.stop());

const schema = z.object({ id: z.string() });

/** The partitions may be of either index. */
const indexOf = (partition: number) => (partition === 1 ? 'gsi2' : 'gsi1');

/**
 * Puts each id into the partitions of its list. Returns a function that pages through some of them.
 */
async function aList(members: readonly (readonly [partition: number, id: string])[]) {
  lists += 1;
  const pkOf = (partition: number) => `list-${lists}-${partition}`;
  const unique = [...new Map(members.map(([partition, id]) => [`${partition} ${id}`, { partition, id }])).values()];
  for (let start = 0; start < unique.length; start += 100) {
    await db.table.transact(
      unique.slice(start, start + 100).map(({ partition, id }) =>
        put({
          ...{ pk: `${pkOf(partition)}#${id}`, sk: 'member', id },
          ...{ [`${indexOf(partition)}pk`]: pkOf(partition), [`${indexOf(partition)}sk`]: id },
        }),
      ),
    );
  }
  return (partitions: readonly number[], limit: number, cursor?: string) =>
    queryMerged(
      db.table,
      {
        partitions: partitions.map((partition) => ({ pk: pkOf(partition), index: indexOf(partition) })),
        name: 'members',
        sortKeyOf: ({ id }) => id,
        limit,
        cursor,
      },
      schema,
    );
}

test('Pages of any length show each item of the partitions once, newest first.', async () => {
  const members = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 100, max: 140 }).map(String)), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(members, fc.integer({ min: 1, max: 20 }), async (some, limit) => {
      const page = await aList(some);
      const seen: string[] = [];
      for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
        const { items, nextCursor } = await page([0, 1, 2], limit, cursor);
        expect(items.length).toBeLessThanOrEqual(limit);
        seen.push(...items.map(({ id }) => id));
        cursor = nextCursor;
      }

      const expected = new Set(some.filter(([partition]) => partition < 3).map(([, id]) => id));
      expect(seen).toEqual([...expected].sort().reverse());
    }),
    { numRuns: 30 },
  );
});

test('A list of no partitions is empty.', async () => {
  const page = await aList([[0, 'a']]);

  expect(await page([], 10)).toEqual({ items: [] });
});

test('A forged cursor is refused.', async () => {
  const page = await aList([[0, 'a']]);

  const forged = Buffer.from(JSON.stringify(['orders', 'a'])).toString('base64url');
  for (const cursor of [forged, 'nonsense']) await expect(page([0], 10, cursor)).rejects.toThrow(InvalidCursor);
});
