import type { Timer } from '../../../shared/kernel/clock.ts';
import type { NotFound } from '../../../shared/kernel/refusals.ts';
import { ok, type Refusal, type Result } from '../../../shared/kernel/result.ts';
import type { Order } from '../domain/order.ts';
import { cancelOnRequest, type EndOrderPorts } from './end-order.ts';
import { type FindOwnOrderPorts, findVisibleOrder, type Viewer } from './find-own-order.ts';

/** Cancels an order that the viewer may see. @returns the order after it. */
export async function cancelVisibleOrder(
  ports: FindOwnOrderPorts & EndOrderPorts,
  clock: Timer,
  viewer: Viewer,
  { orderId, requestId }: { readonly orderId: string; readonly requestId: string },
): Promise<Result<Order, NotFound | Refusal<'orders.not_cancellable'>>> {
  const found = await findVisibleOrder(ports, viewer, orderId);
  if (!found.ok) return found;
  const cancelled = await cancelOnRequest(ports, clock, orderId, requestId);
  return cancelled.ok ? ok((await ports.getOrder(orderId)) ?? found.value) : cancelled;
}
