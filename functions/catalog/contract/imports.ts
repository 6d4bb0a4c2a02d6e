import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { idSchema, pageQuery, timestampSchema } from '../../../shared/kernel/schemas.ts';
import { productStatusSchema } from './product.ts';

const rowErrorSchema = z.strictObject({
  line: z.int().positive(),
  column: z.string().optional(),
  pointer: z.string().optional(),
  code: z.string(),
  detail: z.string(),
});

const importSchema = z.strictObject({
  id: idSchema,
  status: z.enum(['queued', 'running', 'done', 'failed']),
  format: z.enum(['csv', 'jsonl']),
  onError: z.enum(['stop', 'skip']),
  /** Without the header; known once it runs. */
  rows: z.int(),
  /** Rows that are no variants. */
  products: z.int(),
  processed: z.int(),
  created: z.int(),
  updated: z.int(),
  /** Equal to what the shop has: neither a version nor an event. */
  unchanged: z.int(),
  failed: z.int(),
  errorCount: z.int(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});

/** What an import takes: Lambda gets at most 6 MB, and API Gateway may hand a body over in base64. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

export const importRoutes = defineRoutes({
  importProducts: {
    method: 'POST',
    path: '/products/import',
    access: ['admin'],
    function: 'import',
    summary:
      'Creates and changes products by SKU from a file of at most 4 MB, in the background; see the README of the catalog for its columns',
    query: z.strictObject({
      /** `stop`: with an error in any row nothing is written. `skip`: the good rows are. */
      onError: z.enum(['stop', 'skip']).optional(),
    }),
    rawBody: { contentTypes: ['text/csv', 'application/jsonl', 'application/x-ndjson'], maxBytes: MAX_FILE_BYTES },
    responses: { 202: importSchema },
  },
  getImport: {
    method: 'GET',
    path: '/products/import/{id}',
    access: ['admin'],
    function: 'import',
    summary: 'How far an import is, with a page of its errors in the order of the lines',
    params: z.strictObject({ id: idSchema }),
    query: z.strictObject(pageQuery),
    responses: {
      200: importSchema.extend({ errors: z.array(rowErrorSchema), nextCursor: z.string().optional() }),
    },
  },
  exportProducts: {
    method: 'GET',
    path: '/products/export',
    access: ['admin'],
    function: 'import',
    summary: 'A page of products, newest first, as a file that can be imported; the Link header names the next page',
    query: z.strictObject({
      ...pageQuery,
      format: z.enum(['csv', 'jsonl']).optional(),
      status: productStatusSchema.optional(),
    }),
    produces: ['text/csv', 'application/jsonl'],
    responses: { 200: z.string() },
  },
});
