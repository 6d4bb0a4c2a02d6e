import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { admin, call } from './shop.ts';

it('Attributes may have the names of what every object of JavaScript has', async () => {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length'];
  const attributes = Object.fromEntries(names.map((name) => [name, `the ${name}`]));
  const sku = `T-${randomUUID()}`;
  const price = { amount: 1999, currency: 'EUR' };
  const variant = { sku: `${sku}-v`, title: 'Variant', attributes };
  const body = { sku, title: 'Names', price, attributes, variants: [variant] };

  const created = await call('POST', '/products', { headers: await admin(), body });
  const read = await call('GET', `/products/${created.body.id}`);

  expect(created.status).toBe(201);
  for (const shown of [created.body, read.body]) {
    expect(Object.entries(shown.attributes).sort()).toEqual(Object.entries(attributes).sort());
    expect(Object.entries(shown.variants[0].attributes).sort()).toEqual(Object.entries(attributes).sort());
  }
});
