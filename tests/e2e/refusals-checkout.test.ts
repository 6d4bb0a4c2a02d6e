import { beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, admin, aGuest, aProduct, buy, call, expectProblem, type Guest, orderBody, stockOf } from './shop.ts';

describe('checkout', () => {
  let guest: Guest;
  let sku: string;

  beforeAll(async () => {
    ({ sku } = await aProduct());
    guest = await aGuest([{ sku, quantity: 1 }]);
  });

  it.each<[string, Record<string, unknown>, string, string, string]>([
    ['no email', { email: undefined }, '#/email', 'required', 'Required.'],
    ['a malformed email', { email: 'ada' }, '#/email', 'bad_format', 'Not an email address.'],
    ['no address', { shippingAddress: undefined }, '#/shippingAddress', 'required', 'Required.'],
    [
      'an address without a city',
      { shippingAddress: { ...ADDRESS, city: undefined } },
      '#/shippingAddress/city',
      'required',
      'Required.',
    ],
    [
      'a country without its code',
      { shippingAddress: { ...ADDRESS, country: 'Germany' } },
      '#/shippingAddress/country',
      'bad_format',
      'A country is two capital letters such as DE (ISO 3166-1 alpha-2).',
    ],
    [
      'an overlong name',
      { shippingAddress: { ...ADDRESS, name: 'x'.repeat(201) } },
      '#/shippingAddress/name',
      'too_long',
      'At most 200 characters.',
    ],
    ['no payment method', { paymentMethod: undefined }, '#/paymentMethod', 'required', 'Required.'],
    [
      'a card number',
      { paymentMethod: '4242424242424242' },
      '#/paymentMethod',
      'bad_format',
      'Must be a payment-method id of Stripe, such as pm_card_visa.',
    ],
    ['an unknown field', { total: 1 }, '#/total', 'unknown_field', 'Unknown field.'],
    [
      'a negative total',
      { expectedTotal: { amount: -1, currency: 'EUR' } },
      '#/expectedTotal/amount',
      'too_small',
      'At least 0.',
    ],
    [
      'a total of no currency',
      { expectedTotal: { amount: 1, currency: 'EURO' } },
      '#/expectedTotal/currency',
      'bad_format',
      'Not an ISO 4217 currency code.',
    ],
  ])('refuses %s', async (_, change, pointer, code, detail) => {
    const answer = await buy(guest, { body: change });

    expectProblem(answer, 400, 'request.invalid');
    expect(answer.body.errors).toContainEqual({ pointer, code, detail });
  });

  it('refuses a request without an Idempotency-Key, or with one that is too long', async () => {
    const without = await call('POST', '/orders', { headers: guest.headers, body: orderBody(guest) });
    expectProblem(without, 400, 'request.invalid');
    expect(without.body.errors).toContainEqual({
      pointer: '#/headers/idempotency-key',
      code: 'required',
      detail: 'Required: a key of your choice, the same for each retry.',
    });
    expectProblem(await buy(guest, { key: 'x'.repeat(256) }), 400, 'request.invalid');
  });

  it('refuses a request without a body', async () => {
    const without = await call('POST', '/orders', { headers: { ...guest.headers, 'idempotency-key': 'no-body' } });

    expectProblem(without, 400, 'request.invalid');
    expect(without.body.errors).toEqual([{ pointer: '#', code: 'required', detail: 'The body is missing.' }]);
  });

  it('tells a buyer in plain words why a card was declined', async () => {
    const cards = [
      ['pm_card_chargeDeclined', 'The card was declined.'],
      ['pm_card_chargeDeclinedInsufficientFunds', 'The card has insufficient funds.'],
    ] as const;
    for (const [paymentMethod, detail] of cards) {
      const buyer = await aGuest([{ sku, quantity: 1 }]);
      const { body } = await buy(buyer, { paymentMethod });
      expect(body.rejection).toEqual({ code: 'payments.card_declined', detail });
    }
  });

  it('refuses an empty cart, and a buyer without a token', async () => {
    expectProblem(await buy(await aGuest()), 422, 'orders.cart_empty');
    expectProblem(await buy({ ...guest, headers: { 'x-cart-token': '' } }), 401, 'request.unauthenticated');
  });

  it('refuses a total that differs from the expected one, returns the current totals, and buys nothing', async () => {
    const changed = await buy(guest, { body: { expectedTotal: { amount: 1, currency: 'EUR' } } });
    expectProblem(changed, 409, 'orders.total_changed');
    expect(changed.body.detail).toBe('The total has changed since it was shown.');
    expect(changed.body.totals.total).toEqual({ amount: 1999, currency: 'EUR' });
    const foreign = await buy(guest, { body: { expectedTotal: { amount: 1999, currency: 'USD' } } });
    expectProblem(foreign, 409, 'orders.total_changed');
    expect(await stockOf(sku)).toMatchObject({ available: 10, held: 0, allocated: 0 });
    expect((await call('GET', '/orders', { headers: guest.headers })).body.items).toEqual([]);
  });

  it('refuses a total that is less than a card can be charged, and holds no stock', async () => {
    const { sku: cheap } = await aProduct({ price: 20 });
    const refused = await buy(await aGuest([{ sku: cheap, quantity: 2 }]));
    expectProblem(refused, 422, 'payments.amount_too_small');
    expect(refused.body).toMatchObject({
      detail: 'A payment is at least 0.50 EUR.',
      totals: { total: { amount: 40, currency: 'EUR' } },
    });
    expect(await stockOf(cheap)).toMatchObject({ held: 0, allocated: 0 });
  });

  it('charges the current price: a changed price is refused first, and charged once it is accepted', async () => {
    const { sku: changing, product, etag } = await aProduct({ price: 1000 });
    const buyer = await aGuest([{ sku: changing, quantity: 2 }]);
    const { id, version, createdAt, updatedAt, sellerId, ...fields } = product;
    const updated = await call('PUT', `/products/${id}`, {
      headers: { ...(await admin()), 'if-match': etag },
      body: { ...fields, price: { amount: 1200, currency: 'EUR' } },
    });
    expect(updated.status).toBe(200);

    const refused = await buy(buyer, { body: { expectedTotal: { amount: 2000, currency: 'EUR' } } });
    const bought = await buy(buyer, { body: { expectedTotal: refused.body.totals.total } });

    expectProblem(refused, 409, 'orders.total_changed');
    expect(bought.body).toMatchObject({ status: 'confirmed', totals: { total: { amount: 2400 } } });
  });

  it('refuses a product that was archived since it was put into the cart', async () => {
    const { sku: gone, product, etag } = await aProduct();
    const buyer = await aGuest([{ sku: gone, quantity: 1 }]);
    const archived = await call('DELETE', `/products/${product.id}`, {
      headers: { ...(await admin()), 'if-match': etag },
    });
    expect(archived.status).toBeLessThan(300);

    const answer = await buy(buyer);

    expectProblem(answer, 409, 'orders.item_unavailable');
    expect(answer.body.skus).toEqual([gone]);
    const cart = await call('GET', '/cart', { headers: buyer.headers });
    expect(cart.body).toMatchObject({ items: [{ sku: gone, available: false }], totals: { total: { amount: 0 } } });
  });

  it('rejects a payment method that the provider does not know, and gives the stock back', async () => {
    const buyer = await aGuest([{ sku, quantity: 1 }]);

    const { body } = await buy(buyer, { paymentMethod: 'pm_no_such_card' });

    expect(body.status).toBe('rejected');
    expect(body.rejection.code).toMatch(/^payments\./);
    expect(await stockOf(sku)).toMatchObject({ available: 10, held: 0, allocated: 0 });
  });
});
