import { expect, test } from 'vitest';
import { apply } from '../../orders/domain/order.ts';
import type { Order } from '../../orders/queries.ts';
import { chargeOf } from '../../payments/queries.ts';
import type { Placement } from '../domain/placement.ts';
import { type PlaceOrderInput, type PlaceOrderPorts, placeOrder } from './place-order.ts';

const clock = { now: () => new Date('2026-11-20T12:00:00Z') };

const address = { name: 'Ada', line1: '1 Market Street', city: 'Berlin', postalCode: '10115', country: 'DE' };

const input: PlaceOrderInput = {
  cartId: 'crt_1',
  userId: undefined,
  key: 'key-1',
  bodyHash: 'hash-1',
  requestId: 'req_1',
  currency: 'EUR',
  contact: { email: 'ada@example.com', shippingAddress: address, paymentMethod: 'pm_card_visa' },
  expectedTotal: undefined,
};

/** A shop that sells mugs, with one cart of two of them, kept in memory. */
function shop({ currency = 'EUR', status = 'active' as 'active' | 'archived', price = 1000 } = {}) {
  const placements: Placement[] = [];
  const outcomes: ('key_used' | 'cart_in_use')[] = [];
  const orderOf = ({ event }: Placement): Order => apply(undefined, event);
  const find = (orderId: string): Order | undefined => placements.map(orderOf).find(({ id }) => id === orderId);
  const ports: PlaceOrderPorts = {
    chargeOf,
    store: {
      getIdempotencyRecord: async (_, key) => {
        const made = placements.find((placement) => placement.key === key);
        return made && { orderId: made.event.data.orderId, bodyHash: made.bodyHash };
      },
      place: async (placement) => {
        const obstacle = outcomes.shift();
        if (obstacle) return obstacle;
        placements.push(placement);
        return orderOf(placement);
      },
    },
    getOrderState: async (orderId) => find(orderId),
    getCartGuard: async () => undefined,
    getCart: async (id) => ({ id, version: 3, lines: [{ sku: 'MUG', quantity: 2 }], absorbed: [] }),
    getSellables: async () =>
      new Map([
        ['MUG', { sku: 'MUG', productId: 'prd_1', title: 'Mug', unitPrice: { amount: price, currency }, status }],
      ]),
  };
  const place = (more: Partial<PlaceOrderInput> = {}) => placeOrder(ports, clock, { ...input, ...more });
  return { placements, outcomes, ports, place };
}

test('An order costs what the catalog says now, and carries what it bought.', async () => {
  const { place } = shop();
  const placed = await place();
  expect(placed).toMatchObject({
    ok: true,
    value: {
      replayed: false,
      order: {
        status: 'pending',
        cartVersion: 3,
        lines: [{ sku: 'MUG', quantity: 2, lineTotal: { amount: 2000, currency: 'EUR' } }],
        totals: { total: { amount: 2000, currency: 'EUR' } },
      },
    },
  });
});

test('A product that is archived or priced in a foreign currency is refused, not a fault.', async () => {
  for (const { place, placements } of [shop({ status: 'archived' }), shop({ currency: 'USD' })]) {
    expect(await place()).toMatchObject({
      refusal: {
        code: 'orders.item_unavailable',
        detail: 'These items are no longer sold: MUG.',
        extensions: { skus: ['MUG'] },
      },
    });
    expect(placements).toEqual([]);
  }
});

test('An order whose commit got no reply is found again by its key.', async () => {
  const { place, placements, outcomes } = shop();
  const first = await place();
  outcomes.push('key_used');
  expect(await place()).toMatchObject({ value: { replayed: true, order: first.ok && { id: first.value.order.id } } });
  expect(await place({ bodyHash: 'another' })).toMatchObject({ refusal: { code: 'orders.idempotency_key_reused' } });
  expect(placements).toHaveLength(1);
});

test.each(['getCartGuard', 'getCart', 'getSellables'] as const)(
  'The same key sent twice at once gets one order, also when the other is placed just before %s.',
  async (port) => {
    const { place, placements, ports } = shop();
    let twin: ReturnType<typeof place> | undefined;
    const placeTwin = async () => {
      if (twin) return;
      twin = place();
      await twin;
    };
    const guard = () =>
      placements.map(({ event }) => ({ orderId: event.data.orderId, cartVersion: 3, live: true, lines: [] }))[0];
    const { getCart, getSellables } = ports;
    Object.assign(ports, {
      getCartGuard: async () => {
        if (port === 'getCartGuard') await placeTwin();
        return guard();
      },
      getCart: async (id: string) => {
        if (port === 'getCart') await placeTwin();
        // It was confirmed at once, and the cart is empty.
        return placements.length > 0 ? { id, version: 4, lines: [] } : getCart(id);
      },
      getSellables: async (skus: string[]) => {
        if (port === 'getSellables') await placeTwin();
        return placements.length > 0 ? new Map() : getSellables(skus);
      },
    });

    const placed = await place();

    expect(placed).toMatchObject({ value: { replayed: true, order: { id: placements[0]?.event.data.orderId } } });
    expect(placements).toHaveLength(1);
  },
);

test('A cart that loses every race to other orders is in use; after a single lost race it is read again.', async () => {
  const { place, outcomes } = shop();
  outcomes.push('cart_in_use', 'cart_in_use', 'cart_in_use');
  expect(await place()).toMatchObject({ refusal: { code: 'orders.checkout_in_progress' } });
  outcomes.push('cart_in_use');
  expect(await place()).toMatchObject({ ok: true });
});

test('A total that the buyer did not expect, or that is too large to pay, buys nothing.', async () => {
  const { place, placements } = shop();
  expect(await place({ expectedTotal: { amount: 1999, currency: 'EUR' } })).toMatchObject({
    refusal: { code: 'orders.total_changed', extensions: { totals: { total: { amount: 2000 } } } },
  });
  expect(await shop({ price: 99_999_999 }).place()).toMatchObject({
    refusal: { code: 'orders.total_too_large', detail: 'The total of an order is at most 999999.99 EUR.' },
  });
  expect(placements).toEqual([]);
});

test.each([
  ['KWD', 1999, 'payments.amount_not_chargeable', '3.998 KWD cannot be charged exactly.'],
  ['ISK', 600_000, 'payments.amount_too_large', 'A payment is at most 999999 ISK.'],
  ['EUR', 24, 'payments.amount_too_small', 'A payment is at least 0.50 EUR.'],
])(
  'A total in %s that no card can be charged buys nothing, before stock is held.',
  async (currency, price, code, detail) => {
    const { place, placements } = shop({ currency, price });
    expect(await place({ currency })).toEqual({
      ok: false,
      refusal: {
        code,
        detail,
        extensions: { totals: expect.objectContaining({ total: { amount: 2 * price, currency } }) },
      },
    });
    expect(placements).toEqual([]);
  },
);

test('An order that costs nothing is bought without asking what a card can be charged.', async () => {
  const { place, placements } = shop({ price: 0 });
  expect(await place()).toMatchObject({ ok: true });
  expect(placements).toHaveLength(1);
});
