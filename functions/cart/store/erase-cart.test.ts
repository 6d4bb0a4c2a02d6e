import { expect, test } from 'vitest';
import * as z from 'zod';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { emptyCart, settle } from '../domain/cart.ts';
import { cartStore } from './cart-store.ts';

const db = tableForTests();
const anything = z.object({});
const report = { merged: [], capped: [], dropped: [] };
const lines = [{ sku: 'mug', quantity: 1 }];

test('A cart that is filled again after an erasure is not taken for the one that was bought.', async () => {
  const store = cartStore(db().table, systemClock);
  const bought = await store.save({ ...emptyCart('crt_ann'), lines });
  const guard = { orderId: 'ord_1', cartVersion: bought?.version ?? 0, live: false, lines };
  await store.erase('crt_ann');

  const erased = await store.get('crt_ann');
  const again = await store.save({ ...settle(erased ?? emptyCart('crt_ann'), guard), lines });

  expect(erased?.lines).toEqual([]);
  expect(again?.version).toBeGreaterThan(guard.cartVersion);
  expect(again && settle(again, guard).lines).toEqual(lines);
});

test('An erased cart keeps neither lines nor the carts that were merged into it, and may be erased again.', async () => {
  const store = cartStore(db().table, systemClock);
  const guest = await store.save({ ...emptyCart('crt_guest'), lines, tokenHash: 'hash' });
  const user = await store.save(emptyCart('crt_bea'));
  if (!guest || !user) throw new Error('The carts were not stored.');
  await store.merge({ ...user, lines }, guest, report, true);

  await store.erase('crt_bea');
  await store.erase('crt_bea');
  await store.erase('crt_of_nobody');

  expect(await store.get('crt_bea')).toMatchObject({ lines: [] });
  expect(await db().table.get({ pk: 'cart#crt_bea', sk: 'merged#crt_guest' }, anything)).toBeUndefined();
});
