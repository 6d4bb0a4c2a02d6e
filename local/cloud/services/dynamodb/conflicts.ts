/** The items that a request writes or reads in a transaction, as far as conflicts are concerned. */
export interface Touch {
  readonly kind: 'transact-write' | 'transact-read' | 'write' | 'batch-write';
  /** Items by canonical key, in the order of the request. */
  readonly items: readonly string[];
}

/** The requests in flight. DynamoDB refuses some of their overlaps; the local engine never does. */
export interface Conflicts {
  /**
   * Returns which items (by position) conflict with requests in flight. If none does, the request
   * counts as in flight until `leave`.
   */
  enter(touch: Touch): ReadonlySet<number>;
  leave(touch: Touch): void;
}

/**
 * As DynamoDB documents it, three overlaps on one item conflict. They are two transactional writes,
 * a single write with a transaction's, and a transactional read with any write. A batch write is
 * never refused.
 */
export function createConflicts(): Conflicts {
  const inTransaction = new Map<string, number>();
  const inWrite = new Map<string, number>();

  const registryOf = (touch: Touch) => (touch.kind === 'transact-write' ? inTransaction : inWrite);

  return {
    enter(touch) {
      const hit = new Set<number>();
      const refusable = touch.kind !== 'batch-write';
      touch.items.forEach((item, index) => {
        if (refusable && (inTransaction.has(item) || (touch.kind === 'transact-read' && inWrite.has(item))))
          hit.add(index);
      });
      if (hit.size > 0 || touch.kind === 'transact-read') return hit;
      const registry = registryOf(touch);
      for (const item of touch.items) registry.set(item, (registry.get(item) ?? 0) + 1);
      return hit;
    },
    leave(touch) {
      if (touch.kind === 'transact-read') return;
      const registry = registryOf(touch);
      for (const item of touch.items) {
        const count = (registry.get(item) ?? 1) - 1;
        if (count > 0) registry.set(item, count);
        else registry.delete(item);
      }
    },
  };
}
