/**
 * A fault that passes by itself: a timeout, a throttle, a lost reply, a conflict that outlived its retries. Whoever called may try again.
 * Its name is what `Retry` in the order saga lists.
 */
export class TransientFault extends Error {
  override readonly name = 'TransientFault';
}

/** An item, event or message that does not have the shape it must have. Trying again does not help. */
export class MalformedData extends Error {
  override readonly name = 'MalformedData';
}
