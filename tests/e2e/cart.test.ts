import { describe, expect, it } from 'vitest';
import { admin, aGuest, aProduct, call } from './shop.ts';

const add = (headers: Record<string, string>, sku: string, quantity = 1) =>
  call('POST', '/cart/items', { headers, body: { sku, quantity } });

describe('a cart that is changed from several tabs at once', () => {
  it('loses no added piece: quantities of one SKU add up', async () => {
    const { sku } = await aProduct();
    const { headers } = await aGuest();

    const answers = await Promise.all(Array.from({ length: 10 }, () => add(headers, sku, 2)));

    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    const { body } = await call('GET', '/cart', { headers });
    expect(body.items).toMatchObject([{ sku, quantity: 20 }]);
    expect(body.totals.total.amount).toBe(20 * 1999);
  });

  it('loses no line: each tab’s product is there, and what one removes stays removed', async () => {
    const products = await Promise.all(Array.from({ length: 6 }, () => aProduct()));
    const [removed, ...added] = products.map(({ sku }) => sku);
    const { headers } = await aGuest([{ sku: removed ?? '', quantity: 1 }]);

    await Promise.all([
      ...added.map((sku) => add(headers, sku)),
      call('DELETE', `/cart/items/${removed}`, { headers }),
    ]);

    const { body } = await call('GET', '/cart', { headers });
    expect(body.items.map(({ sku }: { sku: string }) => sku).sort()).toEqual([...added].sort());
  });
});

describe('a product that changes while it is in a cart', () => {
  it('is shown at its current price', async () => {
    const { sku, product, etag } = await aProduct({ price: 1000 });
    const { headers } = await aGuest([{ sku, quantity: 3 }]);
    const changed = await call('PUT', `/products/${product.id}`, {
      headers: { ...(await admin()), 'if-match': etag },
      body: { sku, title: 'Renamed', price: { amount: 1100, currency: 'EUR' } },
    });
    expect(changed.status).toBe(200);

    const { body } = await call('GET', '/cart', { headers });

    expect(body.items).toMatchObject([{ title: 'Renamed', unitPrice: { amount: 1100 }, lineTotal: { amount: 3300 } }]);
    expect(body.totals.total.amount).toBe(3300);
  });

  it('is marked as unavailable when it becomes a draft or is archived, and the rest can be bought without it', async () => {
    const [sold, drafted, archived] = await Promise.all([aProduct(), aProduct(), aProduct()]);
    const { headers } = await aGuest([sold, drafted, archived].map(({ sku }) => ({ sku, quantity: 1 })));
    const adminHeaders = await admin();
    await call('PUT', `/products/${drafted.product.id}`, {
      headers: { ...adminHeaders, 'if-match': drafted.etag },
      body: { sku: drafted.sku, title: 'Draft', status: 'draft', price: drafted.product.price },
    });
    await call('DELETE', `/products/${archived.product.id}`, {
      headers: { ...adminHeaders, 'if-match': archived.etag },
    });

    const { body } = await call('GET', '/cart', { headers });

    const unavailable = body.items.filter(({ available }: { available: boolean }) => !available);
    expect(unavailable.map(({ sku }: { sku: string }) => sku).sort()).toEqual([drafted.sku, archived.sku].sort());
    expect(body.totals.total.amount).toBe(1999);
    for (const { sku } of unavailable) {
      expect((await call('DELETE', `/cart/items/${sku}`, { headers })).status).toBe(200);
    }
    expect((await call('GET', '/cart', { headers })).body.items).toMatchObject([{ sku: sold.sku, available: true }]);
  });
});
