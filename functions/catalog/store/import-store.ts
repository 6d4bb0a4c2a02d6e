import * as z from 'zod';
import type { ProductImportRequested } from '../../../events/catalog/product-import-requested.v1.ts';
import { type Action, appendEvent, put, putIfAbsent } from '../../../shared/dynamodb/actions.ts';
import { expiryFrom } from '../../../shared/dynamodb/expiry.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import { MalformedData } from '../../../shared/kernel/faults.ts';
import type { ImportProgress, ProductImport } from '../domain/import.ts';
import { FILE_FORMATS, IMPORT_STATUSES, ON_ERROR, ROW_ERROR_CODES } from '../domain/values.ts';
import type { ImportStore } from '../use-cases/ports.ts';
import { importErrorKey, importFileKey, importKey, importPartition } from './keys.ts';

/** So many errors fit into the transaction that reports them. */
const ERRORS_PER_TRANSACTION = 90;
const KEPT_DAYS = 30;
/** An item holds at most 400 KB, its keys included. */
const PIECE_BYTES = 350 * 1024;

const count = z.int().min(0);

const importItem = z.object({
  id: z.string(),
  status: z.enum(IMPORT_STATUSES),
  format: z.enum(FILE_FORMATS),
  onError: z.enum(ON_ERROR),
  rows: count,
  products: count,
  processed: count,
  created: count,
  updated: count,
  unchanged: count,
  failed: count,
  errorCount: count,
  reason: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const errorItem = z.object({
  line: z.int(),
  column: z.string().optional(),
  pointer: z.string().optional(),
  code: z.enum(ROW_ERROR_CODES),
  detail: z.string(),
});

/** Imports, their files and the errors of their rows. All are deleted after 30 days. */
export const importStore = (table: Table): ImportStore => ({
  get: (importId) => table.get(importKey(importId), importItem),

  listErrors: (importId, page) =>
    table.query({ pk: importPartition(importId), skPrefix: 'error#', ...page }, errorItem),

  async putFile(requested, file) {
    const expiresAt = expiryOf(requested);
    for (let piece = 0; piece * PIECE_BYTES < file.length; piece += 1) {
      const bytes = file.subarray(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES);
      await table.transact([put({ ...importFileKey(requested.id, piece), entity: 'import-file', bytes, expiresAt })]);
    }
  },

  async getFile(importId) {
    const pieces: Uint8Array[] = [];
    for (let cursor: string | undefined, isFirst = true; isFirst || cursor !== undefined; isFirst = false) {
      const scope = { pk: importPartition(importId), skPrefix: 'file#', limit: 100, cursor };
      const page = await table.query(scope, z.object({ bytes: z.instanceof(Uint8Array) }));
      pieces.push(...page.items.map(({ bytes }) => bytes));
      cursor = page.nextCursor;
    }
    if (pieces.length === 0) throw new MalformedData(`The file of ${importId} does not exist.`);
    return joined(pieces);
  },

  async insert(requested, event) {
    // The id is new, so an existing item is this one, stored by a call whose reply was lost.
    await table.transact([putIfAbsent(itemOf(requested)), requestAction(event)]);
  },

  async save(progress, event) {
    const { errors } = progress;
    for (let start = ERRORS_PER_TRANSACTION; start < errors.length; start += ERRORS_PER_TRANSACTION) {
      await table.transact(
        errorActions({ ...progress, errors: errors.slice(start, start + ERRORS_PER_TRANSACTION) }, start),
      );
    }
    const first = { ...progress, errors: errors.slice(0, ERRORS_PER_TRANSACTION) };
    const actions = [...progressActions(first), ...(event ? [requestAction(event)] : [])];
    return (await table.transact(actions)).ok;
  },
});

/**
 * The first action saves the import, if it is still the one that was read; the others store the
 * errors.
 */
export const progressActions = (progress: ImportProgress): Action[] => [
  {
    Put: {
      Item: itemOf(progress.next),
      ConditionExpression: '#status = :status AND #processed = :processed',
      ExpressionAttributeNames: { '#status': 'status', '#processed': 'processed' },
      ExpressionAttributeValues: { ':status': progress.read.status, ':processed': progress.read.processed },
    },
  },
  ...errorActions(progress, 0),
];

const errorActions = ({ read, errors }: ImportProgress, offset: number): Action[] =>
  errors.map((error, index) =>
    put({
      ...importErrorKey(read.id, error.line, read.errorCount + offset + index),
      ...error,
      entity: 'import-error',
      expiresAt: expiryOf(read),
    }),
  );

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}

const requestAction = (event: ProductImportRequested): Action =>
  appendEvent(event, { pk: importPartition(event.data.importId), sk: `event#${event.metadata.id}` });

const itemOf = (requested: ProductImport) => ({
  ...importKey(requested.id),
  ...requested,
  entity: 'import',
  expiresAt: expiryOf(requested),
});

const expiryOf = ({ createdAt }: ProductImport): number => expiryFrom(createdAt, { days: KEPT_DAYS });
