import { expect, test } from 'vitest';
import { inventoryQueries } from './queries.ts';
import { stockUnderTest } from './testing/stock-under-test.ts';

const { engine, orderId, reserve, stocked } = stockUnderTest();

test('Levels are summed over the shards, for a read unit each, without SKUs that never had stock', async () => {
  const [hot, plain] = [await stocked(100, 4), await stocked(5)];
  await reserve(orderId(), [{ sku: plain, quantity: 2 }]);
  let levels: unknown;

  const units = await engine().unitsOf(async () => {
    levels = await inventoryQueries(engine().table).getLevels([hot, plain, 'NEVER']);
  });

  expect(levels).toEqual(
    new Map([
      [hot, { available: 100, held: 0, allocated: 0, shards: 4 }],
      [plain, { available: 3, held: 2, allocated: 0, shards: 1 }],
    ]),
  );
  expect(units).toEqual({ read: 6, write: 0 });
});

test('Movements come newest first, for half a read unit', async () => {
  const sku = await stocked(5);
  await reserve(orderId(), [{ sku, quantity: 2 }]);
  let causes: unknown;

  const units = await engine().unitsOf(async () => {
    const movements = await inventoryQueries(engine().table).listMovements(sku, 1, 10);
    causes = movements.map(({ event }) => event.data.cause);
  });

  expect(causes).toEqual(['reserved', 'set']);
  expect(units).toEqual({ read: 0.5, write: 0 });
});
