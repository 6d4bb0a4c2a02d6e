/** The causes of a movement: `set` and `adjusted` by an admin, the others by an order. */
export const CAUSES = ['set', 'adjusted', 'reserved', 'committed', 'released'] as const;
export type Cause = (typeof CAUSES)[number];

/** `released` is also a tombstone: an order that was undone first can never hold anything. */
export const HOLD_STATES = ['held', 'allocated', 'released'] as const;
export type HoldState = (typeof HOLD_STATES)[number];
