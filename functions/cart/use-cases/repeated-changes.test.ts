import { expect, test } from 'vitest';
import type { Table } from '../../../shared/dynamodb/table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { cartQueries } from '../queries.ts';
import { cartStore } from '../store/cart-store.ts';
import { addToCart, changeQuantity } from './change-cart.ts';
import type { CartPorts } from './ports.ts';
import { readCart } from './read-cart.ts';

const db = tableForTests();

const portsOn = (table: Table): CartPorts => ({
  store: cartStore(table, systemClock),
  getCartGuard: cartQueries(table).getCartGuard,
  clock: systemClock,
  getSellables: async (skus) =>
    new Map(
      skus.map((sku) => [
        sku,
        { sku, productId: 'prd_1', title: sku, unitPrice: { amount: 100, currency: 'EUR' }, status: 'active' as const },
      ]),
    ),
});

/** A table that loses the answer of its first write: it is sent again, after what comes between. */
const losesAnAnswer = (table: Table, between: () => Promise<unknown>): Table => {
  let writes = 0;
  return {
    ...table,
    async transact(actions) {
      writes += 1;
      if (writes > 1) return table.transact(actions);
      await table.transact(actions);
      await between();
      return table.transact(actions);
    },
  };
};

function aCart() {
  const cartId = createId('crt');
  const change = (sku: string, quantity: number, key?: string, hash = `${sku} ${quantity}`) => ({
    ...{ owner: { cartId, isGuest: false }, checkVersion: () => undefined, currency: 'EUR', sku, quantity },
    request: key === undefined ? undefined : { caller: cartId, key, bodyHash: hash },
  });
  const items = async () =>
    Object.fromEntries(
      (await readCart(portsOn(db().table), cartId, 'EUR')).items.map(({ sku, quantity }) => [sku, quantity]),
    );
  return { cartId, change, items };
}

test.each([0, 1, 7])(
  'A piece is in the cart once when the answer of its write is lost and %d other changes follow.',
  async (others) => {
    const { change, items } = aCart();
    const plain = portsOn(db().table);
    const losing = losesAnAnswer(db().table, async () => {
      for (let other = 0; other < others; other += 1) await addToCart(plain, change('b', 1));
    });

    expect((await addToCart(portsOn(losing), change('a', 1))).ok).toBe(true);

    expect(await items()).toEqual({ a: 1, ...(others > 0 ? { b: others } : {}) });
  },
);

test('A change that is repeated after another one, with its key, is applied once and answers the cart as it is.', async () => {
  const { change, items } = aCart();
  const ports = portsOn(db().table);
  const first = await addToCart(ports, change('a', 1, 'k1'));
  await addToCart(ports, change('a', 2, 'k2'));

  const again = await addToCart(ports, change('a', 1, 'k1'));

  expect(first).not.toMatchObject({ value: { replayed: true } });
  expect(again).toMatchObject({ ok: true, value: { replayed: true, version: 2, items: [{ sku: 'a', quantity: 3 }] } });
  expect(await items()).toEqual({ a: 3 });
});

test('A quantity that is set again by a repeated request does not undo what was set since.', async () => {
  const { change, items } = aCart();
  const ports = portsOn(db().table);
  await addToCart(ports, change('a', 2));
  expect(await changeQuantity(ports, change('a', 2, 'k1'))).toMatchObject({ ok: true });
  await changeQuantity(ports, change('a', 5));

  expect(await changeQuantity(ports, change('a', 2, 'k1'))).toMatchObject({ value: { replayed: true } });

  expect(await items()).toEqual({ a: 5 });
});

test('An item that a request removed is not missed when the request is repeated.', async () => {
  const { change } = aCart();
  const ports = portsOn(db().table);
  await addToCart(ports, change('a', 2));
  await changeQuantity(ports, change('a', 0, 'k1'));

  expect(await changeQuantity(ports, change('a', 0, 'k1'))).toMatchObject({ ok: true, value: { replayed: true } });
});

test('Twins of a request have one effect, and all but one answer that they are replayed.', async () => {
  const { change, items } = aCart();
  const ports = portsOn(db().table);

  const answers = await Promise.all(Array.from({ length: 6 }, () => addToCart(ports, change('a', 1, 'k1'))));

  expect(answers.filter((answer) => answer.ok && answer.value.replayed)).toHaveLength(5);
  expect(await items()).toEqual({ a: 1 });
});

test('A key is refused for another request, and another cart’s key is another.', async () => {
  const { change } = aCart();
  const ports = portsOn(db().table);
  await addToCart(ports, change('a', 1, 'k1'));

  expect(await addToCart(ports, change('a', 2, 'k1'))).toMatchObject({
    refusal: { code: 'request.idempotency_key_reused' },
  });
  expect(await addToCart(ports, aCart().change('a', 1, 'k1'))).not.toMatchObject({ value: { replayed: true } });
});

test('A request that was refused can be repeated with its key.', async () => {
  const { change } = aCart();
  const ports = portsOn(db().table);
  const nothing = { ...ports, getSellables: async () => new Map() };

  expect(await addToCart(nothing, change('a', 1, 'k1'))).toMatchObject({ refusal: { code: 'cart.unknown_sku' } });
  expect(await addToCart(ports, change('a', 1, 'k1'))).toMatchObject({ ok: true, value: { version: 1 } });
});
