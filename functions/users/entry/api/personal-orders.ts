import { domainTable } from '../../../../shared/dynamodb/domain-table.ts';
import { userCartId } from '../../../../shared/http/caller.ts';
import { cartQueries } from '../../../cart/queries.ts';
import { hashEmail, isPartOfErasure, needsUndo, ordersQueries, retentionOf } from '../../../orders/queries.ts';
import { paymentsQueries } from '../../../payments/queries.ts';

export const carts = cartQueries(domainTable('cart'));

/** The ports that find a person's orders, and tell what is owed on them. */
export const personalOrders = {
  ...{ hashEmail, isPartOfErasure, needsUndo, retentionOf },
  getUndoStates: paymentsQueries(domainTable('payments')).getUndoStates,
  listOrdersOf: ordersQueries(domainTable('orders')).listOrdersOf,
  listMergedCarts: (userId: string, limit: number) => carts.listMergedCarts(userCartId(userId), limit),
};
