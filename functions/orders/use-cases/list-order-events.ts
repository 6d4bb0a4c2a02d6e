import type { Page } from '../../../shared/kernel/page.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { OrderEvent } from '../domain/order.ts';
import { type FindOwnOrderPorts, findVisibleOrder, type Viewer } from './find-own-order.ts';

export interface ListOrderEventsPorts extends FindOwnOrderPorts {
  listEvents(orderId: string, limit: number, cursor: string | undefined): Promise<Page<OrderEvent>>;
}

export interface OrderEventsRequest {
  readonly orderId: string;
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** The history of an order that the viewer may see, oldest first. */
export async function listOrderEvents(
  ports: ListOrderEventsPorts,
  viewer: Viewer,
  { orderId, limit, cursor }: OrderEventsRequest,
): Promise<Result<Page<OrderEvent>, NotFound>> {
  const found = await findVisibleOrder(ports, viewer, orderId);
  return found.ok ? ok(await ports.listEvents(orderId, limit, cursor)) : found;
}
