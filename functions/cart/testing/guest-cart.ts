import type { Table } from '../../../shared/dynamodb/table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { cartStore } from '../store/cart-store.ts';

/** Stores a guest's cart of `size` lines, with SKUs of typical length. */
export async function guestCart(table: Table, size: number) {
  const id = `crt_${size}`;
  const lines = Array.from({ length: size }, (_, index) => ({ sku: `SHIRT-LINEN-${size}-${index}`, quantity: 2 }));
  await cartStore(table, systemClock).save({ id, version: 0, lines, tokenHash: 'h'.repeat(43) });
  return { id, version: 1, lines };
}
