import * as z from 'zod';
import { FILE_FORMATS, IMPORT_STATUSES, ON_ERROR } from './import.ts';
import { idSchema, openListSchema, timestampSchema } from './schemas.ts';

/** The parts of the published contract that imports of all kinds share. */

export const onErrorSchema = z.enum(ON_ERROR).meta({
  id: 'OnError',
  description:
    '`stop`: with an error in any row nothing is written; an error that shows only in the write ends the import at its row. `skip`: the rows without errors are written.',
});

export const formatSchema = z.enum(FILE_FORMATS).meta({ id: 'FileFormat', description: 'The format of the file.' });

const importStatusSchema = z.enum(IMPORT_STATUSES).meta({
  id: 'ImportStatus',
  description: '`failed`: it ended before its last row, and `reason` says why. `done`: all valid rows were written.',
});

const CUT = 'Cut where names in the file make it very long: it ends with an ellipsis then.';

/**
 * A mistake in a row.
 *
 * @param id its name in the published contract. @param thing what a line of JSON Lines holds.
 */
export const rowErrorSchema = (codes: readonly string[], id: string, thing: string) =>
  z
    .strictObject({
      line: z.int().positive().describe('The line of the file, counted from 1.'),
      column: z.string().optional().describe(`The column of a CSV file. ${CUT}`),
      pointer: z.string().optional().describe(`A JSON pointer into the ${thing} of a JSON Lines file. ${CUT}`),
      code: openListSchema(codes, 'A stable code for programs.'),
      detail: z.string().describe(`A sentence for people. ${CUT}`),
    })
    .meta({ id, description: 'A mistake in one row of an imported file.' });

export const importFields = {
  id: idSchema.describe('The id, given by the shop.'),
  status: importStatusSchema,
  reason: z.string().optional().describe('Why the import failed: a sentence for people. Only if it failed.'),
  format: formatSchema,
  onError: onErrorSchema,
  rows: z.int().describe('Rows of the file, without the header. 0 until the import runs.'),
};

export const importTimes = {
  errorCount: z.int().describe('Errors in all rows.'),
  createdAt: timestampSchema.describe('The time of the upload.'),
  updatedAt: timestampSchema.describe('The time of the last progress.'),
};

/** A page of the errors of an import. */
export const errorsPage = (error: z.ZodType) => ({
  errors: z.array(error).describe('A page of the errors, in the order of the lines.'),
  nextCursor: z.string().optional().describe('The `?cursor=` of the next page of errors. The last page has none.'),
});

/**
 * The largest file of an import: Lambda accepts at most 6 MB, and API Gateway may encode the body
 * as base64.
 */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/** The parts of a route that takes a file, whatever is imported from it. */
export const uploadRoute = {
  rawBody: {
    contentTypes: ['text/csv', 'application/jsonl', 'application/x-ndjson'],
    maxBytes: MAX_FILE_BYTES,
  },
  idempotencyKey: 'optional',
  responseHeaders: { Location: 'always', 'Idempotent-Replayed': 'sometimes' },
  refusals: { 'request.not_found': 404, 'request.idempotency_key_reused': 422 },
} as const;

/** `?onError=` of an upload. */
export const uploadQuery = {
  onError: onErrorSchema.optional().describe('The treatment of a file with errors. Default: `stop`.'),
};
