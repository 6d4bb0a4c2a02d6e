import { TransientFault } from '../../../shared/kernel/faults.ts';
import { asFault, isReplay, isServerFailure, isStripeFailure, isUnexpectedState } from './stripe-errors.ts';

const MAX_KEYS = 5;

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
  key: string,
  call: (idempotencyKey: string) => Promise<T>,
  settled: () => Promise<T | undefined>,
  current?: () => Promise<T>,
): Promise<T> {
  for (let number = 1; number <= MAX_KEYS; number += 1) {
    try {
      return await call(number === 1 ? key : `${key}:${number}`);
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
