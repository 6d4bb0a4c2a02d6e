import { afterAll, beforeAll } from 'vitest';
import { compress, decompress } from '../../../shared/files/compress.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import type { FileFormat, OnError } from '../../../shared/kernel/import.ts';
import { fingerprint } from '../../../shared/runtime/fingerprint.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { readProductFile } from '../adapters/read-file.ts';
import type { ProductImport } from '../domain/import.ts';
import type { Product } from '../domain/product.ts';
import type { ProductRowError } from '../domain/product-file.ts';
import { bulkProductStore } from '../store/bulk-product-store.ts';
import { categoryStore } from '../store/category-store.ts';
import { productImports } from '../store/product-imports.ts';
import { type ImportPorts, importProducts, type ProductImportRun } from '../use-cases/import-products.ts';
import { requestImport } from '../use-cases/request-import.ts';

interface Upload {
  readonly onError?: OnError | undefined;
  readonly format?: FileFormat;
}

type Change = Partial<ImportPorts & Pick<ProductImportRun, 'hasTime'>>;

/** Imports on a table of the test file's own. */
export interface ImportsForTests {
  readonly db: TestTable;
  readonly ports: ImportPorts;
  /** Stores a file to import. @returns the import's id. */
  upload(lines: readonly string[], upload?: Upload): Promise<string>;
  /** Runs an import, by default until it ends. */
  run(importId: string, change?: Change): Promise<void>;
  /** Uploads a file and runs its import. */
  imported(lines: readonly string[], onError?: OnError, change?: Change): Promise<ProductImport>;
  errorsOf(importId: string): Promise<readonly ProductRowError[]>;
  productOf(sku: string): Promise<Product | undefined>;
}

/** A line of JSON Lines, with the product of this SKU. */
export const line = (sku: string, change: object = {}) =>
  JSON.stringify({ sku, title: `Thing ${sku}`, price: { amount: 1999, currency: 'EUR' }, ...change });

export function importsForTests(): () => ImportsForTests {
  let imports: ImportsForTests;
  beforeAll(async () => {
    imports = importsOn(await startTestTable());
  });
  afterAll(() => imports.db.stop());
  return () => imports;
}

function importsOn(db: TestTable): ImportsForTests {
  const ports: ImportPorts = {
    imports: productImports(db.table),
    products: bulkProductStore(db.table),
    categories: categoryStore(db.table),
    decompress,
    readFile: readProductFile('EUR'),
    isSame: (left, right) => fingerprint(left) === fingerprint(right),
  };
  const imports: ImportsForTests = {
    db,
    ports,
    async upload(lines, { onError = 'stop', format = 'jsonl' } = {}) {
      const request = { text: lines.join('\n'), format, onError, requestId: 'req-1' };
      const taken = await requestImport({ imports: ports.imports, compress }, systemClock, request);
      if (!taken.ok) throw new Error(taken.refusal.detail);
      return taken.value.id;
    },
    run: (importId, { hasTime = () => true, ...others } = {}) =>
      importProducts({ ...ports, ...others }, systemClock, { importId, currency: 'EUR', requestId: 'req-1', hasTime }),
    async imported(lines, onError, change) {
      const id = await imports.upload(lines, { onError });
      await imports.run(id, change);
      return (await ports.imports.get(id)) as ProductImport;
    },
    errorsOf: async (importId) => (await ports.imports.listErrors(importId, { limit: 100, cursor: undefined })).items,
    productOf: async (sku) => (await ports.products.findBySku([sku])).get(sku),
  };
  return imports;
}
