import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import type { Stock } from './stock.ts';

/** A retriable request: whose key, and of which body. */
export interface Idempotency {
  readonly caller: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** What an adjustment answered, to be answered again. */
export interface Adjustment {
  readonly bodyHash: string;
  readonly stock: Stock;
}

export interface StockChange {
  /** As read. */
  readonly before: Stock;
  /** With the next admin version. */
  readonly after: Stock;
  readonly movement: InventoryChanged;
  readonly reason: string;
  /** The admin's user id. */
  readonly changedBy: string;
  readonly idempotency?: Idempotency | undefined;
}
