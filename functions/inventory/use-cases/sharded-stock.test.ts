import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { sum } from '../domain/shards.ts';
import type { Stock } from '../domain/stock.ts';
import { inventoryQueries } from '../queries.ts';
import { stockStore } from '../store/stock-store.ts';
import { stockUnderTest } from '../testing/stock-under-test.ts';
import { changeStock } from './change-stock.ts';
import { reserveStock } from './reserve-stock.ts';

const {
  engine,
  store,
  clock,
  passMinutes,
  orderId,
  set,
  adjust,
  reserve,
  commit,
  release,
  stocked,
  levels,
  sumOfMovements,
  persistently,
} = stockUnderTest();

const spreadOf = async (sku: string) => (await store().getStock(sku))?.spread;

test('Every piece of every shard can be sold, and all that was sold comes back to where it was.', async () => {
  const sku = await stocked(10, 4);
  expect(await spreadOf(sku)).toEqual([3, 3, 2, 2]);
  const orders = [orderId(), orderId()] as const;

  await reserve(orders[0], [{ sku, quantity: 7 }]);
  await reserve(orders[1], [{ sku, quantity: 3 }]);

  expect(await spreadOf(sku)).toEqual([0, 0, 0, 0]);
  expect(await reserve(orderId(), [{ sku, quantity: 1 }])).toMatchObject({
    refusal: { code: 'inventory.insufficient_stock', extensions: { skus: [sku] } },
  });
  await commit(orders[0]);
  expect(await levels(sku)).toEqual([0, 3, 7]);
  await release(orders[0]);
  await release(orders[1]);
  expect(await spreadOf(sku)).toEqual([3, 3, 2, 2]);
  expect(await levels(sku)).toEqual([10, 0, 0]);
  expect(await sumOfMovements(sku)).toEqual([10, 0, 0]);
});

test('Available pieces are counted over all shards, for other domains as well.', async () => {
  const [hot, plain] = [await stocked(100, 16), await stocked(5)];

  const available = await inventoryQueries(engine().table).getAvailability([hot, plain, 'NEVER', hot]);

  expect(available).toEqual(
    new Map([
      [hot, 100],
      [plain, 5],
      ['NEVER', 0],
    ]),
  );
});

test('A process learns of the shards by its first order, and does not crowd the first shard.', async () => {
  const sku = await stocked(1600, 16);
  const another = stockStore(engine().table);
  const transact = vi.spyOn(another, 'reserve');
  const one = () => reserveStock(another, clock, { orderId: orderId(), lines: [{ sku, quantity: 1 }] });

  for (let count = 0; count < 40; count += 1) expect(await one()).toMatchObject({ ok: true });

  expect(transact).toHaveBeenCalledTimes(41);
  expect((await spreadOf(sku))?.filter((available) => available < 100).length).toBeGreaterThan(8);
});

test('A process that knew of fewer shards finds those added meanwhile, and shards are never removed.', async () => {
  const sku = await stocked(2, 2);
  await reserve(orderId(), [{ sku, quantity: 2 }]);
  const elsewhere = stockStore(engine().table);
  const change = { kind: 'set', onHand: 18, shards: 16 } as const;
  expect(await set(sku, 18, { change })).toMatchObject({ ok: true });

  expect(await reserve(orderId(), [{ sku, quantity: 16 }])).toMatchObject({ ok: true });

  expect(await set(sku, 18, { change: { ...change, shards: 4 } })).toMatchObject({
    refusal: { code: 'inventory.fewer_shards' },
  });
  expect(await elsewhere.getStock(sku)).toMatchObject({ available: 0, held: 18 });
});

test('A process that knew of fewer shards uses added ones from its next order but one.', async () => {
  const sku = await stocked(20, 2);
  await reserve(orderId(), [{ sku, quantity: 1 }]);
  const elsewhere = { ...stockStore(engine().table), isSold: store().isSold };
  const request = { sku, reason: 'count', changedBy: 'usr_1', requestId: 'req_1', checkVersion: () => undefined };
  await changeStock(elsewhere, clock, { ...request, change: { kind: 'set', onHand: 161, shards: 16 } });

  for (let count = 0; count < 20; count += 1) await reserve(orderId(), [{ sku, quantity: 1 }]);

  expect((await spreadOf(sku))?.slice(2).some((available) => available < 10)).toBe(true);
  expect(await levels(sku)).toEqual([140, 21, 0]);
});

test('No order is refused because pieces moved from shard to shard while they were counted.', async () => {
  const sku = await stocked(4, 2);
  const getSpreads = async () => new Map([[sku, [0, 1]]]);

  const reserved = await reserveStock({ ...store(), getSpreads }, clock, {
    orderId: orderId(),
    lines: [{ sku, quantity: 4 }],
  });

  expect(reserved).toMatchObject({ ok: true });
  expect(await levels(sku)).toEqual([0, 4, 0]);
});

test('An order whose pieces were taken by a concurrent one looks for others.', async () => {
  const sku = await stocked(6, 3);
  const getSpreads = vi.fn(store().getSpreads).mockResolvedValueOnce(new Map([[sku, [9, 0, 0]]]));

  const reserved = await reserveStock({ ...store(), getSpreads }, clock, {
    orderId: orderId(),
    lines: [{ sku, quantity: 5 }],
  });

  expect(reserved).toMatchObject({ ok: true });
  expect(getSpreads).toHaveBeenCalledTimes(2);
});

test('A retry of a reservation that took the last pieces succeeds.', async () => {
  const sku = await stocked(8, 4);
  const order = orderId();

  const answers = [await reserve(order, [{ sku, quantity: 8 }]), await reserve(order, [{ sku, quantity: 8 }])];

  expect(answers.map(({ ok }) => ok)).toEqual([true, true]);
  expect(await levels(sku)).toEqual([0, 8, 0]);
});

test('Forty lines whose pieces are scattered over sixteen shards each fit into one transaction.', {
  timeout: 180_000,
}, async () => {
  const skus = await Promise.all(Array.from({ length: 40 }, () => stocked(16, 16)));
  const order = orderId();
  const lines = skus.map((sku) => ({ sku, quantity: 16 }));

  expect(await reserve(order, lines)).toMatchObject({ ok: true });

  expect(await levels(skus[0] ?? '')).toEqual([0, 16, 0]);
  expect([await commit(order), await release(order)].every(({ ok }) => ok)).toBe(true);
  for (const sku of skus) {
    expect(await levels(sku)).toEqual([16, 0, 0]);
    expect(await sumOfMovements(sku)).toEqual([16, 0, 0]);
  }
});

test('Of sixty concurrent buyers of the last ten pieces in eight shards exactly ten win.', {
  timeout: 180_000,
}, async () => {
  const sku = await stocked(10, 8);
  const buyer = () => {
    const id = orderId();
    return persistently(() => reserve(id, [{ sku, quantity: 1 }]));
  };

  const won = await Promise.all(Array.from({ length: 60 }, buyer));

  expect(won.filter(({ ok }) => ok)).toHaveLength(10);
  expect(await levels(sku)).toEqual([0, 10, 0]);
  expect(await sumOfMovements(sku)).toEqual([0, 10, 0]);
});

test('Eight shards cost what the key table says.', async () => {
  const unitsOf = (work: () => Promise<unknown>) => engine().unitsOf(work);
  const sku = await stocked(100, 8);
  await reserve(orderId(), [{ sku, quantity: 1 }]);
  const [small, large] = [orderId(), orderId()];

  expect({
    get: await unitsOf(() => store().getStock(sku)),
    reserve: await unitsOf(() => reserve(small, [{ sku, quantity: 1 }])),
    commit: await unitsOf(() => commit(small)),
    reserveFromAll: await unitsOf(() => reserve(large, [{ sku, quantity: 90 }])),
    releaseToAll: await unitsOf(() => release(large)),
    refuse: await unitsOf(() => reserve(orderId(), [{ sku, quantity: 500 }])),
    adjust: await unitsOf(() => adjust(sku, 50)),
  }).toEqual({
    get: { read: 8, write: 0 },
    reserve: { read: 8, write: 8 },
    commit: { read: 1, write: 9 },
    reserveFromAll: { read: 8, write: 22 },
    releaseToAll: { read: 1, write: 22 },
    refuse: { read: 25, write: 2 },
    adjust: { read: 18, write: 21 },
  });
});

test('Movements are listed over all shards, newest first, page by page, each once.', async () => {
  const sku = await stocked(40, 8);
  const orders: string[] = [];
  for (let count = 0; count < 12; count += 1) {
    const id = orderId();
    await reserve(id, [{ sku, quantity: 1 }]);
    orders.unshift(id);
  }
  const listed: (string | undefined)[] = [];
  let cursor: string | undefined;
  do {
    const page = await store().listMovements(sku, 5, cursor, 8);
    listed.push(...page.items.map(({ event }) => event.data.orderId));
    cursor = page.nextCursor;
  } while (cursor);

  expect(listed).toEqual([...orders, undefined]);
});

type Step = {
  readonly op: 'reserve' | 'commit' | 'release' | 'set' | 'adjust' | 'gather' | 'wait';
  readonly n: number;
  readonly order: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('reserve', 'reserve', 'commit', 'release', 'set', 'adjust', 'gather', 'wait'),
  n: fc.integer({ min: 1, max: 9 }),
  order: fc.integer({ min: 0, max: 4 }),
});

test('After any interleaving no shard is negative, the levels balance, and the last piece can be bought.', {
  timeout: 360_000,
}, async () => {
  const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(
      rounds,
      fc.integer({ min: 2, max: 5 }),
      fc.integer({ min: 1, max: 20 }),
      async (all, shards, q) => {
        const sku = await stocked(12, shards);
        const orders = Array.from({ length: 5 }, orderId);
        const act = async ({ op, n, order }: Step): Promise<unknown> => {
          const id = orders[order] ?? orderId();
          if (op === 'reserve') return reserve(id, [{ sku, quantity: n }]);
          if (op === 'commit') return commit(id);
          if (op === 'release') return release(id);
          if (op === 'set')
            return set(sku, n * 3, { change: { kind: 'set', onHand: n * 3, shards: shards + (n % 2) } });
          if (op === 'adjust') return adjust(sku, n - 4);
          if (op === 'gather') return store().gather(sku, [{ shard: 1, quantity: n }], 0);
          passMinutes(n);
          return undefined;
        };
        for (const round of all) {
          for (const outcome of await Promise.allSettled(round.map(act))) {
            if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'TransientFault' });
          }
        }

        const stock = (await store().getStock(sku)) as Stock;
        const now = [stock.available, stock.held, stock.allocated];
        expect(Math.min(...now, ...stock.spread)).toBeGreaterThanOrEqual(0);
        expect(sum(stock.spread)).toBe(stock.available);
        expect(await sumOfMovements(sku)).toEqual(now);
        const holds = await Promise.all(orders.map((id) => store().getHold(id)));
        const inState = (state: string) =>
          sum(holds.map((hold) => (hold?.state === state ? (hold.lines[0]?.quantity ?? 0) : 0)));
        expect([stock.held, stock.allocated]).toEqual([inState('held'), inState('allocated')]);
        expect((await reserve(orderId(), [{ sku, quantity: q }])).ok).toBe(q <= stock.available);
      },
    ),
    { numRuns: 40 },
  );
});
