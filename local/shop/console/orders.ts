import type { Order } from '../../../functions/orders/domain/order.ts';
import { ordersQueries } from '../../../functions/orders/queries.ts';
import { itemClient } from '../../../shared/dynamodb/client.ts';
import { createTable, type Table } from '../../../shared/dynamodb/table.ts';
import { format } from '../../../shared/kernel/money.ts';
import type { Tables } from '../../cloud/services/handles.ts';
import type { OrderLine } from './answers.ts';

const DAY_MS = 86_400_000;
const DAYS = 31;
const SHOWN = 50;

/** A domain's table, read behind the proxy; undefined where the stacks have none. */
export function tableOf(tables: Tables, domain: string): Table | undefined {
  const name = tables.names().find((table) => table.endsWith(`-${domain}`));
  return name === undefined ? undefined : createTable(itemClient(tables.client()), name);
}

/** The newest orders of the last month, from all buyers. */
export async function latestOrders(tables: Tables, now: number): Promise<OrderLine[]> {
  const table = tableOf(tables, 'orders');
  if (!table) return [];
  const orders: Order[] = [];
  for (let day = 0; day < DAYS && orders.length < SHOWN; day++) {
    const date = new Date(now - day * DAY_MS).toISOString().slice(0, 10);
    orders.push(...(await ordersQueries(table).listByDay(date, SHOWN - orders.length)));
  }
  return orders.map(orderLine);
}

export async function findOrder(tables: Tables, id: string): Promise<OrderLine | undefined> {
  const table = tableOf(tables, 'orders');
  const order = table && (await ordersQueries(table).getOrder(id));
  return order && orderLine(order);
}

function orderLine({ id, number, status, totals, lines, createdAt, rejection }: Order): OrderLine {
  return {
    ...{ id, number, status, createdAt },
    total: format(totals.total),
    items: lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', '),
    ...(rejection ? { rejection: `${rejection.code}: ${rejection.detail}` } : {}),
  };
}
