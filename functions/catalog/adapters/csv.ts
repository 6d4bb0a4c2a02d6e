import { type CsvError, type Info, parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import type { FieldErrorCode } from '../../../shared/kernel/field-error.ts';
import { format, type Money, parseAmount } from '../../../shared/kernel/money.ts';
import type { Attributes, Product, Variant } from '../domain/product.ts';
import { CATEGORY_SEPARATOR, type ProductFile, type RowError } from '../domain/product-file.ts';
import { checkProducts, type RawProduct } from './rows.ts';

/**
 * The columns, in any order; only `sku`, `title` and `price` are required. Each attribute has its
 * own column, `attr.<name>`.
 */
const COLUMNS = [
  'sku',
  'parentSku',
  'title',
  'description',
  'status',
  'price',
  'compareAtPrice',
  'currency',
  'categories',
  'images',
  'taxClass',
  'attributes',
] as const;
type Column = (typeof COLUMNS)[number];
const NEEDED = ['sku', 'title', 'price'] as const;
const ATTRIBUTE = 'attr.';

/** A row as it is in the file. */
interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Cells by column: a client names the columns, so they are no members of an object. */
interface Row {
  readonly line: number;
  readonly cells: ReadonlyMap<string, string>;
  /** Whether the row has more cells than the header has columns. */
  readonly isTooLong: boolean;
}

/**
 * Reads CSV (RFC 4180, with a header): one product per row. A row with `parentSku` is a variant of
 * that product; it may be anywhere in the file. Prices are decimal, in the shop's currency unless
 * the row has its own. An empty cell means no value.
 *
 * @param currency the shop's.
 */
export function readCsv(text: string, currency: string): ProductFile {
  const table = readRows(text);
  if (!Array.isArray(table)) return { rows: 0, entries: [{ errors: [table] }] };
  const [header, ...rows] = table;
  const names = header?.cells ?? [];
  const headerErrors = header ? checkHeader(names) : [EMPTY_FILE];
  if (headerErrors.length > 0) return { rows: rows.length, entries: [{ errors: headerErrors }] };
  const named = rows.map(
    ({ line, cells }): Row => ({
      line,
      // Only cells that exist: a row for each line times a column for each name has no limit.
      cells: new Map(cells.slice(0, names.length).map((cell, index) => [names[index] ?? '', cell])),
      isTooLong: cells.length > names.length,
    }),
  );
  return checkProducts(rows.length, rawProducts(named, currency));
}

const EMPTY_FILE: RowError = { line: 1, code: 'required', detail: 'The file is empty.' };

/** Sentences for the parser's errors, by code. */
const NOT_CSV: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'Not CSV: a quote is opened and never closed.',
  CSV_INVALID_CLOSING_QUOTE: 'Not CSV: after a closing quote only a comma or the end of the row may follow.',
  INVALID_OPENING_QUOTE:
    'Not CSV: a cell has a quote inside; put the whole cell into quotes and double the inner ones.',
};

/**
 * The rows, each with the line in which it begins, or the error that makes the whole file invalid.
 */
function readRows(text: string): Line[] | RowError {
  const bytes = Buffer.from(text);
  let [end, line] = [0, 1];
  try {
    // The library's types do not describe the records of `info: true`.
    const records = parse(text, {
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n'],
    }) as unknown as { readonly info: Info; readonly record: readonly string[] }[];
    return records.map(({ info, record }) => {
      const piece = bytes.subarray(end, info.bytes).toString();
      const blank = /^\s*/.exec(piece)?.[0] ?? '';
      const starts = line + lineBreaksIn(blank);
      line += lineBreaksIn(piece);
      end = info.bytes;
      return { line: starts, cells: record.map(cellText) };
    });
  } catch (error) {
    const { lines = 1, code } = error as CsvError & { readonly lines?: number };
    return { line: lines, code: 'bad_format', detail: NOT_CSV[code] ?? 'The file is not CSV.' };
  }
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
const safeCell = (text: string | undefined): string | undefined =>
  text !== undefined && UNSAFE.test(text) ? `'${text}` : text;

const cellText = (cell: string): string => cell.replace(MADE_SAFE, '$1');

const lineBreaksIn = (text: string): number => text.split('\n').length - 1;

function checkHeader(names: readonly string[]): RowError[] {
  const known = (name: string): boolean =>
    COLUMNS.some((column) => column === name) || (name.startsWith(ATTRIBUTE) && name.length > ATTRIBUTE.length);
  const error = (column: string, code: FieldErrorCode, detail: string): RowError => ({ line: 1, column, code, detail });
  const seen = new Set<string>();
  const repeated = names.filter((name) => seen.size === seen.add(name).size);
  return [
    ...names
      .filter((name) => !known(name))
      .map((name) =>
        error(name, 'unknown_field', `The column is unknown. The columns are: ${COLUMNS.join(', ')}, attr.<name>.`),
      ),
    ...repeated.map((name) => error(name, 'duplicate', 'The column appears twice.')),
    ...NEEDED.filter((name) => !seen.has(name)).map((name) => error(name, 'required', 'The column is missing.')),
  ];
}

function rawProducts(rows: readonly Row[], currency: string): RawProduct[] {
  const variants = Map.groupBy(
    rows.filter(({ cells }) => cells.get('parentSku')),
    ({ cells }) => cells.get('parentSku'),
  );
  const products = rows.filter(({ cells }) => !cells.get('parentSku'));
  const parents = new Set(products.map(({ cells }) => cells.get('sku')));
  const orphans = [...variants].flatMap(([parentSku, own]) => (parents.has(parentSku) ? [] : own));
  return [
    ...products.map((row) => rawProduct(row, variants.get(row.cells.get('sku')) ?? [], currency)),
    ...orphans.map(({ line }): RawProduct => {
      const detail = 'No product of the file has this SKU; a variant needs its product beside it.';
      return { line, value: undefined, errors: [{ line, column: 'parentSku', code: 'not_found', detail }] };
    }),
  ].sort((left, right) => left.line - right.line);
}

function rawProduct(row: Row, variants: readonly Row[], currency: string): RawProduct {
  const errors: RowError[] = [];
  const cell = (column: Column): string | undefined => row.cells.get(column);
  const value = {
    sku: cell('sku') ?? '',
    title: cell('title') ?? '',
    price: priceOf(row, 'price', currency, errors),
    ...present({
      ...{ description: cell('description'), status: cell('status'), taxClass: cell('taxClass') },
      compareAtPrice: priceOf(row, 'compareAtPrice', currency, errors),
    }),
    categoryIds: listOf(cell('categories'), CATEGORY_SEPARATOR),
    images: listOf(cell('images'), /\s+/),
    attributes: attributesOf(row, errors),
    variants: variants.map((variant) => ({
      sku: variant.cells.get('sku') ?? '',
      title: variant.cells.get('title') ?? '',
      ...present({ price: priceOf(variant, 'price', currency, errors) }),
      attributes: attributesOf(variant, errors),
    })),
  };
  for (const { line, cells } of variants) {
    for (const column of ['description', 'status', 'compareAtPrice', 'categories', 'images', 'taxClass']) {
      if (cells.get(column))
        errors.push({
          line,
          column,
          code: 'not_allowed',
          detail: 'The row of a variant must leave this column empty.',
        });
    }
  }
  for (const { line, isTooLong } of [row, ...variants]) {
    if (isTooLong)
      errors.push({ line, code: 'invalid', detail: 'The row has more cells than the header has columns.' });
  }
  return { line: row.line, value, variantLines: variants.map(({ line }) => line), errors };
}

/** Keeps only members that have a value. */
const present = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== ''));

const listOf = (cell = '', separator: string | RegExp): string[] =>
  cell.split(separator).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));

function priceOf({ line, cells }: Row, column: string, currency: string, errors: RowError[]): Money | undefined {
  const text = cells.get(column);
  if (!text) return undefined;
  const price = parseAmount(text, cells.get('currency') || currency);
  const detail = 'Not a decimal price such as 19.99 in a currency that exists.';
  if (!price) errors.push({ line, column, code: 'bad_format', detail });
  return price;
}

function attributesOf({ line, cells }: Row, errors: RowError[]): Readonly<Record<string, unknown>> {
  const own = [...cells].flatMap(([column, cell]) =>
    column.startsWith(ATTRIBUTE) && cell !== '' ? [[column.slice(ATTRIBUTE.length), cell] as const] : [],
  );
  return Object.fromEntries([...jsonAttributes(cells.get('attributes'), line, errors), ...own]);
}

/** Attributes that no column can hold, because their value is empty. */
function jsonAttributes(cell: string | undefined, line: number, errors: RowError[]): [string, unknown][] {
  if (!cell) return [];
  try {
    const value: unknown = JSON.parse(cell);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  } catch {
    // Falls through: text that is not JSON is refused like another kind of value.
  }
  errors.push({ line, column: 'attributes', code: 'bad_format', detail: 'Must be a JSON object of texts.' });
  return [];
}

/**
 * Writes products and their variants, with one column for each attribute that occurs.
 *
 * @param categoryName the name of a category in the file.
 */
export function writeCsv(products: readonly Product[], categoryName: (categoryId: string) => string): string {
  const rows = products.flatMap((product) => [
    productCells(product, categoryName),
    ...product.variants.map((variant) => variantCells(variant, product)),
  ]);
  const attributes = new Set(rows.flatMap((row) => [...row.keys()].filter((name) => name.startsWith(ATTRIBUTE))));
  const columns = [...COLUMNS, ...[...attributes].sort()];
  return stringify([columns, ...rows.map((row) => columns.map((column) => safeCell(row.get(column))))]);
}

const amountOf = (money: Money): string => format(money).replace(/ .*/, '');

type Cells = ReadonlyMap<string, string | undefined>;

const cellsOf = (own: Readonly<Partial<Record<Column, string | undefined>>>, attributes: Attributes): Cells => {
  const entries = Object.entries(attributes);
  const empty = entries.filter(([, value]) => value === '');
  return new Map([
    ...Object.entries(own),
    ...(empty.length > 0 ? [['attributes', JSON.stringify(Object.fromEntries(empty))] as const] : []),
    ...entries.flatMap(([name, value]) => (value === '' ? [] : [[`${ATTRIBUTE}${name}`, value] as const])),
  ]);
};

const productCells = (product: Product, categoryName: (categoryId: string) => string): Cells =>
  cellsOf(
    {
      ...{ sku: product.sku, title: product.title, description: product.description, status: product.status },
      price: amountOf(product.price),
      compareAtPrice: product.compareAtPrice && amountOf(product.compareAtPrice),
      currency: product.price.currency,
      categories: product.categoryIds.map(categoryName).join(CATEGORY_SEPARATOR),
      images: product.images.join(' '),
      taxClass: product.taxClass,
    },
    product.attributes,
  );

const variantCells = ({ sku, title, price, attributes }: Variant, product: Product): Cells =>
  cellsOf(
    { sku, parentSku: product.sku, title, price: price && amountOf(price), currency: price?.currency },
    attributes,
  );
