import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import {
  errorsPage,
  formatSchema,
  importFields,
  importTimes,
  rowErrorSchema,
  uploadQuery,
  uploadRoute,
} from '../../../shared/kernel/import-schemas.ts';
import { idSchema, pageQueryOf } from '../../../shared/kernel/schemas.ts';
import { ROW_ERROR_CODES } from '../domain/values.ts';
import { productStatusSchema } from './product.ts';

const pageQuery = pageQueryOf(100);

const productImport = {
  ...importFields,
  products: z.int().describe('Rows that are not variants.'),
  processed: z.int().describe('Products that have been processed so far.'),
  created: z.int().describe('Products that are new.'),
  updated: z.int().describe('Products that were changed.'),
  unchanged: z.int().describe('Products that did not differ: they get no new version.'),
  failed: z.int().describe('Products that were not written.'),
  ...importTimes,
};

const importSchema = z
  .strictObject(productImport)
  .meta({ id: 'ProductImport', description: 'The import of a file of products.' });

const importWithErrorsSchema = z
  .strictObject({
    ...productImport,
    ...errorsPage(rowErrorSchema(ROW_ERROR_CODES, 'ImportRowError', 'product')),
  })
  .meta({ id: 'ImportProgress', description: 'The progress of an import, with a page of its errors.' });

const JSON_LINE = '{ "sku": "example-whisk", "title": "Whisk", "price": { "amount": 899, "currency": "EUR" } }\n';

export const importRoutes = defineRoutes({
  importProducts: {
    method: 'POST',
    path: '/products/import',
    access: ['admin'],
    function: 'import',
    summary: 'Creates and changes products from a file',
    description:
      'Runs in the background and finds products by SKU. A file has at most 4 MB: CSV with the columns `sku`, `title`, `price` and others, or JSON Lines with one product of this API each.',
    query: z.strictObject(uploadQuery),
    ...uploadRoute,
    examples: {
      'text/csv': 'sku,title,price,attr.colour\nexample-ladle,Ladle,12.50,red\n',
      'application/jsonl': JSON_LINE,
      'application/x-ndjson': JSON_LINE,
    },
    responses: { 202: importSchema },
  },
  getImport: {
    method: 'GET',
    path: '/products/import/{id}',
    access: ['admin'],
    function: 'import',
    summary: 'Reads the progress and the errors of an import',
    params: z.strictObject({ id: idSchema.describe('The id of the import.') }),
    query: z.strictObject(pageQuery),
    responses: { 200: importWithErrorsSchema },
  },
  exportProducts: {
    method: 'GET',
    path: '/products/export',
    access: ['admin'],
    function: 'import',
    summary: 'Reads products as a file',
    description:
      'Returns a page of products, newest first, in a form that can be imported. The Link header names the next page.',
    query: z.strictObject({
      ...pageQuery,
      format: formatSchema.optional().describe('The format of the file. Default: CSV.'),
      status: productStatusSchema.optional().describe('Only products of this status. Default: active.'),
    }),
    produces: ['text/csv', 'application/jsonl'],
    responses: { 200: z.string().describe('The file.') },
    responseHeaders: { 'Content-Disposition': 'always', Link: 'sometimes' },
  },
});
