/**
 * A fault that passes by itself: a timeout, a throttle, a lost reply, a conflict that outlived its
 * retries. The caller may retry. `Retry` in the order saga lists it by its name.
 */
export class TransientFault extends Error {
  override readonly name = 'TransientFault';
}

/** An item, event or message of the wrong shape. A retry does not help. */
export class MalformedData extends Error {
  override readonly name = 'MalformedData';
}
