import type { Store } from './store.ts';
import { attributeOf } from './values.ts';

/** An item that expired longer ago stays, as a guard against wrong times. */
const OLDEST_SECONDS = 5 * 365 * 24 * 60 * 60;

/**
 * Deletes the items whose time to live has passed, as DynamoDB does within days. Returns their
 * number. Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
export function expire(store: Store): number {
  const now = Math.floor(store.now() / 1_000);
  let count = 0;
  for (const table of store.tables.values()) {
    const { expiresBy, items } = table;
    if (expiresBy === undefined) continue;
    const gone: string[] = [];
    for (const { key, item } of items) {
      const second = Number(attributeOf(item, expiresBy)?.N);
      if (second < now && second > now - OLDEST_SECONDS) gone.push(key);
    }
    for (const key of gone) store.commit([{ table, key, after: undefined, isExpiry: true }]);
    count += gone.length;
  }
  return count;
}
