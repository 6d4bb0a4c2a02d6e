import { describe, expect, it, test } from 'vitest';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { endFailedImport } from '../../../shared/kernel/import-life.ts';
import { giveUp } from '../domain/import.ts';
import type { ProductFile } from '../domain/product-file.ts';
import { importsForTests, line } from '../testing/imports.ts';
import type { BulkProductStore } from './ports.ts';

const shop = importsForTests();

let serial = 0;
const prefix = () => `end-${++serial}`;

/**
 * Reads the file, and makes the titles of these products ones that pass every check but the
 * database's.
 */
const readingWith = (titles: Readonly<Record<string, string>>) => (format: 'csv' | 'jsonl', text: string) => {
  const file = shop().ports.readFile(format, text);
  const entries = file.entries.map((entry) => {
    const title = 'details' in entry ? titles[entry.details.sku] : undefined;
    return 'details' in entry && title !== undefined ? { ...entry, details: { ...entry.details, title } } : entry;
  });
  return { ...file, entries } satisfies ProductFile;
};

/** DynamoDB refuses such a value before it looks at an item, and a large one by its item. */
const TOO_DEEP = Array.from({ length: 33 }).reduce<unknown>((inner) => [inner], 'x') as string;
const TOO_LARGE = 'x'.repeat(410_000);

describe('a row whose write the database refuses', () => {
  it.each([
    ['holds half of a character', '\ud800'],
    ['is too deep for a value', TOO_DEEP],
    ['is too large for an item', TOO_LARGE],
  ])('because it %s is an error of that row, and the others are written', async (_why, title) => {
    const name = prefix();
    const skus = Array.from({ length: 40 }, (_, index) => `${name}-${index}`);
    const wrong = [3, 4, 31];
    const readFile = readingWith(Object.fromEntries(wrong.map((index) => [`${name}-${index}`, title])));

    const done = await shop().imported(
      skus.map((sku) => line(sku)),
      'skip',
      { readFile },
    );

    expect(done).toMatchObject({ status: 'done', processed: 40, created: 37, failed: 3, errorCount: 3 });
    expect(done.reason).toBeUndefined();
    expect(await shop().errorsOf(done.id)).toEqual(
      wrong.map((index) => ({ line: index + 1, code: 'invalid', detail: expect.stringContaining('database') })),
    );
    for (const [index, sku] of skus.entries()) {
      const version = (await shop().productOf(sku))?.version;
      expect([index, version]).toEqual([index, wrong.includes(index) ? undefined : 1]);
    }
  });

  it('ends an import that stops at errors, and no later row is written', async () => {
    const name = prefix();
    const readFile = readingWith({ [`${name}-1`]: TOO_LARGE });

    const stopped = await shop().imported(
      [0, 1, 2].map((index) => line(`${name}-${index}`)),
      'stop',
      { readFile },
    );

    expect(stopped).toMatchObject({ status: 'failed', created: 1, failed: 1, errorCount: 1 });
    expect(stopped.reason).toBe('Line 2 could not be written, so no later line was. Products written before it: 1.');
    expect(await shop().productOf(`${name}-2`)).toBeUndefined();
  });

  it('is no error of that row when the database is away: the attempt fails, and another one may succeed', async () => {
    const name = prefix();
    const id = await shop().upload([line(`${name}-0`)], { onError: 'skip' });
    const products: BulkProductStore = {
      ...shop().ports.products,
      saveAll: () => Promise.reject(Object.assign(new Error('Away.'), { name: 'InternalServerError' })),
    };

    await expect(shop().run(id, { products })).rejects.toThrow('Away.');
    await shop().run(id);

    expect(await shop().ports.imports.get(id)).toMatchObject({ status: 'done', created: 1, failed: 0 });
  });
});

describe('errors of rows', () => {
  it('fit into the database and an answer, however long the names in the file are', async () => {
    const long = 'n'.repeat(500_000);
    const csv = await shop().upload([`sku,title,price,${long}`, 'a,A,1.00,x'], { format: 'csv' });
    const json = await shop().upload([line('a', { [long]: 1 })], { onError: 'skip' });
    const category = await shop().upload([line('a', { categoryIds: [`${'é😀'.repeat(350)} > x`] })]);

    for (const id of [csv, json, category]) await shop().run(id);

    expect(await shop().errorsOf(csv)).toMatchObject([{ line: 1, column: `${'n'.repeat(199)}…` }]);
    expect(await shop().errorsOf(json)).toMatchObject([{ line: 1, pointer: `#/${'n'.repeat(997)}…` }]);
    const [cut] = await shop().errorsOf(category);
    expect(cut?.detail).toMatch(/^No category.*…?$/u);
    expect(cut?.detail.isWellFormed()).toBe(true);
    expect(cut?.detail.length).toBeLessThanOrEqual(1200);
  });

  it('are kept, a thousand of them, when one row has more than a transaction holds', async () => {
    const name = prefix();
    const fields = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`f${index}`, 1]));

    const done = await shop().imported([line(`${name}-0`), line(`${name}-1`, fields(1500)), line(`${name}-2`)], 'skip');

    expect(done).toMatchObject({ status: 'done', created: 2, failed: 1, errorCount: 1500 });
    expect(await shop().errorsOf(done.id)).toHaveLength(100);
  });

  it('come in the order of the lines, and those of a line in the order in which they were found', async () => {
    const columns = Array.from({ length: 12 }, (_, index) => `c${index}`);
    const id = await shop().upload([`sku,title,price,${columns.join(',')}`, 'a,A,1.00'], { format: 'csv' });

    await shop().run(id);

    expect((await shop().errorsOf(id)).map(({ column }) => column)).toEqual(columns);
  });

  it('of a header end the import also where rows with errors are skipped, and no row counts', async () => {
    const id = await shop().upload(['sku,title,colour', 'a,A,red', 'b,B,blue'], { format: 'csv', onError: 'skip' });

    await shop().run(id);

    expect(await shop().ports.imports.get(id)).toMatchObject({
      ...{ status: 'failed', rows: 2, products: 0, processed: 0, failed: 0, errorCount: 2 },
      reason: 'The file has errors, so nothing was written.',
    });
  });

  it('do not keep the products between them from being written, however many rows have some', async () => {
    const name = prefix();
    const fields = { f1: 1, f2: 1, f3: 1, f4: 1, f5: 1, f6: 1, f7: 1, f8: 1 };

    const done = await shop().imported(
      Array.from({ length: 50 }, (_, index) => line(`${name}-${index}`, index % 2 === 0 ? {} : fields)),
      'skip',
    );

    expect(done).toMatchObject({ status: 'done', created: 25, failed: 25, errorCount: 200 });
  });
});

test('An import whose last attempt failed is failed with a reason; what is written stays, and no run goes on.', async () => {
  const name = prefix();
  const id = await shop().upload(Array.from({ length: 60 }, (_, index) => line(`${name}-${index}`)));
  let calls = 0;
  const products: BulkProductStore = {
    ...shop().ports.products,
    saveAll: (saves, progress) => {
      calls += 1;
      return calls > 1 ? Promise.reject(new Error('A bug.')) : shop().ports.products.saveAll(saves, progress);
    },
  };
  await expect(shop().run(id, { products })).rejects.toThrow('A bug.');

  await endFailedImport(shop().ports.imports, giveUp, systemClock, id);
  const ended = await shop().ports.imports.get(id);
  await shop().run(id);

  expect(ended).toMatchObject({ status: 'failed', failed: 0 });
  expect(ended?.created).toBeGreaterThan(0);
  expect(ended?.reason).toBe(
    `An error of the shop stopped the import at every attempt. ${ended?.created} of 60 products were processed, and what was written stays. Import the file again to process the rest.`,
  );
  expect(await shop().ports.imports.get(id)).toEqual(ended);
});

test('An import that has ended is not ended again by a late attempt that fails.', async () => {
  const done = await shop().imported([line(prefix())]);

  await endFailedImport(shop().ports.imports, giveUp, systemClock, done.id);

  expect(await shop().ports.imports.get(done.id)).toEqual(done);
});
