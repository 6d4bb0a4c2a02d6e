import { describe, expect, it } from 'vitest';
import { call } from './shop.ts';

describe('the API itself', () => {
  it('is healthy', async () => {
    expect(await call('GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } });
  });

  it('publishes its own description, which lists the routes that answer', async () => {
    const { status, body } = await call('GET', '/openapi.json');

    expect(status).toBe(200);
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual(
      expect.arrayContaining(['/v1/products', '/v1/products/{id}', '/v1/cart/items', '/v1/orders', '/v1/users/login']),
    );
  });

  it('shows a catalogue of twenty products with stock', async () => {
    const { body } = await call('GET', '/products?limit=100');

    expect(body.items.length).toBeGreaterThanOrEqual(20);
    // One of the twenty: other tests add products, some of which have no stock of their own.
    const stock = await call('GET', '/inventory/spoon-olive');
    expect(stock.body).toEqual({ sku: 'spoon-olive', available: expect.any(Number) });
  });
});
