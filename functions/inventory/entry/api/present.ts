import { onHand, type Stock } from '../../domain/stock.ts';
import type { StoredMovement } from '../../store/items.ts';

/** The admin's view of a stock: everything. */
export function presentStock(stock: Stock) {
  const { sku, available, held, allocated, adminVersion, spread } = stock;
  return { sku, available, onHand: onHand(stock), held, allocated, version: adminVersion, shards: spread.length };
}

/** The public view of a stock: only the pieces that can be bought. */
export const presentAvailability = ({ sku, available }: Stock) => ({ sku, available });

export function presentMovement({ event: { metadata, data }, reason }: StoredMovement) {
  const { sku, cause, available, held, allocated, orderId } = data;
  return {
    ...{ id: metadata.id, sku, cause, available, held, allocated },
    ...(orderId === undefined ? {} : { orderId }),
    ...(reason === undefined ? {} : { reason }),
    occurredAt: metadata.occurredAt,
  };
}
