import * as z from 'zod';
import { recordRequest, requestKey } from '../../../shared/dynamodb/request-record.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { CartActions } from '../../cart/actions.ts';
import type { OrderActions } from '../../orders/actions.ts';
import type { Order } from '../../orders/queries.ts';
import type { Placement } from '../domain/placement.ts';

const idempotencyItem = z.object({ orderId: z.string(), bodyHash: z.string() });

type IdempotencyRecord = z.output<typeof idempotencyItem>;

/** Idempotency records, and the one transaction that places an order. */
export const checkoutStore = (table: Table, carts: CartActions, orders: OrderActions) => ({
  getIdempotencyRecord: (buyer: string, key: string): Promise<IdempotencyRecord | undefined> =>
    table.get(requestKey({ caller: buyer, key }), idempotencyItem),

  /** @returns the order, or the obstacle: the same key, or a different order of the cart. */
  async place({
    buyer,
    key,
    bodyHash,
    guard,
    closes,
    ...begin
  }: Placement): Promise<Order | 'key_used' | 'cart_in_use'> {
    const { order, actions } = orders.placeOrder(begin);
    const { id: orderId, cartId, cartVersion, createdAt } = order;
    const lines = order.lines.map(({ sku, quantity }) => ({ sku, quantity }));
    const result = await table.transact([
      recordRequest({ caller: buyer, key, bodyHash }, createdAt, { orderId }),
      carts.takeCart(cartId, { orderId, cartVersion, lines }, guard),
      ...closes.map((closed) => carts.closeCart(closed.cartId, orderId, closed.guard)),
      ...actions,
    ]);
    if (result.ok) return order;
    return result.failed.some(({ index }) => index === 0) ? 'key_used' : 'cart_in_use';
  },
});
