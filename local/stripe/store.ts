/** Keeps the state between runs: what a request changed is written before its answer. */

import type { Account, Change } from './account.ts';
import type { IdempotencyKeys, KeyRecord } from './idempotency.ts';

/** All that one request changed. It is kept whole or not at all. */
export type StripeEntry = readonly (Change | { readonly kind: 'keys'; readonly item: KeyRecord })[];

/** A journal of the owner. `keep` restores former entries, and returns what writes one. */
export interface StripeJournal {
  keep(
    name: string,
    part: { restore(entry: StripeEntry): void; snapshot(): Iterable<StripeEntry> },
  ): (entry: StripeEntry) => void;
}

/**
 * Restores what a former run kept. Returns the function that writes what has changed since its last
 * call.
 */
export function keepState(account: Account, keys: IdempotencyKeys, journal: StripeJournal | undefined): () => void {
  const changed = (): StripeEntry => [
    ...account.takeChanges(),
    ...keys.takeCompleted().map((item) => ({ kind: 'keys' as const, item })),
  ];
  const write = journal?.keep('stripe', {
    restore(entry) {
      for (const change of entry) {
        if (change.kind === 'keys') keys.restore(change.item);
        else account.restore(change);
      }
    },
    *snapshot() {
      for (const change of account.snapshot()) yield [change];
      for (const item of keys.snapshot()) yield [{ kind: 'keys', item }];
    },
  });
  return () => {
    const entry = changed();
    if (entry.length > 0) write?.(entry);
  };
}
