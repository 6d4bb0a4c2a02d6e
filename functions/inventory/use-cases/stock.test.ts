import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import type { HoldLine } from '../domain/hold.ts';
import type { Stock } from '../domain/stock.ts';
import { inventoryQueries } from '../queries.ts';
import { movementsIndex } from '../store/keys.ts';
import { type StockStore, stockStore } from '../store/stock-store.ts';
import { type ChangeStockInput, changeStock } from './change-stock.ts';
import { commitStock } from './commit-stock.ts';
import { releaseStock } from './release-stock.ts';
import { reserveStock } from './reserve-stock.ts';

let engine: TestTable;
let store: StockStore & { isSold(sku: string): Promise<boolean> };
let time = Date.parse('2026-11-20T12:00:00.000Z');
const clock: Clock = { now: () => new Date(time) };

beforeAll(async () => {
  engine = await startTestTable();
  store = { ...stockStore(engine.table), isSold: async (sku) => !sku.startsWith('UNKNOWN') };
});

afterAll(() => engine.stop());

const freshSku = () => createId('SKU');
const orderId = () => createId('ord');

const anyVersion = () => undefined;

const change = (sku: string, what: ChangeStockInput['change'], more: Partial<ChangeStockInput> = {}) =>
  changeStock(store, clock, {
    sku,
    change: what,
    reason: 'count',
    changedBy: 'usr_admin',
    requestId: 'req_1',
    checkVersion: anyVersion,
    ...more,
  });

const set = (sku: string, onHand: number, more?: Partial<ChangeStockInput>) =>
  change(sku, { kind: 'set', onHand }, more);

const adjust = (sku: string, by: number, key: string = orderId(), bodyHash = 'body') =>
  change(sku, { kind: 'adjusted', by, idempotency: { caller: 'usr_admin', key, bodyHash } });

const reserve = (id: string, lines: HoldLine[]) => reserveStock(store, clock, { orderId: id, lines });
const commit = (id: string) => commitStock(store, clock, { orderId: id });
const release = (id: string) => releaseStock(store, clock, { orderId: id });

async function stocked(quantity: number): Promise<string> {
  const sku = freshSku();
  await set(sku, quantity);
  return sku;
}

const levels = async (sku: string) => {
  const stock = await store.getStock(sku);
  return stock && [stock.available, stock.held, stock.allocated];
};

async function sumOfMovements(sku: string): Promise<number[]> {
  const sum = [0, 0, 0];
  let cursor: string | undefined;
  do {
    const page = await store.listMovements(sku, 100, cursor);
    for (const { event } of page.items) {
      for (const [index, level] of (['available', 'held', 'allocated'] as const).entries()) {
        sum[index] = (sum[index] ?? 0) + event.data[level];
      }
    }
    cursor = page.nextCursor;
  } while (cursor);
  return sum;
}

test('Reserving holds every line, committing allocates it, releasing gives it back.', async () => {
  const [mug, lamp] = [await stocked(5), await stocked(3)];
  const order = orderId();
  await reserve(order, [
    { sku: mug, quantity: 2 },
    { sku: lamp, quantity: 3 },
    { sku: mug, quantity: 1 },
  ]);
  expect([await levels(mug), await levels(lamp)]).toEqual([
    [2, 3, 0],
    [0, 3, 0],
  ]);

  await commit(order);
  expect([await levels(mug), await levels(lamp)]).toEqual([
    [2, 0, 3],
    [0, 0, 3],
  ]);

  await release(order);
  expect([await levels(mug), await levels(lamp)]).toEqual([
    [5, 0, 0],
    [3, 0, 0],
  ]);
  expect(await sumOfMovements(mug)).toEqual([5, 0, 0]);
});

test('When one line lacks pieces nothing is held, and the refusal names what lacks.', async () => {
  const [mug, lamp, never] = [await stocked(5), await stocked(1), freshSku()];
  const refused = await reserve(orderId(), [
    { sku: mug, quantity: 1 },
    { sku: lamp, quantity: 2 },
    { sku: never, quantity: 1 },
  ]);
  expect(refused).toMatchObject({
    refusal: { code: 'inventory.insufficient_stock', extensions: { skus: [lamp, never] } },
  });
  expect(await levels(mug)).toEqual([5, 0, 0]);
});

test('Each step done twice is done once.', async () => {
  const sku = await stocked(5);
  const order = orderId();
  const lines = [{ sku, quantity: 2 }];
  expect([await reserve(order, lines), await reserve(order, lines)].map(({ ok }) => ok)).toEqual([true, true]);
  expect(await levels(sku)).toEqual([3, 2, 0]);
  expect([await commit(order), await commit(order)].map(({ ok }) => ok)).toEqual([true, true]);
  expect(await levels(sku)).toEqual([3, 0, 2]);
  expect([await release(order), await release(order)].map(({ ok }) => ok)).toEqual([true, true]);
  expect(await levels(sku)).toEqual([5, 0, 0]);
  expect((await store.listMovements(sku, 100, undefined)).items).toHaveLength(4);
});

test('A reservation that comes after its undo takes nothing, and cannot be committed.', async () => {
  const sku = await stocked(5);
  const order = orderId();
  await release(order);
  expect(await reserve(order, [{ sku, quantity: 2 }])).toMatchObject({ ok: true });
  expect(await levels(sku)).toEqual([5, 0, 0]);
  expect(await commit(order)).toMatchObject({ refusal: { code: 'inventory.hold_expired' } });
});

test('A refused reservation stays refused, also when pieces come in before its retry.', async () => {
  const sku = await stocked(1);
  const order = orderId();
  const first = await reserve(order, [{ sku, quantity: 2 }]);
  await set(sku, 10);
  expect(await reserve(order, [{ sku, quantity: 2 }])).toEqual(first);
  await release(order);
  expect(await reserve(order, [{ sku, quantity: 2 }])).toEqual(first);
  expect(await levels(sku)).toEqual([10, 0, 0]);
});

test('A hold that has lapsed is not committed, and its pieces come back by the release.', async () => {
  const sku = await stocked(1);
  const order = orderId();
  await reserve(order, [{ sku, quantity: 1 }]);
  time += 15 * 60_000;
  expect(await commit(order)).toMatchObject({ refusal: { code: 'inventory.hold_expired' } });
  await release(order);
  expect(await levels(sku)).toEqual([1, 0, 0]);
});

test('Of fifty concurrent reservations of the last ten units exactly ten win.', { timeout: 30_000 }, async () => {
  const sku = await stocked(10);
  const one = () => reserve(orderId(), [{ sku, quantity: 1 }]);
  // What the order saga does: a conflict that outlives its retries is tried again.
  const persistently = async (): Promise<boolean> => {
    for (;;) {
      try {
        return (await one()).ok;
      } catch (error) {
        if ((error as Error).name !== 'TransientFault') throw error;
      }
    }
  };
  const won = await Promise.all(Array.from({ length: 50 }, persistently));
  expect(won.filter(Boolean)).toHaveLength(10);
  expect(await levels(sku)).toEqual([0, 10, 0]);
  expect(await sumOfMovements(sku)).toEqual([0, 10, 0]);
});

test('Forty lines fit into one transaction.', async () => {
  const skus = await Promise.all(Array.from({ length: 40 }, () => stocked(1)));
  const order = orderId();
  const lines = skus.map((sku) => ({ sku, quantity: 1 }));
  expect([await reserve(order, lines), await commit(order), await release(order)].every(({ ok }) => ok)).toBe(true);
  expect([...(await inventoryQueries(engine.table).getAvailability(skus)).values()]).toEqual(skus.map(() => 1));
});

test('Setting counts what is on hand, and leaves to orders what is theirs.', async () => {
  const sku = await stocked(10);
  const order = orderId();
  await reserve(order, [{ sku, quantity: 4 }]);
  expect(await set(sku, 6)).toMatchObject({ value: { stock: { available: 2, held: 4, adminVersion: 2 } } });
  expect(await set(sku, 3)).toMatchObject({ refusal: { code: 'inventory.below_committed' } });
  expect(await set(sku, 4)).toMatchObject({ value: { stock: { available: 0, held: 4 } } });
  expect(await adjust(sku, -1)).toMatchObject({ refusal: { code: 'inventory.below_committed' } });
});

test('An adjustment is made once per key, and answers its retry the same even after others.', async () => {
  const sku = await stocked(10);
  const first = await adjust(sku, 5, 'key-1');
  await adjust(sku, 7);
  expect(await adjust(sku, 5, 'key-1')).toEqual({
    ok: true,
    value: { ...('value' in first && first.value), replayed: true },
  });
  expect(await adjust(sku, 6, 'key-1', 'other body')).toMatchObject({
    refusal: { code: 'inventory.idempotency_key_reused' },
  });
  expect(await levels(sku)).toEqual([22, 0, 0]);
});

test('Twenty adjustments with one key at once are one; twenty with keys of their own are twenty.', async () => {
  const sku = await stocked(0);
  await Promise.all(Array.from({ length: 20 }, () => adjust(sku, 1, `same-${sku}`)));
  expect(await levels(sku)).toEqual([1, 0, 0]);
  const persistently = async (key: string): Promise<unknown> => {
    for (;;) {
      try {
        return await adjust(sku, 1, key);
      } catch (error) {
        if ((error as Error).name !== 'TransientFault') throw error;
      }
    }
  };
  await Promise.all(Array.from({ length: 20 }, (_, index) => persistently(`own-${sku}-${index}`)));
  expect(await levels(sku)).toEqual([21, 0, 0]);
});

test('Nothing sold, a stale version, another warehouse: refused in this order.', async () => {
  const refusal = { code: 'request.version_mismatch', detail: 'stale' } as const;
  const stale = { checkVersion: () => refusal, warehouse: 'moon' };
  expect(await set('UNKNOWN', 1, stale)).toMatchObject({ refusal: { code: 'request.not_found' } });
  const sku = await stocked(1);
  expect(await set(sku, 1, stale)).toMatchObject({ refusal });
  expect(await set(sku, 1, { warehouse: 'moon' })).toMatchObject({ refusal: { code: 'inventory.unknown_warehouse' } });
});

test('Movements are listed newest first, page by page, with the reason of an admin.', async () => {
  const sku = await stocked(5);
  const order = orderId();
  await reserve(order, [{ sku, quantity: 1 }]);
  const first = await store.listMovements(sku, 1, undefined);
  expect(first.items[0]?.event.data).toMatchObject({ cause: 'reserved', orderId: order, available: -1 });
  const second = await store.listMovements(sku, 1, first.nextCursor);
  expect(second.items[0]).toMatchObject({ reason: 'count', event: { data: { cause: 'set', available: 5 } } });
  const { Items = [] } = await engine.client.send(
    new QueryCommand({
      TableName: engine.tableName,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk',
      ExpressionAttributeValues: { ':pk': movementsIndex(sku) },
    }),
  );
  expect(JSON.stringify(Items.map(({ event }) => event))).not.toMatch(/count|usr_admin/);
});

type Step = {
  readonly op: 'reserve' | 'commit' | 'release' | 'set' | 'adjust' | 'wait';
  readonly n: number;
  readonly order: number;
};

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('reserve', 'reserve', 'commit', 'release', 'set', 'adjust', 'wait'),
  n: fc.integer({ min: 1, max: 8 }),
  order: fc.integer({ min: 0, max: 3 }),
});

test('After any interleaving the levels balance, none is negative, and they are the sum of the movements.', {
  timeout: 60_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { maxLength: 8 }), async (rounds) => {
      const sku = await stocked(10);
      const orders = Array.from({ length: 4 }, orderId);
      const act = async ({ op, n, order }: Step): Promise<unknown> => {
        const id = orders[order] ?? orderId();
        if (op === 'reserve') return reserve(id, [{ sku, quantity: n }]);
        if (op === 'commit') return commit(id);
        if (op === 'release') return release(id);
        if (op === 'set') return set(sku, n * 3);
        if (op === 'adjust') return adjust(sku, n - 4);
        time += n * 60_000;
        return undefined;
      };
      for (const round of rounds) {
        const outcomes = await Promise.allSettled(round.map(act));
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'TransientFault' });
        }
      }
      const stock = (await store.getStock(sku)) as Stock;
      const now = [stock.available, stock.held, stock.allocated];
      expect(Math.min(...now)).toBeGreaterThanOrEqual(0);
      expect(await sumOfMovements(sku)).toEqual(now);
      const holds = await Promise.all(orders.map((id) => store.getHold(id)));
      const inState = (state: string) =>
        holds.reduce((sum, hold) => sum + (hold?.state === state ? (hold.lines[0]?.quantity ?? 0) : 0), 0);
      expect([stock.held, stock.allocated]).toEqual([inState('held'), inState('allocated')]);
    }),
    { numRuns: 40 },
  );
});

test('Nothing is written that the table would delete by itself, but idempotency records.', async () => {
  const { Items = [] } = await engine.client.send(
    new ScanCommand({ TableName: engine.tableName, FilterExpression: 'attribute_exists(expiresAt)' }),
  );
  expect(new Set(Items.map(({ entity }) => entity))).toEqual(new Set(['idempotency']));
});
