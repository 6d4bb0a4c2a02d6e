import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Stock } from '../domain/stock.ts';
import { stockUnderTest } from '../testing/stock-under-test.ts';

const {
  store,
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

test('Of fifty concurrent reservations of the last ten units exactly ten win.', { timeout: 90_000 }, async () => {
  const sku = await stocked(10);
  const one = async () => (await reserve(orderId(), [{ sku, quantity: 1 }])).ok;
  const won = await Promise.all(Array.from({ length: 50 }, () => persistently(one)));
  expect(won.filter(Boolean)).toHaveLength(10);
  expect(await levels(sku)).toEqual([0, 10, 0]);
  expect(await sumOfMovements(sku)).toEqual([0, 10, 0]);
});

test('Twenty concurrent adjustments with one key are made once; twenty with keys of their own are all made.', async () => {
  const sku = await stocked(0);
  await Promise.all(Array.from({ length: 20 }, () => adjust(sku, 1, `same-${sku}`)));
  expect(await levels(sku)).toEqual([1, 0, 0]);
  await Promise.all(
    Array.from({ length: 20 }, (_, index) => persistently(() => adjust(sku, 1, `own-${sku}-${index}`))),
  );
  expect(await levels(sku)).toEqual([21, 0, 0]);
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
  timeout: 180_000,
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
        passMinutes(n);
        return undefined;
      };
      for (const round of rounds) {
        const outcomes = await Promise.allSettled(round.map(act));
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ name: 'TransientFault' });
        }
      }
      const stock = (await store().getStock(sku)) as Stock;
      const now = [stock.available, stock.held, stock.allocated];
      expect(Math.min(...now)).toBeGreaterThanOrEqual(0);
      expect(await sumOfMovements(sku)).toEqual(now);
      const holds = await Promise.all(orders.map((id) => store().getHold(id)));
      const inState = (state: string) =>
        holds.reduce((sum, hold) => sum + (hold?.state === state ? (hold.lines[0]?.quantity ?? 0) : 0), 0);
      expect([stock.held, stock.allocated]).toEqual([inState('held'), inState('allocated')]);
    }),
    { numRuns: 40 },
  );
});

test('Steps done and undone in any order, concurrently or not, however often, leave the stock as before.', {
  timeout: 180_000,
}, async () => {
  const undone = fc.array(fc.constantFrom('reserve', 'commit', 'release'), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(undone, undone, fc.boolean(), fc.constantFrom(1, 3), async (before, after, atOnce, shards) => {
      const sku = await stocked(10, shards);
      const order = orderId();
      const steps = {
        reserve: () => reserve(order, [{ sku, quantity: 7 }]),
        commit: () => commit(order),
        release: () => release(order),
      };
      const run = (name: keyof typeof steps) => persistently<unknown>(steps[name]);

      const all = [...before, 'release' as const, ...after];
      if (atOnce) await Promise.all(all.map(run));
      else for (const name of all) await run(name);
      if (atOnce) await run('release');

      expect(await levels(sku)).toEqual([10, 0, 0]);
      expect(await sumOfMovements(sku)).toEqual([10, 0, 0]);
      expect(await store().getHold(order)).toMatchObject({ state: 'released' });
      expect(await commit(order)).toMatchObject({ refusal: { code: 'inventory.hold_expired' } });
    }),
    { numRuns: 40 },
  );
});
