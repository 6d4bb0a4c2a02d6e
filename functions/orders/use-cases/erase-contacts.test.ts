import { expect, test } from 'vitest';
import { orderCancelled } from '../../../events/orders/order-cancelled.v1.ts';
import { orderConfirmed } from '../../../events/orders/order-confirmed.v1.ts';
import { orderPlaced } from '../../../events/orders/order-placed.v1.ts';
import { replaceIfVersion } from '../../../shared/dynamodb/actions.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import type { UndoState } from '../../payments/queries.ts';
import { orderActions } from '../actions.ts';
import { apply, type Order, type OrderEvent } from '../domain/order.ts';
import { hashEmail } from '../queries.ts';
import { eventItem, orderReference } from '../store/items.ts';
import { contactKeptKey, contactKey, orderKey } from '../store/keys.ts';
import { ordersPorts } from '../testing/orders-ports.ts';
import { eraseBuyer } from './erase-buyer.ts';
import { type EraseContactsPorts, eraseContact, eraseContactsOf, settleContact } from './erase-contacts.ts';
import { startPlacedOrder } from './start-placed-order.ts';

const db = tableForTests();
const clock = { now: () => new Date(), pause: async () => undefined };
const address = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };
const total = { amount: 100, currency: 'EUR' };

interface Placement {
  readonly email?: string;
  readonly userId?: string;
  readonly placedAt?: Date;
}

/** The undo of each order's payment; none is done. */
const undo = new Map<string, UndoState>();

const ports = () => ({
  ...ordersPorts(db().table),
  getUndoStates: async (ids: readonly string[]) => new Map(ids.map((id) => [id, undo.get(id) ?? ('done' as const)])),
});

const aUser = () => ({
  ...{ userId: createId('usr'), guestOrderIds: [], mergedCarts: [], hashedEmail: undefined },
  erasedAt: clock.now().toISOString(),
});

const facts = (order: Order, occurredAt = clock.now()) => ({
  ...{ aggregateId: order.id, sequence: order.version + 1, occurredAt },
  ...causedBy('test', order.id),
});

async function anOrder({ email = 'ada@example.com', userId, placedAt = clock.now() }: Placement = {}) {
  const orderId = createId('ord');
  const { sample } = orderPlaced;
  const data = { ...sample, orderId, cartId: createId('crt'), totals: { ...sample.totals, total } };
  const { userId: _, ...guest } = data as typeof data & { userId?: string };
  const event = createEvent(orderPlaced, {
    ...{ aggregateId: orderId, sequence: 1, occurredAt: placedAt, ...causedBy('test', orderId) },
    data: userId === undefined ? guest : { ...guest, userId },
  });
  const contact = { orderId, email, shippingAddress: address, billingAddress: address, paymentMethod: 'pm_card_visa' };
  const { order, actions } = orderActions(db().table).placeOrder({ event, contact });
  expect(await db().table.transact(actions)).toEqual({ ok: true });
  return order;
}

async function become(id: string, event: (order: Order) => OrderEvent): Promise<void> {
  const { getOrder } = ports();
  const order = await getOrder(id);
  if (!order) throw new Error(`${id} does not exist.`);
  const item = { ...orderKey(id), entity: 'order', ...apply(order, event(order)) };
  expect(await db().table.transact([replaceIfVersion(item, order.version)])).toEqual({ ok: true });
}

const confirm = (id: string) =>
  become(id, (order) => {
    const { cartId, cartVersion } = order;
    return createEvent(orderConfirmed, { ...facts(order), data: { orderId: id, cartId, cartVersion } });
  });

const cancel = (id: string, at?: Date) =>
  become(id, (order) =>
    createEvent(orderCancelled, { ...facts(order, at), data: { orderId: id, cartId: order.cartId } }),
  );

const kept = async (id: string) => (await db().table.get(contactKeptKey(id), eventItem))?.event.data;

test('The contact of an erased buyer loses, step by step, what the order needs no more.', async () => {
  const { id } = await anOrder();
  const { getContact, getMailAddress } = ports();
  await eraseContact(ports(), clock, id);
  const paying = await getContact(id);
  await confirm(id);
  await settleContact(ports(), clock, id);
  const toBeSent = await getContact(id);
  undo.set(id, 'open');
  await cancel(id);
  await settleContact(ports(), clock, id);
  const refunding = await getContact(id);
  undo.set(id, 'done');
  await settleContact(ports(), clock, id);

  const expiresAt = expect.any(Number);
  const email = 'ada@example.com';
  const addresses = { shippingAddress: address, billingAddress: address };
  expect(paying).toEqual({ orderId: id, email, ...addresses, paymentMethod: 'pm_card_visa', expiresAt });
  expect(toBeSent).toEqual({ orderId: id, email, ...addresses, expiresAt });
  expect(refunding).toEqual({ orderId: id, email, expiresAt });
  expect(await getContact(id)).toBeUndefined();
  expect(await kept(id)).toMatchObject({ orderId: id, reason: 'being_paid' });
  expect(await getMailAddress(id)).toBe(email);
});

test('The address for the last mail is gone an hour after the order’s end.', async () => {
  const { id } = await anOrder();
  const { id: old } = await anOrder();
  await cancel(id, new Date(clock.now().getTime() - 3_590_000));
  await cancel(old, new Date(clock.now().getTime() - 3_610_000));

  for (const order of [id, old]) await eraseContact(ports(), clock, order);

  expect(await ports().getMailAddress(id)).toBe('ada@example.com');
  expect(await ports().getMailAddress(old)).toBeUndefined();
});

test('A contact that nobody asked to erase stays, whatever becomes of its order.', async () => {
  const { id } = await anOrder();
  const before = await ports().getContact(id);
  await cancel(id);

  await settleContact(ports(), clock, id);

  expect(await ports().getContact(id)).toEqual(before);
});

test('An order that ends while its contact is limited is settled, although its end saw an unlimited one.', async () => {
  const { id } = await anOrder();
  let ends = 0;
  const racing = {
    ...ports(),
    keepContact: async (...args: Parameters<EraseContactsPorts['keepContact']>) => {
      if (ends === 0) {
        await cancel(id);
        await settleContact(ports(), clock, id);
      }
      ends += 1;
      return ports().keepContact(...args);
    },
  };

  await eraseContact(racing, clock, id);

  expect(await ports().getContact(id)).toBeUndefined();
});

test('A second erasure changes nothing and tells nobody again.', async () => {
  const user = aUser();
  const { id } = await anOrder({ userId: user.userId });
  const { id: done } = await anOrder({ userId: user.userId });
  await confirm(id);
  await cancel(done, new Date('2026-01-01T12:00:00.000Z'));
  await eraseContactsOf(ports(), clock, user);
  const event = await db().table.get(contactKeptKey(id), eventItem);
  const contact = await ports().getContact(id);

  await eraseContactsOf(ports(), clock, user);

  expect(await ports().getContact(id)).toEqual(contact);
  expect(contact).toMatchObject({ email: 'ada@example.com', shippingAddress: address });
  expect(await db().table.get(contactKeptKey(id), eventItem)).toEqual(event);
  expect(await db().table.get(contactKey(done), orderReference)).toBeUndefined();
});

test('A guest’s order with the same email that the erasure did not list is found when its event is consumed.', async () => {
  const { userId } = aUser();
  const email = `${userId.toLowerCase()}@example.com`;
  const { id } = await anOrder({ email });
  const erasure = { mergedCarts: [], hashedEmail: hashEmail(email) };

  await eraseBuyer({ ...ports(), getErasure: async () => erasure }, clock, {
    ...{ userId, guestOrderIds: [], erasedAt: clock.now().toISOString() },
  });

  expect(await kept(id)).toMatchObject({ reason: 'being_paid' });
});

test('A guest’s order that was placed after the erasure stays, however late the erasure is repeated.', async () => {
  const { userId } = aUser();
  const email = `${userId.toLowerCase()}@example.com`;
  const erasedAt = '2026-11-20T12:00:00.000Z';
  const { id: before } = await anOrder({ email, placedAt: new Date(erasedAt) });
  const { id: afterwards } = await anOrder({ email, placedAt: new Date('2026-11-20T12:00:00.001Z') });
  const { id: own } = await anOrder({ email, userId, placedAt: new Date('2026-11-20T12:00:00.001Z') });
  const erasure = { mergedCarts: [], hashedEmail: hashEmail(email) };

  await eraseBuyer({ ...ports(), getErasure: async () => erasure }, clock, { userId, guestOrderIds: [], erasedAt });

  const ends = [before, afterwards, own].map(async (id) => (await ports().getContact(id))?.expiresAt !== undefined);
  expect(await Promise.all(ends)).toEqual([true, false, true]);
});

test.each([true, false])(
  'An order that a user placed after their erasure goes once it is done: %s.',
  async (isErased) => {
    const { id } = await anOrder({ userId: createId('usr') });
    const stream = { ...ports(), startSaga: async () => undefined, isErased: async () => isErased };

    await startPlacedOrder(stream, clock, id);

    expect((await ports().getContact(id))?.expiresAt !== undefined).toBe(isErased);
  },
);
