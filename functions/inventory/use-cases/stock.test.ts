import { QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { inventoryQueries } from '../queries.ts';
import { movementsIndex } from '../store/keys.ts';
import { stockUnderTest } from '../testing/stock-under-test.ts';

const {
  engine,
  store,
  passMinutes,
  freshSku,
  orderId,
  set,
  adjust,
  reserve,
  commit,
  release,
  stocked,
  levels,
  sumOfMovements,
} = stockUnderTest();

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

test('When one line lacks pieces nothing is held, and the refusal names its SKU.', async () => {
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

test('Each step is idempotent.', async () => {
  const sku = await stocked(5);
  const order = orderId();
  const lines = [{ sku, quantity: 2 }];
  expect([await reserve(order, lines), await reserve(order, lines)].map(({ ok }) => ok)).toEqual([true, true]);
  expect(await levels(sku)).toEqual([3, 2, 0]);
  expect([await commit(order), await commit(order)].map(({ ok }) => ok)).toEqual([true, true]);
  expect(await levels(sku)).toEqual([3, 0, 2]);
  expect([await release(order), await release(order)].map(({ ok }) => ok)).toEqual([true, true]);
  expect(await levels(sku)).toEqual([5, 0, 0]);
  expect((await store().listMovements(sku, 100, undefined)).items).toHaveLength(4);
});

test('A confirmed order keeps its pieces when its saga runs again and goes back.', async () => {
  const sku = await stocked(5);
  const order = orderId();
  await reserve(order, [{ sku, quantity: 2 }]);
  await commit(order);

  expect(await release(order, 'confirmed')).toMatchObject({ ok: true });

  expect(await levels(sku)).toEqual([3, 0, 2]);
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
  passMinutes(15);
  expect(await commit(order)).toMatchObject({ refusal: { code: 'inventory.hold_expired' } });
  await release(order);
  expect(await levels(sku)).toEqual([1, 0, 0]);
});

test('Forty lines fit into one transaction.', async () => {
  const skus = await Promise.all(Array.from({ length: 40 }, () => stocked(1)));
  const order = orderId();
  const lines = skus.map((sku) => ({ sku, quantity: 1 }));
  expect([await reserve(order, lines), await commit(order), await release(order)].every(({ ok }) => ok)).toBe(true);
  expect([...(await inventoryQueries(engine().table).getAvailability(skus)).values()]).toEqual(skus.map(() => 1));
});

test('A set states the pieces on hand, and cannot take those that orders hold.', async () => {
  const sku = await stocked(10);
  const order = orderId();
  await reserve(order, [{ sku, quantity: 4 }]);
  expect(await set(sku, 6)).toMatchObject({ value: { stock: { available: 2, held: 4, adminVersion: 2 } } });
  expect(await set(sku, 3)).toMatchObject({ refusal: { code: 'inventory.below_committed' } });
  expect(await set(sku, 4)).toMatchObject({ value: { stock: { available: 0, held: 4 } } });
  expect(await adjust(sku, -1)).toMatchObject({ refusal: { code: 'inventory.below_committed' } });
});

test('An adjustment is made once per key, and its retry gets the same answer even after other changes.', async () => {
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

test('An unknown SKU, a stale version and an unknown warehouse are refused in this order.', async () => {
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
  const first = await store().listMovements(sku, 1, undefined);
  expect(first.items[0]?.event.data).toMatchObject({ cause: 'reserved', orderId: order, available: -1 });
  const second = await store().listMovements(sku, 1, first.nextCursor);
  expect(second.items[0]).toMatchObject({ reason: 'count', event: { data: { cause: 'set', available: 5 } } });
  const { Items = [] } = await engine().client.send(
    new QueryCommand({
      TableName: engine().tableName,
      IndexName: 'gsi1',
      KeyConditionExpression: 'gsi1pk = :pk',
      ExpressionAttributeValues: { ':pk': movementsIndex(sku) },
    }),
  );
  expect(JSON.stringify(Items.map(({ event }) => event))).not.toMatch(/count|usr_admin/);
});

test('Only idempotency records are written with a time at which the table deletes them.', async () => {
  const { Items = [] } = await engine().client.send(
    new ScanCommand({ TableName: engine().tableName, FilterExpression: 'attribute_exists(expiresAt)' }),
  );
  expect(new Set(Items.map(({ entity }) => entity))).toEqual(new Set(['idempotency']));
});
