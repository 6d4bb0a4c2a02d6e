import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import { compress } from '../adapters/compress.ts';
import { writeCsv } from '../adapters/csv.ts';
import { writeJsonLines } from '../adapters/json-lines.ts';
import { catalogContract } from '../contract/index.ts';
import { pathOf } from '../domain/category.ts';
import type { Product } from '../domain/product.ts';
import { PATH_SEPARATOR } from '../domain/product-file.ts';
import { categoryStore } from '../store/category-store.ts';
import { importStore } from '../store/import-store.ts';
import { productStore } from '../store/product-store.ts';
import { requestImport } from '../use-cases/request-import.ts';

const table = domainTable('catalog');
const imports = importStore(table);
const products = productStore(table);
const categories = categoryStore(table);

const CONTENT_TYPES = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl; charset=utf-8' } as const;

/** Imports and exports: apart from the catalog's other routes, since a large file takes memory and time. */
export const handler = createApi(catalogContract, 'import', {
  importProducts: async ({ query, headers, rawBody, requestId }) => {
    const format = headers['content-type']?.startsWith('text/csv') ? 'csv' : 'jsonl';
    if (rawBody.trim() === '') {
      const detail = 'The file is empty.';
      return refuse('request.invalid', detail, { errors: [{ pointer: '#', code: 'required', detail }] });
    }
    const request = { text: rawBody, format, onError: query.onError ?? 'stop', requestId } as const;
    const requested = await requestImport({ imports, compress }, systemClock, request);
    return reply(202, requested, { location: `/v1/products/import/${requested.id}` });
  },

  getImport: async ({ params, query: { limit, cursor } }) => {
    const found = await imports.get(params.id);
    if (!found) return refuse('request.not_found', 'There is no such import.');
    const { items: errors, nextCursor } = await imports.listErrors(found.id, { limit, cursor });
    return reply(200, { ...found, errors: [...errors], ...(nextCursor === undefined ? {} : { nextCursor }) });
  },

  exportProducts: async ({ query }) => {
    const { format = 'csv', status = 'active', limit, cursor } = query;
    const page = await products.list({ status }, { limit, cursor });
    const body = format === 'csv' ? writeCsv(page.items, await categoryNames(page.items)) : writeJsonLines(page.items);
    const next = new URLSearchParams({ format, status, limit: String(limit), cursor: page.nextCursor ?? '' });
    return reply(200, body, {
      'content-type': CONTENT_TYPES[format],
      'content-disposition': `attachment; filename="products.${format}"`,
      ...(page.nextCursor === undefined ? {} : { link: `</v1/products/export?${next}>; rel="next"` }),
    });
  },
});

/** The path of a category where it is the only one that has it, and no separator is in a name; else its id. */
async function categoryNames(exported: readonly Product[]): Promise<(categoryId: string) => string> {
  if (exported.every(({ categoryIds }) => categoryIds.length === 0)) return (categoryId) => categoryId;
  const tree = await categories.getTree();
  const paths = new Map(
    tree.categories.map(({ id }) => {
      const names = pathOf(tree, id).map(({ name }) => name);
      const isPlain = names.every((name) => !name.includes('|') && !name.includes(PATH_SEPARATOR));
      return [id, isPlain ? names.join(PATH_SEPARATOR) : id] as const;
    }),
  );
  const counts = Map.groupBy(paths.values(), (path) => path);
  return (categoryId) => {
    const path = paths.get(categoryId) ?? categoryId;
    return counts.get(path)?.length === 1 ? path : categoryId;
  };
}
