import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { hasLapsed } from '../domain/hold.ts';
import { DELTAS } from '../domain/stock.ts';
import { orderMovements } from './movements.ts';
import type { ChangeHoldPorts } from './ports.ts';

/**
 * Turns an order's hold into an allocation, if it has not lapsed. A retry is a no-op. An order that
 * holds nothing (any more) is refused, so that no buyer pays for pieces that went back.
 *
 * @throws TransientFault after a concurrent update of the hold.
 */
export async function commitStock(
  ports: ChangeHoldPorts,
  clock: Clock,
  { orderId }: { readonly orderId: string },
): Promise<Result<void, Refusal<'inventory.hold_expired'>>> {
  const held = await ports.getHold(orderId);
  if (held?.state === 'allocated') return ok(undefined);
  const now = clock.now();
  if (held?.state !== 'held' || hasLapsed(held, now)) {
    return refuse('inventory.hold_expired', 'The time to pay for the reserved items is over.');
  }
  const change = { cause: 'committed', delta: DELTAS.committed, step: 'CommitStock' } as const;
  const movements = orderMovements(orderId, held.lines, change, now);
  const allocated = { ...held, state: 'allocated', allocatedAt: now.toISOString() } as const;
  if (await ports.changeHold(allocated, 'held', movements)) return ok(undefined);
  throw new TransientFault(`The hold of ${orderId} changed meanwhile.`);
}
