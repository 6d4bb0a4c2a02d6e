import { TransientFault } from '../../../shared/kernel/faults.ts';
import { asFault, isReplay, isServerFailure, isStripeFailure, isUnexpectedState } from './stripe-errors.ts';

const FIXED_KEYS = 5;
const SLOT_MS = 10_000;

/**
 * The keys of a call, in the order in which they are used. A long outage stores a failure under
 * each of the fixed ones, so there is one more, which changes with the time.
 */
const keysOf = (key: string, now: Date): string[] => [
  key,
  ...Array.from({ length: FIXED_KEYS - 1 }, (_, index) => `${key}:${index + 2}`),
  `${key}:at:${Math.floor(now.getTime() / SLOT_MS)}`,
];

/**
 * Makes a call under its stable key, so that a retry returns the first result. Stripe also stores
 * failures under a key: its own, and those of a state that has passed. When a key only replays such
 * a failure, the present state decides. If the call has had no effect, the next key is used.
 *
 * @param settled the intended effect of the call, if it is there.
 * @param current the present state, for a call that found an unexpected one.
 * @throws TransientFault when the outcome is not known.
 */
export async function keyed<T>(
  { key, now }: { readonly key: string; readonly now: Date },
  call: (idempotencyKey: string) => Promise<T>,
  settled: () => Promise<T | undefined>,
  current?: () => Promise<T>,
): Promise<T> {
  for (const idempotencyKey of keysOf(key, now)) {
    try {
      return await call(idempotencyKey);
    } catch (error) {
      if (!isStripeFailure(error)) throw error;
      const unexpected = isUnexpectedState(error);
      if (unexpected && current && !isReplay(error)) return current();
      if (!isReplay(error) || !(unexpected || isServerFailure(error))) throw asFault(error);
      const found = await settled();
      if (found) return found;
    }
  }
  throw new TransientFault(`Stripe keeps failing on ${key}.`);
}
