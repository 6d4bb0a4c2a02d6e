import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { compress } from '../../../shared/files/compress.ts';
import { formatOf } from '../../../shared/files/format.ts';
import { createApi } from '../../../shared/http/api.ts';
import { idempotencyOf } from '../../../shared/http/idempotency.ts';
import { accepted, answer, linkToNext, reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { readImport } from '../../../shared/kernel/import-life.ts';
import { writeProductFile } from '../adapters/write-file.ts';
import { catalogContract } from '../contract/index.ts';
import { giveUp } from '../domain/import.ts';
import { categoryStore } from '../store/category-store.ts';
import { productImports } from '../store/product-imports.ts';
import { productStore } from '../store/product-store.ts';
import { exportProducts } from '../use-cases/export-products.ts';
import { requestImport } from '../use-cases/request-import.ts';

const table = domainTable('catalog');
const ports = {
  imports: productImports(table),
  products: productStore(table),
  categories: categoryStore(table),
  ...{ compress, writeFile: writeProductFile },
};

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const;

/**
 * Serves imports and exports. It is separate from the other routes because a large file takes
 * memory and time.
 */
export const handler = createApi(
  catalogContract,
  'import',
  {
    importProducts: ({ caller, query: { onError = 'stop' }, headers, rawBody: text, requestId, idempotencyKey }) => {
      const format = formatOf(headers['content-type']);
      const request = idempotencyOf({ caller, idempotencyKey }, { products: text, format, onError });
      return answer(requestImport(ports, systemClock, { text, format, onError, requestId, request }), (requested) =>
        accepted(requested, `/v1/products/import/${requested.id}`),
      );
    },

    getImport: ({ params, query }) =>
      answer(
        readImport(ports.imports, giveUp, systemClock, params.id, query),
        ({ found, errors: { items, ...next } }) => reply(200, { ...found, errors: items, ...next }),
      ),

    exportProducts: async ({ query }) => {
      const { format, text, next } = await exportProducts(ports, query);
      return reply(200, text, {
        'content-type': CONTENT_TYPES[format],
        'content-disposition': `attachment; filename="products.${format}"`,
        ...linkToNext('/v1/products/export', next),
      });
    },
  },
  { sessions: domainSessionMarks('sessions') },
);
