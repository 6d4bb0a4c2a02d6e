import { expect, it } from 'vitest';
import { aGuest, aProduct, buy, call, ended, stockOf } from '../e2e/shop.ts';
import { aCustomer, useCloud } from './cloud.ts';

// No limit on a network or a mail address: the guests of this test are as many networks.
const shop = useCloud();

const ASKS_BANK = 'pm_card_authenticationRequired';

it('Guests at the bank hold half of a stock at most, from however many networks; others buy all the same.', async () => {
  const { sku } = await aProduct({ onHand: 200 });
  const hoard = async () => {
    const guest = await aGuest([{ sku, quantity: 20 }]);
    const { status, body } = await buy(guest, { paymentMethod: ASKS_BANK });
    expect(status).toBeLessThan(300);
    return body.paymentStatus === 'requires_action' ? 'waits' : (await ended(guest, body.id)).rejection.code;
  };
  const orders: string[] = [];
  // Four at once stay within the share, and the next four pass it.
  while (orders.length < 12) orders.push(...(await Promise.all(Array.from({ length: 4 }, hoard))));

  const waiting = orders.filter((outcome) => outcome === 'waits').length;
  expect([4, 5]).toContain(waiting);
  expect(new Set(orders)).toEqual(new Set(['waits', 'payments.too_many_waiting']));
  expect(await stockOf(sku)).toMatchObject({ available: 200 - 20 * waiting, held: 20 * waiting });
  const honest = await buy(await aGuest([{ sku, quantity: 1 }]));
  expect(honest.body.status).toBe('confirmed');
});

it('Signed-in buyers can wait for the bank when guests have taken their share.', async () => {
  const { sku } = await aProduct({ onHand: 20 });
  const hoarder = await aGuest([{ sku, quantity: 10 }]);
  expect((await buy(hoarder, { paymentMethod: ASKS_BANK })).body.paymentStatus).toBe('requires_action');
  const guest = await aGuest([{ sku, quantity: 1 }]);
  const customer = await aCustomer(shop.cloud());
  await call('POST', '/cart/items', { headers: customer.headers, body: { sku, quantity: 5 } });

  const [refused, waiting] = [
    await buy(guest, { paymentMethod: ASKS_BANK }),
    await buy(customer, { paymentMethod: ASKS_BANK }),
  ];

  expect(refused.body.rejection.code).toBe('payments.too_many_waiting');
  expect(waiting.body.paymentStatus).toBe('requires_action');
});
