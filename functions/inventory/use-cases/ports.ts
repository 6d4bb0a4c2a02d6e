import type { InventoryChanged } from '../../../events/inventory/inventory-changed.v1.ts';
import type { StockImportRequested } from '../../../events/inventory/stock-import-requested.v1.ts';
import type { ImportStore } from '../../../shared/kernel/import-life.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import type { Hold } from '../domain/hold.ts';
import type { Stock } from '../domain/stock.ts';
import type { StockChange } from '../domain/stock-change.ts';
import type { PlannedChange, StockImport, StockProgress } from '../domain/stock-import.ts';
import type { HoldState, StockErrorCode } from '../domain/values.ts';

export interface ChangeHoldPorts {
  getHold(orderId: string): Promise<Hold | undefined>;
  /**
   * Saves the hold's next state with its movements.
   *
   * @returns false when its state is no longer `from`.
   */
  changeHold(hold: Hold, from: HoldState, movements: readonly InventoryChanged[]): Promise<boolean>;
}

export interface StockImports extends ImportStore<StockImport, StockImportRequested, StockErrorCode> {
  /**
   * Stores the changes that a step of a dry run has found, with the step.
   *
   * @returns false when the import has changed since it was read.
   */
  savePlan(progress: StockProgress, changes: readonly PlannedChange[]): Promise<boolean>;
  /** In the order of the lines. */
  listPlan(
    importId: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<Page<PlannedChange>>;
}

/** The stock of many SKUs. */
export interface BulkStock {
  /**
   * Without SKUs that never had any. 1 read unit per SKU; 2 more per shard where there are several.
   */
  getStocks(skus: readonly string[]): Promise<ReadonlyMap<string, Stock>>;
  /**
   * The number of changes, from the first one, that fit into one transaction with a step. At least
   * 1, if there is a change.
   */
  fitting(changes: readonly StockChange[]): number;
  /**
   * Makes the changes with the step of the import, or nothing.
   *
   * @returns `not_current` when the import has changed since it was read. Otherwise the position of
   *   the first change whose stock has changed since it was read.
   */
  changeAll(
    changes: readonly StockChange[],
    progress: StockProgress,
  ): Promise<'saved' | 'not_current' | { readonly staleAt: number }>;
}
