import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { decompress } from '../../../shared/files/compress.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { endFailedImport } from '../../../shared/kernel/import-life.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { readProductFile } from '../adapters/read-file.ts';
import { giveUp } from '../domain/import.ts';
import { catalog } from '../manifest.ts';
import { bulkProductStore } from '../store/bulk-product-store.ts';
import { categoryStore } from '../store/category-store.ts';
import { productImports } from '../store/product-imports.ts';
import { runImport } from '../use-cases/run-import.ts';

const table = domainTable('catalog');
const currency = setting('SHOP_CURRENCY');

const ports = {
  imports: productImports(table),
  products: bulkProductStore(table),
  categories: categoryStore(table),
  decompress,
  readFile: readProductFile(currency),
  isSame: (left: unknown, right: unknown) => fingerprint(left) === fingerprint(right),
};

/** Runs imports. */
export const handler = createConsumer(
  catalog.functions.events,
  {
    'ProductImportRequested.v1': ({ metadata, data: { importId } }) =>
      runImport(ports, systemClock, { importId, currency, requestId: metadata.causationId }),
  },
  {
    'ProductImportRequested.v1': ({ data: { importId } }) =>
      endFailedImport(ports.imports, giveUp, systemClock, importId),
  },
);
