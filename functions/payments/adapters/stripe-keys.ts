import { TransientFault } from '../../../shared/kernel/faults.ts';
import { asFault, isReplay, isServerFailure, isStripeFailure, isUnexpectedState } from './stripe-errors.ts';

const MAX_KEYS = 5;

/**
 * Makes a call under its stable key, so that a retry brings the first result. A key whose stored result is a failure of Stripe, or of a
 * state that has passed, will bring only that: then what there is decides, and if the call has had no effect the next key is used.
 *
 * @param settled what the call should bring about, if it is there.
 * @param current what the call found instead, when it came in an unexpected state.
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
