import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { answer, linkToNext, reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { compress } from '../adapters/compress.ts';
import { writeProductFile } from '../adapters/write-file.ts';
import { catalogContract } from '../contract/index.ts';
import { categoryStore } from '../store/category-store.ts';
import { importStore } from '../store/import-store.ts';
import { productStore } from '../store/product-store.ts';
import { exportProducts } from '../use-cases/export-products.ts';
import { readImport } from '../use-cases/read-import.ts';
import { requestImport } from '../use-cases/request-import.ts';

const table = domainTable('catalog');
const ports = {
  imports: importStore(table),
  products: productStore(table),
  categories: categoryStore(table),
  ...{ compress, writeFile: writeProductFile },
};

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const;

const formatOf = (contentType = '') => (contentType.startsWith('text/csv') ? 'csv' : 'jsonl');

/**
 * Serves imports and exports. It is separate from the other routes because a large file takes
 * memory and time.
 */
export const handler = createApi(
  catalogContract,
  'import',
  {
    importProducts: ({ query: { onError = 'stop' }, headers, rawBody, requestId }) => {
      const request = { text: rawBody, format: formatOf(headers['content-type']), onError, requestId } as const;
      return answer(requestImport(ports, systemClock, request), (requested) =>
        reply(202, requested, { location: `/v1/products/import/${requested.id}` }),
      );
    },

    getImport: ({ params, query }) =>
      answer(readImport(ports.imports, systemClock, params.id, query), ({ found, errors: { items, ...next } }) =>
        reply(200, { ...found, errors: items, ...next }),
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
