import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { rule } from '../../../shared/kernel/field-error.ts';
import {
  errorsPage,
  importFields,
  importTimes,
  rowErrorSchema,
  uploadQuery,
  uploadRoute,
} from '../../../shared/kernel/import-schemas.ts';
import { idSchema, pageOf, pageQueryOf, skuSchema } from '../../../shared/kernel/schemas.ts';
import { STOCK_ERROR_CODES } from '../domain/values.ts';

const stockImport = {
  ...importFields,
  dryRun: z.boolean().describe('Whether every row is planned and no stock is changed.'),
  checked: z
    .int()
    .describe('Rows that were checked before the first write. Only where an error in any row stops the import.'),
  processed: z.int().describe('Rows that have been processed so far.'),
  set: z.int().describe('Rows that have set the pieces on hand. In a dry run: rows that would.'),
  adjusted: z.int().describe('Rows that have adjusted the pieces on hand. In a dry run: rows that would.'),
  unchanged: z.int().describe('Rows whose pieces on hand were right: they make no movement.'),
  failed: z.int().describe('Rows that have changed nothing, because of an error.'),
  ...importTimes,
};

const importSchema = z
  .strictObject(stockImport)
  .meta({ id: 'StockImport', description: 'The import of a file of stock.' });

const importWithErrorsSchema = z
  .strictObject({ ...stockImport, ...errorsPage(rowErrorSchema(STOCK_ERROR_CODES, 'StockImportRowError', 'row')) })
  .meta({ id: 'StockImportProgress', description: 'The progress of an import of stock, with a page of its errors.' });

const changeSchema = z
  .strictObject({
    line: z.int().positive().describe('The line of the file, counted from 1.'),
    sku: skuSchema,
    cause: z.enum(['set', 'adjusted']).meta({
      id: 'StockImportCause',
      description: 'Whether the row sets the pieces on hand, or adjusts them.',
    }),
    from: z.int().describe('The pieces on hand before.'),
    to: z.int().describe('The pieces on hand after the change.'),
  })
  .meta({ id: 'StockImportChange', description: 'A change that a dry run has found.' });

const flag = z
  .string()
  .refine((text) => text === 'true' || text === 'false', rule('not_an_option', 'One of: true, false.'))
  .transform((text) => text === 'true')
  .meta({ override: { type: 'boolean', default: false } })
  .default(false);

const JSON_LINES =
  '{ "sku": "spoon-olive", "onHand": 300, "reason": "counted" }\n{ "sku": "tee-organic-m", "adjustBy": 24, "version": 1 }\n';

const params = z.strictObject({ id: idSchema.describe('The id of the import.') });
const query = z.strictObject(pageQueryOf(100));

export const importRoutes = defineRoutes({
  importStock: {
    method: 'POST',
    path: '/inventory/import',
    access: ['admin'],
    function: 'import',
    summary: 'Sets and adjusts the stock of many SKUs from a file',
    description:
      'Runs in the background. A file has at most 4 MB: CSV with the columns `sku`, `onHand` or `adjustBy`, and optionally `reason` and `version`, or JSON Lines with these members. A row with a `version` changes only a stock that still has it.',
    query: z.strictObject({
      ...uploadQuery,
      dryRun: flag.describe('Reports every change and every error, and changes no stock.'),
    }),
    ...uploadRoute,
    examples: {
      'text/csv': 'sku,onHand,reason\nspoon-olive,300,counted\n',
      'application/jsonl': JSON_LINES,
      'application/x-ndjson': JSON_LINES,
    },
    responses: { 202: importSchema },
  },
  getStockImport: {
    method: 'GET',
    path: '/inventory/imports/{id}',
    access: ['admin'],
    function: 'import',
    summary: 'Reads the progress and the errors of an import of stock',
    params,
    query,
    responses: { 200: importWithErrorsSchema },
  },
  listStockImportChanges: {
    method: 'GET',
    path: '/inventory/imports/{id}/changes',
    access: ['admin'],
    function: 'import',
    summary: 'Lists the changes that a dry run has found, in the order of the lines',
    description: 'Empty for an import that is not a dry run: its changes are movements of their SKUs.',
    params,
    query,
    responses: { 200: pageOf(changeSchema, 'StockImportChangePage', 'Changes, in the order of the lines.') },
  },
});
