import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { decompress } from '../../../shared/files/compress.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { endFailedImport, runTime } from '../../../shared/kernel/import-life.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { readStockFile } from '../adapters/read-file.ts';
import { giveUp } from '../domain/stock-import.ts';
import { inventory } from '../manifest.ts';
import { bulkStock, stockImports } from '../store/stock-imports.ts';
import { importStock } from '../use-cases/import-stock.ts';

const table = domainTable('inventory');
const catalog = catalogQueries(domainTable('catalog'));

const ports = {
  imports: stockImports(table),
  stock: bulkStock(table),
  getSold: async (skus: readonly string[]) => new Set((await catalog.getSellables(skus)).keys()),
  decompress,
  readFile: readStockFile,
};

/** Runs imports of stock. */
export const handler = createConsumer(
  inventory.functions.importer,
  {
    'StockImportRequested.v1': ({ metadata, data: { importId } }) =>
      importStock(ports, systemClock, { importId, requestId: metadata.causationId, hasTime: runTime(systemClock) }),
  },
  {
    'StockImportRequested.v1': ({ data: { importId } }) =>
      endFailedImport(ports.imports, giveUp, systemClock, importId),
  },
);
