import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { idSchema, openListSchema, pageQueryOf, timestampSchema } from '../../../shared/kernel/schemas.ts';
import { FILE_FORMATS, IMPORT_STATUSES, ON_ERROR, ROW_ERROR_CODES } from '../domain/values.ts';
import { productStatusSchema } from './product.ts';

const pageQuery = pageQueryOf(100);

const onErrorSchema = z.enum(ON_ERROR).meta({
  id: 'OnError',
  description:
    '`stop`: with an error in any row nothing is written; an error that shows only in the write ends the import at its row. `skip`: the rows without errors are written.',
});

const formatSchema = z.enum(FILE_FORMATS).meta({ id: 'FileFormat', description: 'The format of the file.' });

const importStatusSchema = z.enum(IMPORT_STATUSES).meta({
  id: 'ImportStatus',
  description: '`failed`: it ended before its last row, and `reason` says why. `done`: all valid rows were written.',
});

const CUT = 'Cut where names in the file make it very long: it ends with an ellipsis then.';

const rowErrorSchema = z
  .strictObject({
    line: z.int().positive().describe('The line of the file, counted from 1.'),
    column: z.string().optional().describe(`The column of a CSV file. ${CUT}`),
    pointer: z.string().optional().describe(`A JSON pointer into the product of a JSON Lines file. ${CUT}`),
    code: openListSchema(ROW_ERROR_CODES, 'A stable code for programs.'),
    detail: z.string().describe(`A sentence for people. ${CUT}`),
  })
  .meta({ id: 'ImportRowError', description: 'A mistake in one row of an imported file.' });

const importFields = {
  id: idSchema.describe('The id, given by the shop.'),
  status: importStatusSchema,
  reason: z.string().optional().describe('Why the import failed: a sentence for people. Only if it failed.'),
  format: formatSchema,
  onError: onErrorSchema,
  rows: z.int().describe('Rows of the file, without the header. 0 until the import runs.'),
  products: z.int().describe('Rows that are not variants.'),
  processed: z.int().describe('Products that have been processed so far.'),
  created: z.int().describe('Products that are new.'),
  updated: z.int().describe('Products that were changed.'),
  unchanged: z.int().describe('Products that did not differ: they get no new version.'),
  failed: z.int().describe('Products that were not written.'),
  errorCount: z.int().describe('Errors in all rows.'),
  createdAt: timestampSchema.describe('The time of the upload.'),
  updatedAt: timestampSchema.describe('The time of the last progress.'),
};

const importSchema = z
  .strictObject(importFields)
  .meta({ id: 'ProductImport', description: 'The import of a file of products.' });

const importWithErrorsSchema = z
  .strictObject({
    ...importFields,
    errors: z.array(rowErrorSchema).describe('A page of the errors, in the order of the lines.'),
    nextCursor: z.string().optional().describe('The `?cursor=` of the next page of errors. The last page has none.'),
  })
  .meta({ id: 'ImportProgress', description: 'The progress of an import, with a page of its errors.' });

/**
 * The largest file of an import: Lambda accepts at most 6 MB, and API Gateway may encode the body
 * as base64.
 */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

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
    query: z.strictObject({
      onError: onErrorSchema.optional().describe('The treatment of a file with errors. Default: `stop`.'),
    }),
    rawBody: { contentTypes: ['text/csv', 'application/jsonl', 'application/x-ndjson'], maxBytes: MAX_FILE_BYTES },
    examples: {
      'text/csv': 'sku,title,price,attr.colour\nexample-ladle,Ladle,12.50,red\n',
      'application/jsonl': JSON_LINE,
      'application/x-ndjson': JSON_LINE,
    },
    responses: { 202: importSchema },
    responseHeaders: { Location: 'always' },
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
