import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importedProductSchema } from '../contract/index.ts';
import type { Product } from '../domain/product.ts';
import type { FileEntry, RowError } from '../domain/product-file.ts';
import { readCsv, writeCsv } from './csv.ts';
import { readJsonLines, writeJsonLines } from './json-lines.ts';

const errorsOf = (entries: readonly FileEntry[]): RowError[] =>
  entries.flatMap((entry) => ('errors' in entry ? entry.errors : []));
const productsOf = (entries: readonly FileEntry[]) =>
  entries.flatMap((entry) => ('errors' in entry ? [] : [entry.details]));
const placesOf = (text: string) =>
  errorsOf(readCsv(text, 'EUR').entries).map(({ line, column, pointer }) => [line, column ?? pointer]);

const sku = fc.stringMatching(/^[A-Za-z0-9._-]{1,12}$/);
/** Characters that people type into cells, with quotes and separators. */
const CHARACTERS = ['a', 'é', '"', ',', ';', ' ', '=', '-', "'", '|', '>', '漢'] as const;
const line = fc
  .string({ unit: fc.constantFrom(...CHARACTERS), minLength: 1, maxLength: 12 })
  .map((value) => value.trim())
  .filter((value) => value !== '');
const text = (minLength = 0) => fc.string({ unit: fc.constantFrom(...CHARACTERS, '\n'), minLength, maxLength: 12 });
const price = fc.record({ amount: fc.integer({ min: 0, max: 99_999_999 }), currency: fc.constant('EUR') });
/** Also under names that every JavaScript object has. */
const attributes = fc
  .uniqueArray(fc.tuple(fc.oneof(line, fc.constantFrom('__proto__', 'constructor', 'toString')), text()), {
    maxLength: 3,
    selector: ([name]) => name,
  })
  .map((pairs): Record<string, string> => Object.fromEntries(pairs));
const variant = fc.record({ sku, title: line, price, attributes }, { requiredKeys: ['sku', 'title', 'attributes'] });

const product: fc.Arbitrary<Product> = fc
  .record(
    {
      sku,
      title: line,
      description: text(1),
      status: fc.constantFrom('draft', 'active', 'archived'),
      price,
      compareAtPrice: price,
      categoryIds: fc.uniqueArray(fc.stringMatching(/^cat_[A-Z0-9]{3}$/), { maxLength: 3 }),
      attributes,
      variants: fc.array(variant, { maxLength: 3 }),
      images: fc.array(
        fc.webUrl({ validSchemes: ['https'] }).map((url) => new URL(url).href),
        { maxLength: 2 },
      ),
      taxClass: line,
    },
    { requiredKeys: ['sku', 'title', 'status', 'price', 'categoryIds', 'attributes', 'variants', 'images'] },
  )
  .map(
    (details, index = 0) =>
      ({ ...details, id: `prd_${index}`, version: 1, createdAt: '2026-01-01', updatedAt: '2026-01-02' }) as Product,
  );

const catalogue = fc.uniqueArray(product, { maxLength: 5, selector: ({ sku: own }) => own }).filter((products) => {
  const skus = products.flatMap((one) => [one.sku, ...one.variants.map((each) => each.sku)]);
  const isValid = products.every(
    ({ id: _, version: __, createdAt: ___, updatedAt: ____, ...details }) =>
      importedProductSchema.safeParse(details).success,
  );
  return new Set(skus).size === skus.length && isValid;
});

const kept = (products: readonly Product[]) =>
  products.map(({ id: _, version: __, createdAt: ___, updatedAt: ____, sellerId: _____, ...details }) => details);

describe('a file of products', () => {
  it('is read back as it was written, in CSV', () => {
    fc.assert(
      fc.property(catalogue, (products) => {
        const { entries } = readCsv(
          writeCsv(products, (id) => id),
          'EUR',
        );

        expect(errorsOf(entries)).toEqual([]);
        expect(productsOf(entries)).toEqual(kept(products));
      }),
    );
  });

  it.each(['=cmd|A0', '+1', '-1', '@SUM(1)', "'=1", "''@x", '＝1'])(
    'runs nothing in a spreadsheet, and is read back as it was: %s',
    (text) => {
      const attributes = { size: text };
      const mine = {
        ...fc.sample(product, 1)[0],
        sku: '-1',
        title: text,
        attributes,
        variants: [],
      } as unknown as Product;
      const file = writeCsv([mine], (id) => id);

      expect(file).toContain(`,'${text},`);
      expect(file.split('\n')[1]).toMatch(/^'-1,/);
      expect(productsOf(readCsv(file, 'EUR').entries)).toMatchObject([{ sku: '-1', title: text, attributes }]);
    },
  );

  it('is read back as it was written, in JSON Lines', () => {
    fc.assert(
      fc.property(catalogue, (products) => {
        const { entries } = readJsonLines(writeJsonLines(products));

        expect(errorsOf(entries)).toEqual([]);
        expect(productsOf(entries)).toEqual(kept(products));
      }),
    );
  });

  it('never makes the reader throw, whatever its contents', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom('sku', 'title', 'price', ',', '"', '\n', '\r\n', '1.5', '\ufeff', '{', '}'),
        }),
        (content) => {
          for (const { rows, entries } of [readCsv(content, 'EUR'), readJsonLines(content)]) {
            expect(rows).toBeGreaterThanOrEqual(0);
            expect(errorsOf(entries).every(({ line, detail }) => line >= 1 && detail !== '')).toBe(true);
          }
        },
      ),
    );
  });
});

describe('a CSV file', () => {
  it('may have a byte order mark, CRLF, empty lines, quoted line breaks, and columns and variants in any order', () => {
    const file =
      '\ufeffprice,title,sku,parentSku,attr.size,description\r\n\r\n12,Shirt,shirt,,,"Linen\r\nshirt"\r\n13.5,L,shirt-l,shirt,large,\r\n,M,shirt-m,shirt,medium,\r\n';

    expect(productsOf(readCsv(file, 'EUR').entries)).toEqual([
      {
        sku: 'shirt',
        title: 'Shirt',
        description: 'Linen\nshirt',
        price: { amount: 1200, currency: 'EUR' },
        categoryIds: [],
        attributes: {},
        images: [],
        variants: [
          { sku: 'shirt-l', title: 'L', price: { amount: 1350, currency: 'EUR' }, attributes: { size: 'large' } },
          { sku: 'shirt-m', title: 'M', attributes: { size: 'medium' } },
        ],
      },
    ]);
  });

  it('has errors with their line, even after cells of several lines', () => {
    const file = [
      'sku,parentSku,title,description,price,status',
      'good,,Good,,1.00,',
      'long,,Long,"two',
      'lines",1.00,',
      '',
      'bad sku,,Bad,,1.00,',
      'cheap,,Cheap,,1.999,',
      'odd,,Odd,,1.00,sold',
      'lost,nobody,Lost,,,',
      'good,,Again,,1.00,',
      'wide,,Wide,,1.00,,more',
    ].join('\n');

    expect(placesOf(file)).toEqual([
      [6, '#/sku'],
      [7, 'price'],
      [8, '#/status'],
      [9, 'parentSku'],
      [10, undefined],
      [11, undefined],
    ]);
  });

  it('has attributes that are named as members of every object', () => {
    const file = 'sku,title,price,attr.__proto__,attr.constructor,attributes\na,A,1,x,y,"{""toString"":""""}"';

    expect(productsOf(readCsv(file, 'EUR').entries).map((details) => Object.entries(details.attributes))).toEqual([
      [
        ['toString', ''],
        ['__proto__', 'x'],
        ['constructor', 'y'],
      ],
    ]);
  });

  it('may have a header of any length: its check reads each name once', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => `attr.${index}`);

    expect(placesOf([...names, 'attr.0'].join(','))).toEqual([
      [1, 'attr.0'],
      [1, 'sku'],
      [1, 'title'],
      [1, 'price'],
    ]);
  });

  it('takes memory for its cells, not for every row times every column', () => {
    const names = Array.from({ length: 50_000 }, (_, index) => `attr.${index}`);
    const rows = Array.from({ length: 50_000 }, (_, index) => `sku-${index},T,1`);

    const { entries } = readCsv([['sku', 'title', 'price', ...names].join(','), ...rows].join('\n'), 'EUR');

    expect(productsOf(entries)).toHaveLength(50_000);
  });

  it('has an error in a row that ends before a column it needs', () => {
    expect(placesOf('sku,price,title\na,1.00')).toEqual([[2, '#/title']]);
  });

  it('is refused as a whole for a wrong header or an unclosed quote', () => {
    expect(placesOf('sku,title,colour\na,A,red')).toEqual([
      [1, 'colour'],
      [1, 'price'],
    ]);
    expect(placesOf('sku,sku,title,price\n')).toEqual([[1, 'sku']]);
    expect(placesOf('sku,title,price\na,"A,1\nb,B,1')).toEqual([[3, undefined]]);
    expect(placesOf('')).toEqual([[1, undefined]]);
  });
});

describe('a JSON Lines file', () => {
  it('has errors with their line, for invalid JSON, invalid products and unknown members', () => {
    const good = { sku: 'a', title: 'A', price: { amount: 1, currency: 'EUR' } };
    const file = [
      JSON.stringify(good),
      '',
      '{',
      '[]',
      JSON.stringify({ ...good, sku: 'b', colour: 'red' }),
      JSON.stringify(good),
    ];

    const errors = errorsOf(readJsonLines(file.join('\n')).entries);

    expect(errors.map(({ line, pointer, code }) => [line, pointer, code])).toEqual([
      [3, undefined, 'bad_format'],
      [4, '#', 'wrong_type'],
      [5, '#/colour', 'unknown_field'],
      [6, undefined, 'catalog.sku_repeated'],
    ]);
  });
});

describe('a hostile JSON Lines file', () => {
  it('has an error, not a fault, where a text or a name is half of a surrogate pair', () => {
    const rows = [
      '{"sku":"a","title":"\\ud800"}',
      '{"\\ud800":1}',
      '{"sku":"b","title":"B","attributes":{"\\udc00":"x"}}',
    ];

    expect(errorsOf(readJsonLines(rows.join('\n')).entries)).toMatchObject([
      { line: 1, pointer: '#/title', code: 'bad_format' },
      { line: 2, pointer: '#', code: 'bad_format' },
      { line: 3, pointer: '#/attributes', code: 'bad_format' },
    ]);
  });
});
