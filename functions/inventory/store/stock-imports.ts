import * as z from 'zod';
import type { StockImportRequested } from '../../../events/inventory/stock-import-requested.v1.ts';
import { put } from '../../../shared/dynamodb/actions.ts';
import {
  importAttributes,
  importExpiry,
  importPartition,
  importStore,
  progressActions,
} from '../../../shared/dynamodb/import-store.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import { MAX_ACTIONS } from '../../../shared/kernel/transaction.ts';
import type { StockImport } from '../domain/stock-import.ts';
import { STOCK_ERROR_CODES, type StockErrorCode } from '../domain/values.ts';
import type { BulkStock, StockImports } from '../use-cases/ports.ts';
import { plannedChangeKey } from './keys.ts';
import { stockShards } from './shards.ts';
import { changeActions } from './stock-actions.ts';

const count = z.int().min(0);

const importItem = z.object({
  ...importAttributes,
  dryRun: z.boolean(),
  checked: count,
  set: count,
  adjusted: count,
  unchanged: count,
  requestedBy: z.string(),
});

const plannedItem = z.object({
  line: z.int(),
  sku: z.string(),
  cause: z.enum(['set', 'adjusted']),
  from: z.int(),
  to: z.int(),
});

/** A step checks rows or processes them. */
const MARKS = ['checked', 'processed'] as const;

/** Imports of stock, and the changes that their dry runs have found. */
export const stockImports = (table: Table): StockImports => ({
  ...importStore<StockImport, StockImportRequested, StockErrorCode>(table, {
    ...{ item: importItem, errorCodes: STOCK_ERROR_CODES, marks: MARKS },
  }),

  async savePlan(progress, changes) {
    const { id } = progress.read;
    const expiresAt = importExpiry(progress.read);
    const planned = changes.map((change) =>
      put({ ...plannedChangeKey(id, change.line), entity: 'planned-change', ...change, expiresAt }),
    );
    return (await table.transact([...progressActions(progress, MARKS), ...planned])).ok;
  },

  listPlan: (importId, page) =>
    table.query({ pk: importPartition(importId), skPrefix: 'change#', ...page }, plannedItem),
});

/** Changes the stock of many SKUs, in one transaction with a step of their import. */
export function bulkStock(table: Table): BulkStock {
  const shards = stockShards(table);
  return {
    getStocks: (skus) => shards.readMany(skus),

    fitting(changes) {
      let actions = 1;
      const full = changes.findIndex((change, index) => {
        actions += changeActions(change).length;
        return index > 0 && actions > MAX_ACTIONS;
      });
      return full === -1 ? changes.length : full;
    },

    async changeAll(changes, progress) {
      const step = progressActions(progress, MARKS);
      const perChange = changes.map(changeActions);
      const result = await table.transact([...step, ...perChange.flat()]);
      if (result.ok) return 'saved';
      const [first] = result.failed;
      if (!first || first.index < step.length) return 'not_current';
      let end = step.length;
      const staleAt = perChange.findIndex((actions) => {
        end += actions.length;
        return first.index < end;
      });
      return { staleAt };
    },
  };
}
