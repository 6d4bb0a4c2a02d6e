import { type CsvError, type Info, parse } from 'csv-parse/sync';
import type { FieldErrorCode } from '../kernel/field-error.ts';
import type { RowError } from '../kernel/import.ts';

/** The columns that a file may have, in any order and any case. */
export interface Columns {
  readonly known: readonly string[];
  readonly needed: readonly string[];
  /** Columns that begin so are known too: any name may follow, e.g. `attr.`. */
  readonly prefix?: string;
  /** Columns whose blanks at the ends are kept; so are those of all with the prefix. */
  readonly texts?: readonly string[];
}

type FileError = RowError<FieldErrorCode>;

/** Cells by column: a client names the columns, so they are no members of an object. */
export interface CsvRow {
  /** In which it begins, from 1. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
  /** Whether a cell with a text stands under no column of the header. */
  readonly hasStray: boolean;
}

export interface CsvTable {
  /** The columns of the header, as they are known. */
  readonly names: readonly string[];
  /** Without the header and blank rows. */
  readonly rows: readonly CsvRow[];
  /** Whether numbers may have a decimal comma, because commas separate no cells. */
  readonly decimalComma: boolean;
}

/**
 * Reads CSV (RFC 4180, with a header) as the spreadsheets of the world write it. Separators are
 * commas, semicolons or tabs, also named by a line such as `sep=;`. Rows end with LF, CRLF or CR.
 * Blank rows and columns are skipped, and so are blanks around cells, except of texts.
 *
 * @returns the rows, or the errors that make the whole file unreadable with the number of rows.
 */
export function readCsv(
  text: string,
  columns: Columns,
): CsvTable | { readonly errors: readonly FileError[]; readonly count: number } {
  const shape = shapeOf(text, columns);
  const lines = readLines(shape);
  if (!Array.isArray(lines)) return { errors: [lines], count: 0 };
  const [header, ...rows] = lines.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
  if (!header) return { errors: [EMPTY_FILE], count: 0 };
  const names = header.cells.map((name) => columnOf(name, columns));
  const errors = checkHeader(header.line, names, columns);
  if (errors.length > 0) return { errors, count: rows.length };
  const isText = (name: string): boolean =>
    columns.texts?.includes(name) || (columns.prefix !== undefined && name.startsWith(columns.prefix));
  return {
    names,
    rows: rows.map(({ line, cells }) => ({
      line,
      // Only cells that exist: a row for each line times a column for each name has no limit.
      cells: new Map(
        cells.flatMap((cell, index): [string, string][] => {
          const name = names[index] ?? '';
          return name === '' ? [] : [[name, cellText(isText(name) ? cell : cell.trim())]];
        }),
      ),
      hasStray: cells.some((cell, index) => (names[index] ?? '') === '' && cell.trim() !== ''),
    })),
    decimalComma: shape.separator !== ',',
  };
}

const EMPTY_FILE: FileError = { line: 1, code: 'required', detail: 'The file is empty.' };

const STRAY_CELL = 'The row has a cell under no column of the header.';
const NOT_UTF_8 = 'The cell has characters that are not UTF-8: save the file as CSV UTF-8.';

/** The errors of cells that cannot be read, for what stands around them or for their encoding. */
export const brokenCells = ({ line, cells, hasStray }: CsvRow): FileError[] => [
  ...(hasStray ? [{ line, code: 'invalid', detail: STRAY_CELL } as const] : []),
  ...[...cells]
    .filter(([, cell]) => cell.includes('\ufffd'))
    .map(([column]) => ({ line, column, code: 'bad_format', detail: NOT_UTF_8 }) as const),
];

/** How a file is written. */
interface Shape {
  /** Without a byte order mark and the line that names the separator. */
  readonly body: string;
  /** The number of the first line of the body. */
  readonly firstLine: number;
  readonly separator: string;
  readonly lineEnds: readonly string[];
}

const SEPARATORS = [',', ';', '\t'] as const;

/** Some spreadsheets begin a file with a line that names its separator. */
const NAMED_SEPARATOR = /^"?sep=([,;\t])"?[,;\t]*(?:\r\n?|\n)/i;

function shapeOf(text: string, columns: Columns): Shape {
  const whole = text.replace(/^\ufeff/, '');
  const named = NAMED_SEPARATOR.exec(whole);
  const body = named ? whole.slice(named[0].length) : whole;
  const header = /^\s*(?:"[^"]*"|[^"\r\n]+)*/.exec(body)?.[0] ?? '';
  const end = body.slice(header.length, header.length + 2);
  return {
    body,
    firstLine: named ? 2 : 1,
    separator: named?.[1] ?? separatorOf(header, columns),
    // A file of old Macs ends rows with CR, and may have LF inside of cells.
    lineEnds: end.startsWith('\r') && end !== '\r\n' ? ['\r'] : ['\r\n', '\n'],
  };
}

/** The separator that makes the most of a header known. */
function separatorOf(header: string, columns: Columns): string {
  const known = (separator: string): number =>
    header.split(separator).filter((name) => isKnown(columnOf(name.replaceAll('"', ''), columns), columns)).length;
  const [best] = SEPARATORS.map((separator) => ({ separator, known: known(separator) })).sort(
    (left, right) => right.known - left.known,
  );
  return best?.separator ?? ',';
}

/** Sentences for the parser's errors, by code. */
const NOT_CSV: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'Not CSV: a quote is opened and never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'Not CSV: after a closing quote only a separator or the end of the row may follow.',
  INVALID_OPENING_QUOTE:
    'Not CSV: a cell has a quote inside; put the whole cell into quotes and double the inner ones.',
};

/** A row as it is in the file. */
interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * The rows, each with the line in which it begins, or the error that makes the whole file invalid.
 */
function readLines({ body, firstLine, separator, lineEnds }: Shape): Line[] | FileError {
  const bytes = Buffer.from(body);
  let [end, line] = [0, firstLine];
  try {
    // The library's types do not describe the records of `info: true`.
    const records = parse(body, {
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      delimiter: separator,
      record_delimiter: [...lineEnds],
    }) as unknown as { readonly info: Info; readonly record: readonly string[] }[];
    return records.map(({ info, record }) => {
      const piece = bytes.subarray(end, info.bytes).toString();
      const blank = /^[\r\n]*/.exec(piece)?.[0] ?? '';
      const starts = line + lineBreaksIn(blank);
      line += lineBreaksIn(piece);
      end = info.bytes;
      return { line: starts, cells: record };
    });
  } catch (error) {
    const { lines = 1, code } = error as CsvError & { readonly lines?: number };
    const detail = NOT_CSV[code] ?? 'The file is not CSV.';
    return { line: lines + firstLine - 1, code: 'bad_format', detail };
  }
}

const lineBreaksIn = (text: string): number => text.match(/\r\n?|\n/g)?.length ?? 0;

/** The column that a name of the header means: blanks around it and its case do not count. */
function columnOf(name: string, { known, prefix }: Columns): string {
  const trimmed = name.trim();
  const lower = trimmed.toLowerCase();
  if (prefix !== undefined && lower.startsWith(prefix)) return prefix + trimmed.slice(prefix.length);
  return known.find((column) => column.toLowerCase() === lower) ?? trimmed;
}

const isKnown = (name: string, { known, prefix }: Columns): boolean =>
  known.includes(name) || (prefix !== undefined && name.startsWith(prefix) && name.length > prefix.length);

function checkHeader(line: number, names: readonly string[], columns: Columns): FileError[] {
  const list = [...columns.known, ...(columns.prefix === undefined ? [] : [`${columns.prefix}<name>`])].join(', ');
  const error = (column: string, code: FieldErrorCode, detail: string): FileError => ({ line, column, code, detail });
  const named = names.filter((name) => name !== '');
  if (!named.some((name) => isKnown(name, columns))) {
    const detail = `The first row must name the columns, separated by commas, semicolons or tabs. The columns are: ${list}.`;
    return [{ line, code: 'required', detail }];
  }
  const seen = new Set<string>();
  const repeated = named.filter((name) => seen.size === seen.add(name).size);
  return [
    ...named
      .filter((name) => !isKnown(name, columns))
      .map((name) => error(name, 'unknown_field', `The column is unknown. The columns are: ${list}.`)),
    ...repeated.map((name) => error(name, 'duplicate', 'The column appears twice.')),
    ...columns.needed
      .filter((name) => !seen.has(name))
      .map((name) => error(name, 'required', 'The column is missing.')),
  ];
}

/** How a formula begins: https://owasp.org/www-community/attacks/CSV_Injection */
const FORMULA = '[=+\\-@\\t\\r\\n\\uff0b\\uff0d\\uff1d\\uff20]';
const UNSAFE = new RegExp(`^'*${FORMULA}`);
const MADE_SAFE = new RegExp(`^'('*${FORMULA})`);

/**
 * A cell with an apostrophe before a formula, which spreadsheets take for a mark of text. So what a
 * seller wrote does nothing on the machine that opens the file. It can be read back as it was: an
 * apostrophe that was there gets another.
 */
export const safeCell = (text: string | undefined): string | undefined =>
  text !== undefined && UNSAFE.test(text) ? `'${text}` : text;

const cellText = (cell: string): string => cell.replace(MADE_SAFE, '$1');
