/** The file formats of imports and exports. */
export const FILE_FORMATS = ['csv', 'jsonl'] as const;
export type FileFormat = (typeof FILE_FORMATS)[number];

export const IMPORT_STATUSES = ['queued', 'running', 'done', 'failed'] as const;
export type ImportStatus = (typeof IMPORT_STATUSES)[number];

/** The treatment of a file with invalid rows. `skip` imports the valid ones. */
export const ON_ERROR = ['stop', 'skip'] as const;
export type OnError = (typeof ON_ERROR)[number];

/** A mistake in a row of a file. */
export interface RowError<Code extends string = string> {
  /** From 1, the header included; the first line of a row with several lines. */
  readonly line: number;
  /** Only in a CSV file. */
  readonly column?: string | undefined;
  /** RFC 6901, into the value of a line as the API describes it. */
  readonly pointer?: string | undefined;
  readonly code: Code;
  readonly detail: string;
}

/**
 * The contents of a file: one entry for each thing that is imported, in the order of the file.
 * `errors` make the file as a whole unreadable; then it has no entries.
 */
export interface FileContents<Entry, Code extends string = string> {
  /** Without the header and blank rows. */
  readonly rows: number;
  readonly entries: readonly (Entry | { readonly errors: readonly RowError<Code>[] })[];
  readonly errors?: readonly RowError<Code>[] | undefined;
}

/** The import of a file. Times are ISO 8601 UTC. */
export interface FileImport {
  readonly id: string;
  readonly status: ImportStatus;
  readonly format: FileFormat;
  readonly onError: OnError;
  /** Without the header. */
  readonly rows: number;
  /** The number of processed entries, in the order of the file. */
  readonly processed: number;
  readonly errorCount: number;
  /** Why the import failed, for a person. Only a failed import has it. */
  readonly reason?: string | undefined;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export const hasEnded = ({ status }: Pick<FileImport, 'status'>): boolean => status === 'done' || status === 'failed';

/**
 * One step of an import. It takes effect once, because it is saved only on the import that was
 * read.
 */
export interface ImportProgress<Import extends FileImport = FileImport, Code extends string = string> {
  readonly read: Import;
  readonly next: Import;
  /** Errors to store, up to `MAX_ERRORS`. */
  readonly errors: readonly RowError<Code>[];
}

/** The most errors that an import stores; all are counted. */
export const MAX_ERRORS = 1000;

/** The words for what an import is about, e.g. `products`. */
export interface Terms {
  readonly things: string;
}

/** The result of a step, in the terms of all imports. */
export interface Step<Import extends FileImport> {
  /** The import with the counts of its own kind, the step's included. */
  readonly counted: Import;
  /** The entries of the file. */
  readonly total: number;
  /** The things that were written so far. */
  readonly written: number;
  /** Whether an error ends the import. */
  readonly stops: boolean;
}

/**
 * The import after a step. Where errors stop it, one that shows only in the write ends it at that
 * row, such as a rule that the row breaks.
 */
export function advance<Import extends FileImport, Code extends string>(
  read: Import,
  { counted, total, written, stops }: Step<Import>,
  errors: readonly RowError<Code>[],
  now: Date,
  { things }: Terms,
): ImportProgress<Import, Code> {
  const [first] = stops ? errors : [];
  return {
    ...reported(read, errors),
    next: {
      ...counted,
      errorCount: read.errorCount + errors.length,
      ...(first
        ? { status: 'failed', reason: reasonOfStop(first, written, things) }
        : { status: counted.processed === total ? 'done' : 'running' }),
      updatedAt: now.toISOString(),
    },
  };
}

/** The import as read, and those errors of a step that are stored. */
export const reported = <Import extends FileImport, Code extends string>(
  read: Import,
  errors: readonly RowError<Code>[],
): Pick<ImportProgress<Import, Code>, 'read' | 'errors'> => ({
  read,
  errors: errors.slice(0, Math.max(0, MAX_ERRORS - read.errorCount)).map(cutLongTexts),
});

export const NOTHING_WRITTEN = 'The file has errors, so nothing was written.';

const reasonOfStop = ({ line }: RowError, written: number, things: string): string =>
  written === 0
    ? NOTHING_WRITTEN
    : `Line ${line} could not be written, so no later line was. ${capital(things)} written before it: ${written}.`;

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** The import of a file that is unreadable as a whole, ended. */
export const refuseFile = <Import extends FileImport, Code extends string>(
  read: Import,
  { rows, errors = [] }: Pick<FileContents<unknown, Code>, 'rows' | 'errors'>,
  now: Date,
): ImportProgress<Import, Code> => ({
  ...reported(read, errors),
  next: {
    ...read,
    rows,
    errorCount: read.errorCount + errors.length,
    status: 'failed',
    reason: NOTHING_WRITTEN,
    updatedAt: now.toISOString(),
  },
});

/**
 * The import, ended for a reason other than an error of a row. Everything that it has written
 * stays.
 *
 * @param why a sentence for a person.
 * @param total the entries of the file.
 * @param writes whether the import writes what it processes.
 */
export function giveUp<Import extends FileImport>(
  read: Import,
  { why, total, things, writes }: Terms & { readonly why: string; readonly total: number; readonly writes: boolean },
  now: Date,
): ImportProgress<Import, never> {
  const done =
    read.processed === 0 || !writes
      ? 'Nothing was written. Import the file again.'
      : `${read.processed} of ${total} ${things} were processed, and what was written stays. Import the file again to process the rest.`;
  return {
    read,
    errors: [],
    next: { ...read, status: 'failed', reason: `${why} ${done}`, updatedAt: now.toISOString() },
  };
}

/**
 * Longer than any column, pointer or sentence about a valid name. The name in a file has any
 * length, and an item has at most 400 KB.
 */
const MAX_LENGTHS = { column: 200, pointer: 1000, detail: 1200 } as const;

function cutLongTexts<Code extends string>(error: RowError<Code>): RowError<Code> {
  const { column, pointer, detail } = error;
  return {
    ...error,
    ...(column === undefined ? {} : { column: cut(column, MAX_LENGTHS.column) }),
    ...(pointer === undefined ? {} : { pointer: cut(pointer, MAX_LENGTHS.pointer) }),
    detail: cut(detail, MAX_LENGTHS.detail),
  };
}

/** Cuts a text that is too long, not inside of a surrogate pair, and ends it with an ellipsis. */
const cut = (text: string, max: number): string =>
  text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`;
