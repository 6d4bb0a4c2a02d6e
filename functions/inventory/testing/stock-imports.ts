import { afterAll, beforeAll } from 'vitest';
import { compress, decompress } from '../../../shared/files/compress.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import type { FileFormat, OnError } from '../../../shared/kernel/import.ts';
import type { ImportRun } from '../../../shared/kernel/import-life.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { readStockFile } from '../adapters/read-file.ts';
import type { StockImport } from '../domain/stock-import.ts';
import { bulkStock, stockImports } from '../store/stock-imports.ts';
import { stockStore } from '../store/stock-store.ts';
import { changeStock } from '../use-cases/change-stock.ts';
import { type ImportStockPorts, importStock } from '../use-cases/import-stock.ts';
import { requestStockImport } from '../use-cases/request-stock-import.ts';

interface Upload {
  readonly onError?: OnError;
  readonly format?: FileFormat;
  readonly dryRun?: boolean;
}

type Change = Partial<ImportStockPorts & Pick<ImportRun, 'hasTime'>>;

/**
 * Imports of stock on an engine of their own for one test file. Every SKU is sold except
 * `UNKNOWN…`.
 */
export function stockImportsUnderTest() {
  let db: TestTable;
  let ports: ImportStockPorts;

  beforeAll(async () => {
    db = await startTestTable();
    ports = {
      imports: stockImports(db.table),
      stock: bulkStock(db.table),
      getSold: async (skus) => new Set(skus.filter((sku) => !sku.startsWith('UNKNOWN'))),
      decompress,
      readFile: readStockFile,
    };
  });
  afterAll(() => db.stop());

  async function upload(
    lines: readonly string[],
    { onError = 'stop', format = 'csv', dryRun = false }: Upload = {},
  ): Promise<string> {
    const file = { text: lines.join('\n'), format, onError, dryRun, requestedBy: 'usr_admin', requestId: 'req_1' };
    const taken = await requestStockImport({ imports: ports.imports, compress }, systemClock, file);
    if (!taken.ok) throw new Error(taken.refusal.detail);
    return taken.value.id;
  }

  const run = (importId: string, { hasTime = () => true, ...others }: Change = {}) =>
    importStock({ ...ports, ...others }, systemClock, { importId, requestId: 'req_1', hasTime });

  const page = { limit: 100, cursor: undefined };
  const get = async (importId: string) => (await ports.imports.get(importId)) as StockImport;

  return {
    db: () => db,
    ports: () => ports,
    store: () => stockStore(db.table),
    upload,
    run,
    get,
    /** Uploads a file and runs its import until it ends. */
    async imported(lines: readonly string[], how?: Upload, change?: Change) {
      const id = await upload(lines, how);
      await run(id, change);
      return get(id);
    },
    errorsOf: async (importId: string) => (await ports.imports.listErrors(importId, page)).items,
    planOf: async (importId: string) => (await ports.imports.listPlan(importId, page)).items,
    /** So many SKUs that have no stock yet. */
    freshSkus: (count: number) => Array.from({ length: count }, () => createId('sku')),
    stocked: (sku: string, onHand: number, shards?: number) =>
      changeStock({ ...stockStore(db.table), isSold: async () => true }, systemClock, {
        sku,
        change: { kind: 'set', onHand, shards },
        ...{ reason: 'count', changedBy: 'usr_admin', requestId: 'req_1', checkVersion: () => undefined },
      }),
    /** By SKU: what is available, and the admin version. */
    async levelsOf(skus: readonly string[]) {
      const stocks = await ports.stock.getStocks(skus);
      return skus.map((sku) => {
        const found = stocks.get(sku);
        return found && [found.available, found.adminVersion];
      });
    },
    /** The movements of a SKU, newest first, with what they add to its available pieces. */
    async movementsOf(sku: string) {
      const stock = await stockStore(db.table).getStock(sku);
      const { items } = await stockStore(db.table).listMovements(sku, 100, undefined, stock?.spread.length);
      return items.map(({ event, reason }) => ({ cause: event.data.cause, available: event.data.available, reason }));
    },
  };
}
