import { stringify } from 'csv-stringify/sync';
import { brokenCells, type CsvRow, readCsv, safeCell } from '../../../shared/files/csv.ts';
import { format, type Money, parseAmount } from '../../../shared/kernel/money.ts';
import type { Attributes, Product, Variant } from '../domain/product.ts';
import { CATEGORY_SEPARATOR, type ProductFile, type ProductRowError } from '../domain/product-file.ts';
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
const ATTRIBUTE = 'attr.';

/** A row, and how its prices are read. */
interface Row extends CsvRow {
  priceOf(text: string): Money | undefined;
}

/**
 * Reads CSV: one product per row. A row with `parentSku` is a variant of that product; it may be
 * anywhere in the file. Prices are decimal, in the shop's currency unless the row has its own. An
 * empty cell means no value.
 *
 * @param currency the shop's.
 */
export function readProductCsv(text: string, currency: string): ProductFile {
  const table = readCsv(text, {
    known: COLUMNS,
    needed: ['sku', 'title', 'price'],
    prefix: ATTRIBUTE,
    texts: ['description'],
  });
  if ('errors' in table) return { rows: table.count, entries: [], errors: table.errors };
  const rows = table.rows.map(
    (row): Row => ({
      ...row,
      priceOf: (cell) =>
        parseAmount(
          table.decimalComma && !cell.includes('.') ? cell.replace(',', '.') : cell,
          row.cells.get('currency') || currency,
        ),
    }),
  );
  return checkProducts(rows.length, rawProducts(rows));
}

function rawProducts(rows: readonly Row[]): RawProduct[] {
  const variants = Map.groupBy(
    rows.filter(({ cells }) => cells.get('parentSku')),
    ({ cells }) => cells.get('parentSku'),
  );
  const products = rows.filter(({ cells }) => !cells.get('parentSku'));
  const parents = new Set(products.map(({ cells }) => cells.get('sku')));
  const orphans = [...variants].flatMap(([parentSku, own]) => (parents.has(parentSku) ? [] : own));
  return [
    ...products.map((row) => rawProduct(row, variants.get(row.cells.get('sku')) ?? [])),
    ...orphans.map(({ line }): RawProduct => {
      const detail = 'No product of the file has this SKU; a variant needs its product beside it.';
      return { line, value: undefined, errors: [{ line, column: 'parentSku', code: 'not_found', detail }] };
    }),
  ].sort((left, right) => left.line - right.line);
}

function rawProduct(row: Row, variants: readonly Row[]): RawProduct {
  const errors: ProductRowError[] = [];
  const cell = (column: Column): string | undefined => row.cells.get(column);
  const value = {
    ...present({
      ...{ sku: cell('sku'), title: cell('title'), description: cell('description') },
      ...{ status: cell('status'), taxClass: cell('taxClass') },
      price: priceOf(row, 'price', errors),
      compareAtPrice: priceOf(row, 'compareAtPrice', errors),
    }),
    categoryIds: listOf(cell('categories'), CATEGORY_SEPARATOR),
    images: listOf(cell('images'), IMAGE_SEPARATOR),
    attributes: attributesOf(row, errors),
    variants: variants.map((variant) => ({
      ...present({
        ...{ sku: variant.cells.get('sku'), title: variant.cells.get('title') },
        price: priceOf(variant, 'price', errors),
      }),
      attributes: attributesOf(variant, errors),
    })),
  };
  for (const variant of variants) errors.push(...notOfVariants(variant));
  for (const one of [row, ...variants]) errors.push(...brokenCells(one));
  return { line: row.line, value, variantLines: variants.map(({ line }) => line), columnOf, errors };
}

/** The columns of members whose names differ. */
const COLUMN_OF: Readonly<Record<string, Column>> = { categoryIds: 'categories' };

/** The column that a member of a product or of a variant is read from. */
function columnOf(path: readonly PropertyKey[]): string {
  const [member = 'sku', inner] = path[0] === 'variants' ? path.slice(2) : path;
  if (member === 'attributes') return inner === undefined ? 'attributes' : `${ATTRIBUTE}${String(inner)}`;
  if (inner === 'currency') return 'currency';
  return COLUMN_OF[String(member)] ?? String(member);
}

const NOT_OF_VARIANTS = ['description', 'status', 'compareAtPrice', 'categories', 'images', 'taxClass'];

const notOfVariants = ({ line, cells }: Row): ProductRowError[] =>
  NOT_OF_VARIANTS.filter((column) => cells.get(column)).map((column) => ({
    ...{ line, column },
    code: 'not_allowed',
    detail: 'The row of a variant must leave this column empty.',
  }));

/** Keeps only members that have a value. */
const present = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== ''));

const listOf = (cell = '', separator: string | RegExp): string[] =>
  cell.split(separator).flatMap((part) => (part.trim() === '' ? [] : [part.trim()]));

/** Some shops put a comma before the blank. */
const IMAGE_SEPARATOR = /,[ \t]+|\s+/;

function priceOf(row: Row, column: 'price' | 'compareAtPrice', errors: ProductRowError[]): Money | undefined {
  const text = row.cells.get(column);
  if (!text) return undefined;
  const price = row.priceOf(text);
  const detail = 'Not a decimal price such as 19.99 in a currency that exists.';
  if (!price) errors.push({ line: row.line, column, code: 'bad_format', detail });
  return price;
}

function attributesOf({ line, cells }: Row, errors: ProductRowError[]): Readonly<Record<string, unknown>> {
  const own = [...cells].flatMap(([column, cell]) =>
    column.startsWith(ATTRIBUTE) && cell !== '' ? [[column.slice(ATTRIBUTE.length), cell] as const] : [],
  );
  return Object.fromEntries([...jsonAttributes(cells.get('attributes'), line, errors), ...own]);
}

/** Attributes that no column can hold, because their value is empty. */
function jsonAttributes(cell: string | undefined, line: number, errors: ProductRowError[]): [string, unknown][] {
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
      images: product.images.join(product.images.some((url) => url.endsWith(',')) ? '\n' : ' '),
      taxClass: product.taxClass,
    },
    product.attributes,
  );

const variantCells = ({ sku, title, price, attributes }: Variant, product: Product): Cells =>
  cellsOf(
    { sku, parentSku: product.sku, title, price: price && amountOf(price), currency: price?.currency },
    attributes,
  );
