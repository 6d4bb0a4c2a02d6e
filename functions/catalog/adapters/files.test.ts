import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { importedProductSchema } from '../contract/index.ts';
import type { Product } from '../domain/product.ts';
import type { FileEntry, ProductFile, ProductRowError } from '../domain/product-file.ts';
import { readProductCsv, writeCsv } from './csv.ts';
import { readProductLines, writeJsonLines } from './json-lines.ts';

const errorsOf = ({ entries, errors = [] }: ProductFile): ProductRowError[] => [
  ...errors,
  ...entries.flatMap((entry) => ('errors' in entry ? entry.errors : [])),
];
const productsOf = (entries: readonly FileEntry[]) =>
  entries.flatMap((entry) => ('errors' in entry ? [] : [entry.details]));
const placesOf = (text: string) =>
  errorsOf(readProductCsv(text, 'EUR')).map(({ line, column, pointer }) => [line, column ?? pointer]);

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

/** Parts of files, to be put together at random. */
const PIECES = [
  'sku',
  'title',
  'price',
  'attr.a',
  ',',
  ';',
  '\t',
  '"',
  '\n',
  '\r\n',
  '\r',
  'sep=;',
  '1.5',
  '\ufeff',
  '{',
  '}',
];

const kept = (products: readonly Product[]) =>
  products.map(({ id: _, version: __, createdAt: ___, updatedAt: ____, sellerId: _____, ...details }) => details);

describe('a file of products', () => {
  it('is read back as it was written, in CSV', () => {
    fc.assert(
      fc.property(catalogue, (products) => {
        const file = readProductCsv(
          writeCsv(products, (id) => id),
          'EUR',
        );

        expect(errorsOf(file)).toEqual([]);
        expect(productsOf(file.entries)).toEqual(kept(products));
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
      expect(productsOf(readProductCsv(file, 'EUR').entries)).toMatchObject([{ sku: '-1', title: text, attributes }]);
    },
  );

  it('is read back as it was written, in JSON Lines', () => {
    fc.assert(
      fc.property(catalogue, (products) => {
        const file = readProductLines(writeJsonLines(products));

        expect(errorsOf(file)).toEqual([]);
        expect(productsOf(file.entries)).toEqual(kept(products));
      }),
    );
  });

  it('never makes the reader throw, whatever its contents', () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom(...PIECES),
        }),
        (content) => {
          for (const file of [readProductCsv(content, 'EUR'), readProductLines(content)]) {
            expect(file.rows).toBeGreaterThanOrEqual(0);
            expect(errorsOf(file).every(({ line, detail }) => line >= 1 && detail !== '')).toBe(true);
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

    expect(productsOf(readProductCsv(file, 'EUR').entries)).toEqual([
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
      [6, 'sku'],
      [7, 'price'],
      [8, 'status'],
      [9, 'parentSku'],
      [10, undefined],
      [11, undefined],
    ]);
  });

  it('has attributes that are named as members of every object', () => {
    const file = 'sku,title,price,attr.__proto__,attr.constructor,attributes\na,A,1,x,y,"{""toString"":""""}"';

    expect(
      productsOf(readProductCsv(file, 'EUR').entries).map((details) => Object.entries(details.attributes)),
    ).toEqual([
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

    const { entries } = readProductCsv([['sku', 'title', 'price', ...names].join(','), ...rows].join('\n'), 'EUR');

    expect(productsOf(entries)).toHaveLength(50_000);
  });

  it('has an error in a row that ends before a column it needs', () => {
    expect(placesOf('sku,price,title\na,1.00')).toEqual([[2, 'title']]);
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

describe('a CSV file of a spreadsheet', () => {
  const thing = (sku: string, amount: number, more: object = {}) => ({
    ...{ sku, title: 'Mug', price: { amount, currency: 'EUR' } },
    ...{ categoryIds: [], attributes: {}, images: [], variants: [], ...more },
  });

  it.each([
    ['semicolons and decimal commas', 'sku;title;price\ns-1;Mug;19,99', 1999],
    ['semicolons and decimal points', 'sku;title;price\ns-1;Mug;19.99', 1999],
    ['tabs', 'sku\ttitle\tprice\ns-1\tMug\t19,99', 1999],
    ['a line that names the separator', 'sep=;\r\nsku;title;price\r\ns-1;Mug;19,99', 1999],
    ['a padded header in another case', 'SKU, Title ,Price\ns-1,Mug,19.99', 1999],
    ['padded cells', 'sku,title,price\n s-1 , Mug , 19.99 ', 1999],
    ['rows that end with CR', 'sku,title,price\rs-1,Mug,19.99\r', 1999],
    ['blank rows and columns', 'sku,title,price,,\n,,\ns-1,Mug,19.99,,\n,,,,\n , ,\n', 1999],
    ['cells of several lines between rows that end with CR', 'sku,price,title\rs-1,1,"Mug\n"\r', 100],
  ])('may have %s', (_what, file, amount) => {
    const { rows, entries, errors } = readProductCsv(file, 'EUR');

    expect({ rows, errors }).toEqual({ rows: 1, errors: undefined });
    expect(productsOf(entries)).toEqual([thing('s-1', amount)]);
  });

  it('has no decimal commas where commas separate cells: it could mean thousands', () => {
    expect(placesOf('sku,title,price\na,Mug,"19,99"')).toEqual([[2, 'price']]);
  });

  it('may separate images by a comma and a blank, and keeps commas inside of them', () => {
    const urls = ['https://x.example/a,1.png', 'https://x.example/b.png'];
    const file = (cell: string) => readProductCsv(`sku,title,price,images\na,Mug,1,"${cell}"`, 'EUR');

    for (const cell of [urls.join(', '), urls.join(' '), urls.join('\n')])
      expect(productsOf(file(cell).entries)).toMatchObject([{ images: urls }]);
  });

  it('with an image whose URL ends with a comma is read back as it was written', () => {
    const images = ['https://x.example/a,', 'https://x.example/b'];
    const mine = { ...thing('a', 1, { images }), status: 'active' } as unknown as Product;
    const file = writeCsv([mine], (id) => id);

    expect(productsOf(readProductCsv(file, 'EUR').entries)).toMatchObject([{ images }]);
  });

  it('has errors that name columns, in the words of people', () => {
    const file = [
      'sku,parentSku,title,price,status,currency,attr.size,categories',
      'a,,Mug,,,,,',
      'b,,,-5,sold,,,',
      ',,Mug,5,,,,',
      'c,,Mug,5,,XXX,,',
      'd,,Mug,5,,,,',
      'd-s,d,,,,,,',
      `e,,Mug,5,,,${'x'.repeat(2000)},${'y'.repeat(2000)}`,
    ].join('\n');

    const errors = errorsOf(readProductCsv(file, 'EUR'));

    expect(errors.map(({ line: at, column, pointer }) => [at, column, pointer])).toEqual([
      [2, 'price', undefined],
      [3, 'title', undefined],
      [3, 'price', undefined],
      [3, 'status', undefined],
      [4, 'sku', undefined],
      [5, 'price', undefined],
      [7, 'title', undefined],
      [8, 'categories', undefined],
      [8, 'attr.size', undefined],
    ]);
    expect(errors[0]?.detail).toBe('The price is missing.');
    expect(errors[2]?.detail).toBe('At least 0.');
  });

  it('in another encoding has an error in each cell that it spoils', () => {
    const [error, ...others] = errorsOf(readProductCsv('sku,title,price\na,M\ufffdtze,1\nb,Hat,2', 'EUR'));

    expect(error).toMatchObject({ line: 2, column: 'title', detail: expect.stringContaining('UTF-8') });
    expect(others).toEqual([]);
  });

  it('without any known column has one error that says what the first row must be', () => {
    const [error, ...others] = errorsOf(readProductCsv('Handle|Body|Price\na|b|1', 'EUR'));

    expect(error).toMatchObject({ line: 1, code: 'required', detail: expect.stringContaining('semicolons') });
    expect(others).toEqual([]);
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

    const errors = errorsOf(readProductLines(file.join('\n')));

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

    expect(errorsOf(readProductLines(rows.join('\n')))).toMatchObject([
      { line: 1, pointer: '#/title', code: 'bad_format' },
      { line: 2, pointer: '#', code: 'bad_format' },
      { line: 3, pointer: '#/attributes', code: 'bad_format' },
    ]);
  });
});
