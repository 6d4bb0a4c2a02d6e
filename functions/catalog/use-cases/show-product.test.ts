import { expect, test, vi } from 'vitest';
import type { Product } from '../domain/product.ts';
import { type ShowProductPorts, showProduct } from './show-product.ts';

const draft = { id: 'prd_1', sku: 'knife', status: 'draft', variants: [], price: { amount: 1, currency: 'EUR' } };

function aShop(product: object) {
  const getAvailability = vi.fn(async () => new Map([['knife', 3]]));
  const ports = { products: { get: async () => product as Product }, getAvailability } as unknown as ShowProductPorts;
  const show = (isAdmin: boolean, withStock: boolean) =>
    showProduct(ports, { id: 'prd_1', viewer: { isAdmin }, withStock });
  return { show, getAvailability };
}

test('The stock is read and shown only on request.', async () => {
  const { show, getAvailability } = aShop({ ...draft, status: 'active' });

  expect(await show(false, false)).toEqual({ ok: true, value: { ...draft, status: 'active' } });
  expect(getAvailability).not.toHaveBeenCalled();
  expect(await show(false, true)).toMatchObject({ value: { stock: [{ sku: 'knife', available: 3 }] } });
});

test('A draft is not found by the public, and its stock is not read.', async () => {
  const { show, getAvailability } = aShop(draft);

  expect(await show(false, true)).toMatchObject({ ok: false, refusal: { code: 'request.not_found' } });
  expect(getAvailability).not.toHaveBeenCalled();
  expect(await show(true, true)).toMatchObject({ ok: true });
});
