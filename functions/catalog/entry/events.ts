import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { decompress } from '../adapters/compress.ts';
import { readProductFile } from '../adapters/read-file.ts';
import { catalog } from '../manifest.ts';
import { bulkProductStore } from '../store/bulk-product-store.ts';
import { categoryStore } from '../store/category-store.ts';
import { importStore } from '../store/import-store.ts';
import { endFailedImport } from '../use-cases/end-import.ts';
import { runImport } from '../use-cases/run-import.ts';

const table = domainTable('catalog');
const currency = setting('SHOP_CURRENCY');

const ports = {
  imports: importStore(table),
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
  { 'ProductImportRequested.v1': ({ data: { importId } }) => endFailedImport(ports.imports, systemClock, importId) },
);
