import type { Table } from '../../../shared/dynamodb/table.ts';
import { cartActions } from '../../cart/actions.ts';
import { cartQueries } from '../../cart/queries.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { orderActions } from '../../orders/actions.ts';
import { ordersQueries } from '../../orders/queries.ts';
import { chargeOf } from '../../payments/queries.ts';
import { checkoutStore } from '../store/checkout-store.ts';

/** The ports of checkout, all of them on one table. */
export const checkoutPorts = (table: Table) => ({
  ...cartQueries(table),
  ...ordersQueries(table),
  ...catalogQueries(table),
  chargeOf,
  store: checkoutStore(table, cartActions(table), orderActions(table)),
});
