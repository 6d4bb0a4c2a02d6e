import { expect, test, vi } from 'vitest';
import { noStock } from '../domain/stock.ts';
import { listMovements } from './list-movements.ts';

function aShop({ isSold = true } = {}) {
  const list = vi.fn(async () => ({ items: ['movement'] }));
  const getStock = async () => (isSold ? { ...noStock('knife'), spread: [1, 1, 1] } : undefined);
  return { ports: { getStock, isSold: async () => isSold, listMovements: list }, list };
}

test('Movements are listed over all shards of the SKU.', async () => {
  const { ports, list } = aShop();

  expect(await listMovements(ports, { sku: 'knife', limit: 20, cursor: 'c' })).toEqual({
    ok: true,
    value: { items: ['movement'] },
  });

  expect(list).toHaveBeenCalledExactlyOnceWith('knife', 20, 'c', 3);
});

test('A SKU that is not sold has no movements.', async () => {
  const { ports, list } = aShop({ isSold: false });

  expect(await listMovements(ports, { sku: 'knife', limit: 20 })).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
  expect(list).not.toHaveBeenCalled();
});
