import * as z from 'zod';
import { MalformedData } from '../kernel/faults.ts';
import { FILE_FORMATS, type FileImport, IMPORT_STATUSES, type ImportProgress, ON_ERROR } from '../kernel/import.ts';
import type { ImportStore } from '../kernel/import-life.ts';
import type { DomainEvent } from '../messaging/event.ts';
import { type Action, appendEvent, type Key, put, putIfAbsent } from './actions.ts';
import { expiryFrom } from './expiry.ts';
import { creationRecords, recordRequest } from './request-record.ts';
import type { Table } from './table.ts';

/** So many errors fit into the transaction that reports them. */
const ERRORS_PER_TRANSACTION = 90;
const KEPT_DAYS = 30;
/** An item holds at most 400 KB, its keys included. */
const PIECE_BYTES = 350 * 1024;

export const importPartition = (importId: string): string => `import#${importId}`;

export const importKey = (importId: string): Key => ({ pk: importPartition(importId), sk: 'import' });

const padded = (number: number, digits: number): string => String(number).padStart(digits, '0');

/** The part of a sort key that sorts by line. */
export const lineKey = (line: number): string => padded(line, 8);

/** Sorted by line; a number distinguishes several errors of one line, and keeps their order. */
const importErrorKey = (importId: string, line: number, number: number): Key => ({
  pk: importPartition(importId),
  sk: `error#${lineKey(line)}#${padded(number, 8)}`,
});

const importFileKey = (importId: string, piece: number): Key => ({
  pk: importPartition(importId),
  sk: `file#${padded(piece, 3)}`,
});

const count = z.int().min(0);

/** The attributes that every import has. */
export const importAttributes = {
  id: z.string(),
  status: z.enum(IMPORT_STATUSES),
  format: z.enum(FILE_FORMATS),
  onError: z.enum(ON_ERROR),
  rows: count,
  processed: count,
  failed: count,
  errorCount: count,
  reason: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
};

/** How a domain's imports differ from those of others. */
interface Kind<Import extends FileImport, Code extends string> {
  readonly item: z.ZodType<Import>;
  readonly errorCodes: readonly Code[];
  /** Numbers that grow with each step: a step is saved only if they are those that were read. */
  readonly marks?: readonly (keyof Import & string)[];
}

/** Imports, their files and the errors of their rows. All are deleted after 30 days. */
export function importStore<Import extends FileImport, Requested extends DomainEvent, const Code extends string>(
  table: Table,
  { item, errorCodes, marks }: Kind<Import, Code>,
): ImportStore<Import, Requested, Code> {
  const errorItem = z.object({
    line: z.int(),
    column: z.string().optional(),
    pointer: z.string().optional(),
    code: z.enum(errorCodes),
    detail: z.string(),
  });
  return {
    ...creationRecords(table),

    get: (importId) => table.get(importKey(importId), item),

    listErrors: (importId, page) =>
      table.query({ pk: importPartition(importId), skPrefix: 'error#', ...page }, errorItem),

    async putFile(requested, file) {
      const expiresAt = importExpiry(requested);
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

    async insert(requested, event, request) {
      const { id, createdAt } = requested;
      const record = request ? [recordRequest(request, createdAt, { id })] : [];
      const actions = [putIfAbsent(itemOf(requested)), requestAction(id, event), ...record];
      const result = await table.transact(actions);
      // The id is new, so an existing item is this one, stored by a call whose reply was lost.
      return result.ok || result.failed.some(({ index }) => index === 0);
    },

    async save(progress, event) {
      const { errors } = progress;
      for (let start = ERRORS_PER_TRANSACTION; start < errors.length; start += ERRORS_PER_TRANSACTION) {
        await table.transact(
          errorActions({ ...progress, errors: errors.slice(start, start + ERRORS_PER_TRANSACTION) }, start),
        );
      }
      const first = { ...progress, errors: errors.slice(0, ERRORS_PER_TRANSACTION) };
      const actions = [...progressActions(first, marks), ...(event ? [requestAction(progress.read.id, event)] : [])];
      return (await table.transact(actions)).ok;
    },
  };
}

/**
 * The first action saves the import, if it is still the one that was read; the others store the
 * errors.
 *
 * @param marks the numbers that show it, beside its status.
 */
export function progressActions<Import extends FileImport>(
  progress: ImportProgress<Import>,
  marks: readonly (keyof Import & string)[] = ['processed'],
): Action[] {
  const { read, next } = progress;
  const compared: readonly (keyof Import & string)[] = ['status', ...marks];
  return [
    {
      Put: {
        Item: itemOf(next),
        ConditionExpression: compared.map((name) => `#${name} = :${name}`).join(' AND '),
        ExpressionAttributeNames: Object.fromEntries(compared.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: Object.fromEntries(compared.map((name) => [`:${name}`, read[name]])),
      },
    },
    ...errorActions(progress, 0),
  ];
}

const errorActions = ({ read, errors }: ImportProgress, offset: number): Action[] =>
  errors.map((error, index) =>
    put({
      ...importErrorKey(read.id, error.line, read.errorCount + offset + index),
      ...error,
      entity: 'import-error',
      expiresAt: importExpiry(read),
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

const requestAction = (importId: string, event: DomainEvent): Action =>
  appendEvent(event, { pk: importPartition(importId), sk: `event#${event.metadata.id}` });

const itemOf = (requested: FileImport) => ({
  ...importKey(requested.id),
  ...requested,
  entity: 'import',
  expiresAt: importExpiry(requested),
});

/** When an import and all that belongs to it are deleted. */
export const importExpiry = ({ createdAt }: FileImport): number => expiryFrom(createdAt, { days: KEPT_DAYS });
