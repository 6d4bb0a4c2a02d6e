import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it, test } from 'vitest';
import { compress } from '../../../shared/files/compress.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { productStore } from '../store/product-store.ts';
import { importsForTests, line } from '../testing/imports.ts';
import { createCategory } from './manage-categories.ts';
import type { BulkProductStore } from './ports.ts';
import { requestImport } from './request-import.ts';

const shop = importsForTests();

let serial = 0;
const prefix = () => `import-${++serial}`;

async function eventsOf(productId: string): Promise<string[]> {
  const { Items = [] } = await shop().db.client.send(
    new QueryCommand({
      TableName: shop().db.tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :event)',
      ExpressionAttributeValues: { ':pk': `product#${productId}`, ':event': 'event#' },
      ConsistentRead: true,
    }),
  );
  return Items.map(({ event }) => event.metadata.name);
}

describe('an import', () => {
  it('creates new products, changes those that differ, and leaves equal ones unchanged', async () => {
    const name = prefix();
    await shop().imported([line(`${name}-a`), line(`${name}-b`)]);

    const second = await shop().imported([line(`${name}-a`), line(`${name}-b`, { title: 'Other' }), line(`${name}-c`)]);

    expect(second).toMatchObject({ status: 'done', products: 3, created: 1, updated: 1, unchanged: 1, failed: 0 });
    const [a, b] = [await shop().productOf(`${name}-a`), await shop().productOf(`${name}-b`)];
    expect([a?.version, b?.version, b?.title]).toEqual([1, 2, 'Other']);
    expect(await eventsOf(a?.id ?? '')).toEqual(['ProductCreated']);
    expect(await eventsOf(b?.id ?? '')).toEqual(['ProductCreated', 'ProductUpdated']);
  });

  it('writes nothing when a row is wrong, and reports all wrong rows by line', async () => {
    const name = prefix();

    const stopped = await shop().imported([
      line(`${name}-a`),
      line('not a sku'),
      line(`${name}-b`, { categoryIds: ['Nowhere'] }),
      '{',
    ]);

    expect(stopped).toMatchObject({ status: 'failed', errorCount: 3, processed: 0, created: 0 });
    expect(stopped.reason).toBe('The file has errors, so nothing was written.');
    const { items } = await shop().ports.imports.listErrors(stopped.id, { limit: 10, cursor: undefined });
    expect(items.map(({ line: at, code }) => [at, code])).toEqual([
      [2, 'bad_format'],
      [3, 'catalog.unknown_category'],
      [4, 'bad_format'],
    ]);
    expect(await shop().productOf(`${name}-a`)).toBeUndefined();
  });

  it('imports the valid rows when the request skips errors', async () => {
    const name = prefix();

    const done = await shop().imported([line(`${name}-a`), line('not a sku'), line(`${name}-b`)], 'skip');

    expect(done).toMatchObject({ status: 'done', processed: 3, created: 2, failed: 1, errorCount: 1 });
    expect(await shop().productOf(`${name}-b`)).toBeDefined();
  });

  it('finds categories by id and by path, and counts their products exactly', async () => {
    const name = prefix();
    const kitchen = await createCategory(shop().ports.categories, systemClock, { name });
    if (!kitchen.ok) throw new Error(kitchen.refusal.code);
    const knives = await createCategory(shop().ports.categories, systemClock, {
      name: 'Knives',
      parentId: kitchen.value.id,
    });
    if (!knives.ok) throw new Error(knives.refusal.code);

    await shop().imported([
      ...Array.from({ length: 30 }, (_, index) => line(`${name}-${index}`, { categoryIds: [`${name} > Knives`] })),
      line(`${name}-x`, { categoryIds: [kitchen.value.id, knives.value.id] }),
    ]);

    const { categories } = await shop().ports.categories.getTree();
    const counts = new Map(categories.map(({ id, productCount }) => [id, productCount]));
    expect([counts.get(kitchen.value.id), counts.get(knives.value.id)]).toEqual([1, 31]);
    const listed = await productStore(shop().db.table).list(
      { status: 'active', of: { categories: [knives.value.id], name: 'knives' } },
      { limit: 100, cursor: undefined },
    );
    expect(listed.items).toHaveLength(31);
  });

  it('writes each product once, even if runs are killed, run twice at once, or run out of time', async () => {
    const name = prefix();
    const id = await shop().upload(Array.from({ length: 100 }, (_, index) => line(`${name}-${index}`)));
    let calls = 0;
    const deadly: BulkProductStore = {
      ...shop().ports.products,
      async saveAll(saves, progress) {
        calls += 1;
        if (calls % 3 === 1) throw new Error('killed before');
        const outcome = await shop().ports.products.saveAll(saves, progress);
        if (calls % 3 === 2) throw new Error('killed after');
        return outcome;
      },
    };

    for (let runs = 0; runs < 50; runs += 1) {
      let steps = 0;
      const hasTime = () => ++steps < 3;
      await Promise.allSettled([
        shop().run(id, { hasTime, products: deadly }),
        shop().run(id, { hasTime, products: deadly }),
      ]);
    }
    await shop().run(id);

    expect(await shop().ports.imports.get(id)).toMatchObject({
      status: 'done',
      processed: 100,
      created: 100,
      updated: 0,
      unchanged: 0,
      failed: 0,
    });
    for (const index of [0, 50, 99]) {
      const product = await shop().productOf(`${name}-${index}`);
      expect(product?.version).toBe(1);
      expect(await eventsOf(product?.id ?? '')).toEqual(['ProductCreated']);
    }
  });

  it('reports a SKU that another product has by its line, and imports the rest', async () => {
    const name = prefix();
    await shop().imported([
      line(`${name}-a`, { variants: ['s', 'm'].map((size) => ({ sku: `${name}-${size}`, title: size })) }),
    ]);
    const others = Array.from({ length: 20 }, (_, index) => line(`${name}-more-${index}`));

    const done = await shop().imported(
      [
        ...others.slice(0, 10),
        line(`${name}-s`),
        line(`${name}-b`, { variants: [{ sku: `${name}-m`, title: 'M' }] }),
        ...others.slice(10),
      ],
      'skip',
    );

    expect(done).toMatchObject({ status: 'done', created: 20, failed: 2, errorCount: 2 });
    const { items } = await shop().ports.imports.listErrors(done.id, { limit: 10, cursor: undefined });
    expect(items.map(({ line: at, code }) => [at, code])).toEqual([
      [11, 'catalog.sku_taken'],
      [12, 'catalog.sku_taken'],
    ]);
  });

  it.each([
    ['the own SKU', (taken: string) => ({ sku: taken })],
    ['the SKU of a variant', (taken: string) => ({ variants: [{ sku: taken, title: 'M' }] })],
  ])('that stops at errors writes no row after one whose write is refused for %s', async (_what, change) => {
    const name = prefix();
    await shop().imported([line(`${name}-a`, { variants: [{ sku: `${name}-m`, title: 'M' }] })]);

    const stopped = await shop().imported([
      line(`${name}-b`),
      line(`${name}-c`, change(`${name}-m`)),
      line(`${name}-d`),
    ]);

    expect(stopped).toMatchObject({ status: 'failed', created: 1, failed: 1, errorCount: 1, processed: 2 });
    expect(stopped.reason).toBe('Line 2 could not be written, so no later line was. Products written before it: 1.');
    expect(await shop().errorsOf(stopped.id)).toMatchObject([{ line: 2, code: 'catalog.sku_taken' }]);
    expect(await shop().productOf(`${name}-b`)).toBeDefined();
    expect(await shop().productOf(`${name}-d`)).toBeUndefined();
  });

  it('imports a product whose variants alone fill a transaction', async () => {
    const name = prefix();
    const variants = Array.from({ length: 88 }, (_, index) => ({ sku: `${name}-v${index}`, title: String(index) }));

    const done = await shop().imported([line(`${name}-a`), line(`${name}-b`, { variants }), line(`${name}-c`)]);

    expect(done).toMatchObject({ status: 'done', created: 3 });
  });
});

test('An import of a thousand products costs about 8 write units each.', async () => {
  const name = prefix();
  const id = await shop().upload(Array.from({ length: 1000 }, (_, index) => line(`${name}-${index}`)));

  const units = await shop().db.unitsOf(() => shop().run(id));

  expect(await shop().ports.imports.get(id)).toMatchObject({ status: 'done', created: 1000 });
  expect(units.write / 1000).toBeLessThan(8);
});

test.each([
  ['An empty file', ' \n', 'required'],
  ['A file of UTF-16', '\ufffd\ufffds\0k\0u\0', 'bad_format'],
])('%s is refused, and no import is stored.', async (_what, text, code) => {
  const request = { text, format: 'csv', onError: 'stop', requestId: 'req-1' } as const;
  const imports = { ...shop().ports.imports, insert: () => Promise.reject(new Error('There is nothing to import.')) };

  expect(await requestImport({ imports, compress }, systemClock, request)).toMatchObject({
    ok: false,
    refusal: { code: 'request.invalid', extensions: { errors: [{ pointer: '#', code }] } },
  });
});

test('A file that is sent again with its key is imported once, also by twins, and another file is refused.', async () => {
  const request = { caller: 'usr_1', key: prefix(), bodyHash: 'b' };
  const send = (bodyHash = 'b') =>
    requestImport({ imports: shop().ports.imports, compress }, systemClock, {
      ...{ text: line(request.key), format: 'jsonl', onError: 'stop', requestId: 'req-1' },
      request: { ...request, bodyHash },
    });

  const answers = [...(await Promise.all([send(), send()])), await send()];

  const ids = answers.map((answer) => (answer.ok ? answer.value.id : answer.refusal.code));
  expect(new Set(ids).size).toBe(1);
  expect(answers.filter((answer) => answer.ok && !answer.value.replayed)).toHaveLength(1);
  expect(await send('another')).toMatchObject({ refusal: { code: 'request.idempotency_key_reused' } });
});
