import type { Timer } from './clock.ts';
import { TransientFault } from './faults.ts';

export interface OptimisticUpdate {
  /** The name of the saved thing in the fault, e.g. `product prd_01J…`. */
  readonly what: string;
  /** The number of attempts; 10 by default. */
  readonly attempts?: number;
}

/** Enough for about ten concurrent writers to all succeed. */
const ATTEMPTS = 10;
const BASE_DELAY_MS = 5;
const MAX_DELAY_MS = 200;

/**
 * Runs load → decide → save until the save is based on the latest version. After a concurrent
 * update it pauses with full jitter, then loads and decides again.
 *
 * @param attempt returns `stale` when a concurrent update was saved first.
 * @throws TransientFault when every attempt was stale.
 *
 * @example
 * untilSaved(systemClock, { what: `cart ${cartId}` }, async () => {
 *   const cart = await store.get(cartId);
 *   return (await store.save(setQuantity(cart, sku, 2))) ?? 'stale';
 * });
 */
export async function untilSaved<T>(
  { pause }: Pick<Timer, 'pause'>,
  { what, attempts = ATTEMPTS }: OptimisticUpdate,
  attempt: () => Promise<T | 'stale'>,
): Promise<T> {
  for (let stale = 0; stale < attempts; stale += 1) {
    if (stale > 0) await pause(Math.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** (stale - 1)));
    const outcome = await attempt();
    if (outcome !== 'stale') return outcome;
  }
  throw new TransientFault(`Gave up on ${what} after ${attempts} concurrent updates.`);
}
