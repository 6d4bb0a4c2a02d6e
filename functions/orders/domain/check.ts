import type { Order } from './order.ts';

/** More than the 15 minutes of a hold and the undo that follows them. */
const USUAL_MINUTES = 20;
/** A parked order has failed for hours: only its writer's own work is waited for. */
const PARKED_MINUTES = 5;

/**
 * The time at which the reconciler looks at an order: when it should have ended, or its undo should
 * be complete. Undefined for a confirmed one, whose saga has done everything before.
 */
export function checkAt({ status, updatedAt }: Pick<Order, 'status' | 'updatedAt'>): Date | undefined {
  if (status === 'confirmed') return undefined;
  const minutes = status === 'needs_attention' ? PARKED_MINUTES : USUAL_MINUTES;
  return new Date(Date.parse(updatedAt) + minutes * 60_000);
}
