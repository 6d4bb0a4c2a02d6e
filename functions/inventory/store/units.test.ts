import { expect, test } from 'vitest';
import { stockUnderTest } from '../testing/stock-under-test.ts';

/**
 * Checks the costs that the key table of the README states, so that no step becomes dearer
 * unnoticed.
 */

const { engine, orderId, set, reserve, commit, release } = stockUnderTest();

/** Every step in the stock of an order with this many lines, and at last the undo of all. */
async function lifeOf(size: number) {
  const lines = Array.from({ length: size }, (_, index) => ({ sku: `SHIRT-LINEN-${size}-${index}`, quantity: 2 }));
  for (const { sku } of lines) await set(sku, 10);
  const order = orderId();
  const { unitsOf } = engine();
  return {
    reserve: await unitsOf(() => reserve(order, lines)),
    commit: await unitsOf(() => commit(order)),
    release: await unitsOf(() => release(order)),
    releaseNothing: await unitsOf(() => release(orderId())),
  };
}

test('An order of one line consumes what the key table says.', async () => {
  expect(await lifeOf(1)).toEqual({
    reserve: { read: 0, write: 8 },
    commit: { read: 1, write: 9 },
    release: { read: 1, write: 8 },
    releaseNothing: { read: 1, write: 2 },
  });
});

test('An order of forty lines consumes what the key table says.', async () => {
  expect(await lifeOf(40)).toMatchObject({
    reserve: { read: 0, write: 206 },
    commit: { read: 1, write: 208 },
    release: { read: 1, write: 206 },
  });
});
