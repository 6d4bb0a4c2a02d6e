import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import type { Stock } from './stock.ts';

/** A request that was carried out. If it was an adjustment, its retry returns the same stock. */
export interface Adjustment {
  readonly bodyHash: string;
  readonly stock?: Stock | undefined;
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
