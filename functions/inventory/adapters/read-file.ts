import { checkValue, mistakeError, withoutKnown } from '../../../shared/files/check-value.ts';
import { brokenCells, type CsvRow, readCsv } from '../../../shared/files/csv.ts';
import { notJson, readJsonLines } from '../../../shared/files/json-lines.ts';
import type { FileFormat } from '../../../shared/kernel/import.ts';
import { importedStockSchema } from '../contract/index.ts';
import { refuseRepeatedSkus, type StockEntry, type StockFile, type StockRowError } from '../domain/stock-file.ts';

const COLUMNS = ['sku', 'onHand', 'adjustBy', 'reason', 'version'] as const;
const NUMBERS = ['onHand', 'adjustBy', 'version'] as const;

/**
 * Reads a file of stock: one row per SKU, with the columns `sku`, `onHand` or `adjustBy`, `reason`
 * and `version`.
 */
export function readStockFile(format: FileFormat, text: string): StockFile {
  if (format === 'jsonl') return fileOf(readJsonLines(text).map(({ line, value }) => ofJson(line, value)));
  const table = readCsv(text, { known: COLUMNS, needed: ['sku'] });
  if ('errors' in table) return { rows: table.count, entries: [], errors: table.errors };
  return table.names.includes('onHand') || table.names.includes('adjustBy')
    ? fileOf(table.rows.map(ofCells))
    : { rows: table.rows.length, entries: [], errors: [NO_AMOUNT] };
}

const NO_AMOUNT: StockRowError = {
  ...{ line: 1, column: 'onHand', code: 'required' },
  detail: 'The file needs the column onHand or adjustBy.',
};

const fileOf = (entries: readonly StockEntry[]): StockFile => ({
  rows: entries.length,
  entries: refuseRepeatedSkus(entries),
});

const ofJson = (line: number, value: unknown): StockEntry =>
  value === undefined ? { errors: [notJson(line)] } : checked(line, value, [], () => undefined);

function ofCells(row: CsvRow): StockEntry {
  const { line, cells } = row;
  const texts = [...cells].filter(([, cell]) => cell !== '');
  const wrong = texts.filter(([column, cell]) => isNumber(column) && !WHOLE.test(cell));
  const errors: StockRowError[] = [
    ...brokenCells(row),
    ...wrong.map(([column]) => ({ line, column, code: 'wrong_type', detail: NOT_WHOLE }) as const),
  ];
  const value = Object.fromEntries(
    texts.map(([column, cell]) => [column, isNumber(column) && WHOLE.test(cell) ? Number(cell) : cell]),
  );
  return checked(line, value, errors, ([column]) => String(column ?? 'sku'));
}

const isNumber = (column: string): boolean => NUMBERS.some((name) => name === column);

const WHOLE = /^[+-]?\d{1,15}$/;
const NOT_WHOLE = 'Not a whole number such as 12.';

function checked(
  line: number,
  value: unknown,
  cellErrors: readonly StockRowError[],
  columnOf: (path: readonly PropertyKey[]) => string | undefined,
): StockEntry {
  const result = checkValue(importedStockSchema, value);
  const mistakes = 'data' in result ? [] : result.mistakes;
  const found = mistakes.map((mistake) => mistakeError(mistake, line, columnOf(mistake.path)));
  const errors = [...cellErrors, ...withoutKnown(found, cellErrors)];
  if (errors.length > 0 || !('data' in result)) return { errors };
  const { sku, onHand, adjustBy = 0, reason, version } = result.data;
  return { line, sku, wanted: onHand === undefined ? { adjustBy } : { onHand }, reason, version };
}
