import { expect, test } from 'vitest';
import type { Timer } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { cartStore } from '../../cart/store/cart-store.ts';
import { orderActions } from '../../orders/actions.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { ordersPorts } from '../../orders/testing/orders-ports.ts';
import { cancelOnRequest, confirmOrder, parkOrder, rejectOrder } from '../../orders/use-cases/end-order.ts';
import { checkoutPorts } from '../testing/checkout-ports.ts';
import { placeOrder } from '../use-cases/place-order.ts';
import { orderChecks } from './order-checks.ts';

const db = tableForTests();

const NOON = new Date('2026-11-20T12:00:00.000Z');
const minutesLater = (minutes: number) => new Date(NOON.getTime() + minutes * 60_000);
const clock: Timer = { now: () => NOON, pause: async () => undefined };
const reason = { code: 'payments.card_declined', detail: 'The card was declined.' };

const ends: Readonly<Record<string, (orderId: string) => Promise<unknown>>> = {
  confirmed: (id) => confirmOrder(ordersPorts(db().table), clock, id),
  rejected: (id) => rejectOrder(ordersPorts(db().table), clock, id, reason),
  cancelled: (id) => cancelOnRequest(ordersPorts(db().table), clock, id, 'req_2'),
  needs_attention: (id) => parkOrder(ordersPorts(db().table), clock, id, reason),
};

/** An order of noon. */
async function anOrder(): Promise<string> {
  const { table } = db();
  const cartId = createId('crt');
  const unitPrice = { amount: 2900, currency: 'EUR' };
  const lines = [{ sku: 'MUG', quantity: 1 }];
  await cartStore(table, clock).save({ id: cartId, version: 0, lines, tokenHash: 'h'.repeat(43) });
  const mug = { sku: 'MUG', productId: 'prd_1', title: 'Mug', unitPrice, status: 'active' as const };
  const address = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
  const placed = await placeOrder(
    { ...checkoutPorts(table), getSellables: async () => new Map([['MUG', mug]]) },
    clock,
    {
      ...{ cartId, userId: undefined, key: cartId, bodyHash: 'b', requestId: 'req_1', currency: 'EUR' },
      contact: { email: 'ada@example.com', shippingAddress: address, paymentMethod: 'pm_card_visa' },
      expectedTotal: undefined,
    },
  );
  if (!placed.ok) throw new Error(placed.refusal.code);
  return placed.value.order.id;
}

const isDue = async (orderId: string, at: Date) =>
  (await ordersQueries(db().table).listDue(at, 100)).some(({ id }) => id === orderId);

const checks = () => orderChecks(db().table, orderActions(db().table));

async function theOrder(orderId: string) {
  const order = await ordersQueries(db().table).getOrderState(orderId);
  if (!order) throw new Error('There is no such order.');
  return order;
}

test.each([
  ['pending', 20],
  ['rejected', 20],
  ['cancelled', 20],
  ['needs_attention', 5],
])('An order that is %s is due for a look %d minutes after its last change, not before.', async (status, minutes) => {
  const id = await anOrder();
  await ends[status]?.(id);

  expect((await theOrder(id)).status).toBe(status);
  expect(await isDue(id, minutesLater(minutes - 1))).toBe(false);
  expect(await isDue(id, minutesLater(minutes + 1))).toBe(true);
});

test('A confirmed order is due for none, until it is cancelled.', async () => {
  const id = await anOrder();
  await ends.confirmed?.(id);
  expect(await isDue(id, minutesLater(9999))).toBe(false);

  await ends.cancelled?.(id);

  expect(await isDue(id, minutesLater(9999))).toBe(true);
});

test('A look is put off or ended, for 3 to 4 write units; the list costs 4 read units, and 1 per order.', async () => {
  const id = await anOrder();
  const order = await theOrder(id);

  expect(await db().unitsOf(() => checks().checkAgain(order, minutesLater(60)))).toEqual({ read: 0, write: 4 });
  expect([await isDue(id, minutesLater(59)), await isDue(id, minutesLater(61))]).toEqual([false, true]);
  expect(await db().unitsOf(() => checks().checkAgain(order, undefined))).toEqual({ read: 0, write: 3 });
  expect(await isDue(id, minutesLater(9999))).toBe(false);
  expect(await db().unitsOf(() => ordersQueries(db().table).listDue(NOON, 25))).toEqual({ read: 4, write: 0 });
});

test('An order that has changed since it was read keeps the look that its new state asks for.', async () => {
  const id = await anOrder();
  const read = await theOrder(id);
  await ends.needs_attention?.(id);

  await checks().checkAgain(read, undefined);

  expect(await isDue(id, minutesLater(6))).toBe(true);
  await ends.confirmed?.(id);
  await checks().checkAgain({ ...read, version: 3 }, minutesLater(1));
  expect(await isDue(id, minutesLater(9999))).toBe(false);
});
