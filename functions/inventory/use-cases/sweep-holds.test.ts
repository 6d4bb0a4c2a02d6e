import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test, vi } from 'vitest';
import { bankLimit, type HoldLine } from '../domain/hold.ts';
import { OPEN_HOLD_PARTITIONS, openHoldsIndex } from '../store/keys.ts';
import { stockUnderTest } from '../testing/stock-under-test.ts';
import { type SweepHoldsPorts, sweepHolds } from './sweep-holds.ts';

const {
  engine,
  store,
  clock,
  passMinutes,
  orderId,
  reserve,
  commit,
  release,
  stocked,
  levels,
  sumOfMovements,
  persistently,
} = stockUnderTest();

const paid = new Set<string>();

const portsOf = (changes: Partial<SweepHoldsPorts> = {}): SweepHoldsPorts => ({
  ...store(),
  isPaid: async (id) => paid.has(id),
  ...changes,
});

const sweep = (changes?: Partial<SweepHoldsPorts>) => sweepHolds(portsOf(changes), clock);

async function openHolds(): Promise<string[]> {
  const pages = Array.from({ length: OPEN_HOLD_PARTITIONS }, (_, partition) =>
    engine().client.send(
      new QueryCommand({
        TableName: engine().tableName,
        IndexName: 'gsi1',
        KeyConditionExpression: 'gsi1pk = :pk',
        ExpressionAttributeValues: { ':pk': openHoldsIndex(partition) },
      }),
    ),
  );
  return (await Promise.all(pages)).flatMap(({ Items = [] }) => Items.map((item) => item.orderId));
}

async function held(lines: HoldLine[]): Promise<string> {
  const id = orderId();
  expect(await persistently(() => reserve(id, lines))).toMatchObject({ ok: true });
  return id;
}

test('The pieces of a lapsed hold come back, and its order can no longer be committed.', async () => {
  const sku = await stocked(5);
  const order = await held([{ sku, quantity: 2 }]);
  passMinutes(15);
  expect(await sweep()).toEqual({ released: 0, kept: 0, failed: [] });
  passMinutes(1);

  expect(await sweep()).toEqual({ released: 1, kept: 0, failed: [] });

  expect(await levels(sku)).toEqual([5, 0, 0]);
  expect(await sumOfMovements(sku)).toEqual([5, 0, 0]);
  expect(await commit(order)).toMatchObject({ refusal: { code: 'inventory.hold_expired' } });
  expect(await release(order)).toMatchObject({ ok: true });
  expect(await levels(sku)).toEqual([5, 0, 0]);
  expect(await sweep()).toEqual({ released: 0, kept: 0, failed: [] });
});

const sendToBank = (order: string) => store().limitHold(order, bankLimit(clock.now().toISOString(), 300));

test('A hold whose buyer is at the bank lapses after seven minutes, although its saga is dead.', async () => {
  const sku = await stocked(5);
  const order = await held([{ sku, quantity: 2 }]);
  await sendToBank(order);
  passMinutes(7);
  await sendToBank(order);
  expect(await sweep()).toEqual({ released: 0, kept: 0, failed: [] });
  passMinutes(1);

  expect(await sweep()).toEqual({ released: 1, kept: 0, failed: [] });

  expect(await levels(sku)).toEqual([5, 0, 0]);
  expect(await commit(order)).toMatchObject({ refusal: { code: 'inventory.hold_expired' } });
});

test('A buyer who has paid at the bank keeps the pieces for the fifteen minutes of any order.', async () => {
  const sku = await stocked(5);
  const [order, late] = [await held([{ sku, quantity: 1 }]), await held([{ sku, quantity: 2 }])];
  for (const id of [order, late]) {
    await sendToBank(id);
    paid.add(id);
  }
  passMinutes(8);
  expect(await sweep()).toEqual({ released: 0, kept: 2, failed: [] });
  expect(await sweep()).toEqual({ released: 0, kept: 0, failed: [] });
  expect(await commit(order)).toMatchObject({ ok: true });
  passMinutes(8);

  expect(await sweep()).toEqual({ released: 1, kept: 0, failed: [] });

  expect(await levels(sku)).toEqual([4, 0, 1]);
});

test('News of the bank that comes late changes nothing of a hold that is committed or released.', async () => {
  const sku = await stocked(5);
  const [committed, released] = [await held([{ sku, quantity: 1 }]), await held([{ sku, quantity: 1 }])];
  await commit(committed);
  await release(released);

  for (const id of [committed, released, orderId()]) await sendToBank(id);
  passMinutes(16);

  expect(await sweep()).toEqual({ released: 0, kept: 0, failed: [] });
  expect(await levels(sku)).toEqual([4, 0, 1]);
});

test('Only open holds are in the index: committed, released and refused ones cost the sweeper nothing.', async () => {
  const sku = await stocked(3);
  const [open, committed, released, refused] = [
    await held([{ sku, quantity: 1 }]),
    await held([{ sku, quantity: 1 }]),
    await held([{ sku, quantity: 1 }]),
    orderId(),
  ];
  await reserve(refused, [{ sku, quantity: 9 }]);
  await commit(committed);
  await release(released);

  expect(await openHolds()).toEqual([open]);

  passMinutes(20);
  await sweep();
  expect(await openHolds()).toEqual([]);
  expect(await levels(sku)).toEqual([2, 0, 1]);
});

test('An index that lags behind never makes the sweeper undo a commit.', async () => {
  const sku = await stocked(5);
  const order = await held([{ sku, quantity: 2 }]);
  const listed = await store().listOpenHolds(25);
  await commit(order);
  passMinutes(60);

  expect(await sweep({ listOpenHolds: async () => listed })).toEqual({ released: 0, kept: 1, failed: [] });

  expect(await levels(sku)).toEqual([3, 0, 2]);
});

test('A hold whose state changes between the read and the write is left alone.', async () => {
  const sku = await stocked(5);
  const order = await held([{ sku, quantity: 2 }]);
  passMinutes(60);
  const slow = {
    getHold: async (id: string) => {
      const hold = await store().getHold(id);
      await release(id);
      return hold;
    },
  };

  expect(await sweep(slow)).toEqual({ released: 0, kept: 1, failed: [] });

  expect(await levels(sku)).toEqual([5, 0, 0]);
  expect(await store().getHold(order)).toMatchObject({ state: 'released' });
});

test('Two sweepers at once release each hold once, and one that fails does not stop the others.', async () => {
  const sku = await stocked(30);
  const orders = await Promise.all(Array.from({ length: 30 }, () => held([{ sku, quantity: 1 }])));
  passMinutes(60);
  const changeHold = vi.fn(store().changeHold).mockRejectedValueOnce(new Error('the table is away'));

  const [one, other] = await Promise.all([sweep({ changeHold }), sweep()]);

  expect(one.released).toBeLessThan(30);
  expect(one.failed).toContainEqual(new Error('the table is away'));
  expect(one.released + other.released).toBeLessThanOrEqual(30);
  await expect.poll(() => sweep()).toMatchObject({ released: 0, failed: [] });
  expect(await levels(sku)).toEqual([30, 0, 0]);
  expect(await sumOfMovements(sku)).toEqual([30, 0, 0]);
  expect((await Promise.all(orders.map((id) => store().getHold(id)))).every((hold) => hold?.state === 'released')).toBe(
    true,
  );
});

test('One run does a bounded amount of work, the longest overdue first.', async () => {
  const changeHold = vi.fn(async () => true);
  const holds = Array.from({ length: 25 }, () => ({
    orderId: orderId(),
    state: 'held' as const,
    lines: [],
    heldUntil: '2026-01-01T00:00:00.000Z',
  }));
  const listOpenHolds = vi.fn(async () => holds);
  const getHold = async (id: string) => holds.find((hold) => hold.orderId === id);

  expect(await sweep({ listOpenHolds, getHold, changeHold })).toMatchObject({ released: 25 });

  expect(listOpenHolds).toHaveBeenCalledExactlyOnceWith(25);
});
