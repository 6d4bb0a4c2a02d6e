import { productImportRequested } from '../../../events/catalog/product-import-requested.v1.ts';
import { documentClient } from '../../../shared/dynamodb/client.ts';
import { createTable } from '../../../shared/dynamodb/table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer, on } from '../../../shared/messaging/consumer.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { decompress } from '../adapters/compress.ts';
import { readProductFile } from '../adapters/read-file.ts';
import { bulkProductStore } from '../store/bulk-product-store.ts';
import { categoryStore } from '../store/category-store.ts';
import { importStore } from '../store/import-store.ts';
import { importProducts } from '../use-cases/import-products.ts';

const table = createTable(documentClient(), setting('CATALOG_TABLE'));
const currency = setting('SHOP_CURRENCY');

const ports = {
  imports: importStore(table),
  products: bulkProductStore(table),
  categories: categoryStore(table),
  decompress,
  readFile: readProductFile(currency),
  isSame: (left: unknown, right: unknown) => fingerprint(left) === fingerprint(right),
};

/** Of the function's minute; the last step must be over before it ends. */
const RUN_MS = 40_000;

/** Works off imports. */
export const handler = createConsumer([
  on(productImportRequested, async ({ metadata, data: { importId } }) => {
    const end = Date.now() + RUN_MS;
    await importProducts(ports, systemClock, {
      importId,
      currency,
      requestId: metadata.causationId,
      hasTime: () => Date.now() < end,
    });
  }),
]);
