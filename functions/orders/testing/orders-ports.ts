import type { Table } from '../../../shared/dynamodb/table.ts';
import { cartActions } from '../../cart/actions.ts';
import { orderWrites } from '../store/order-writes.ts';
import { ordersStore } from '../store/orders-store.ts';

/** Reads and writes of orders, with their carts in the same table. */
export const ordersPorts = (table: Table) => ({ ...ordersStore(table), ...orderWrites(table, cartActions(table)) });
