import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { admin, call, expectProblem } from './shop.ts';

const CSV = 'text/csv';
const JSON_LINES = 'application/x-ndjson';

async function send(file: string, contentType: string, query = '') {
  const headers = { ...(await admin()), 'content-type': contentType };
  return call('POST', `/products/import${query}`, { headers, raw: file });
}

/** Imports a file and waits until that has ended. */
async function imported(file: string, contentType: string, query = '') {
  const { status, body, headers } = await send(file, contentType, query);
  expect({ status, location: headers.get('location') }).toEqual({
    status: 202,
    location: `/v1/products/import/${body.id}`,
  });
  return vi.waitFor(
    async () => {
      const { body: found } = await call('GET', `/products/import/${body.id}`, { headers: await admin() });
      expect(['done', 'failed']).toContain(found.status);
      return found;
    },
    { timeout: 90_000, interval: 100 },
  );
}

/** The product of this SKU, whichever products other tests have made since. */
async function productOf(sku: string) {
  for (let cursor: string | undefined = ''; cursor !== undefined; ) {
    const { body } = await call('GET', `/products?limit=100${cursor && `&cursor=${cursor}`}`);
    const found = body.items.find((product: { sku: string }) => product.sku === sku);
    if (found) return found;
    cursor = body.nextCursor;
  }
  throw new Error(`No product has the SKU ${sku}.`);
}

/** All pages of an export, as they were downloaded. */
async function exported(format: string): Promise<string[]> {
  const pages: string[] = [];
  for (let path: string | undefined = `/products/export?format=${format}&limit=100`; path; ) {
    const response: Response = await fetch(`${process.env.API_URL}${path}`, { headers: await admin() });
    expect(response.status).toBe(200);
    pages.push(await response.text());
    path = /<\/v1(.*?)>/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return pages;
}

describe('an import', () => {
  it('creates products with variants from CSV, and updates them when the file changes', async () => {
    const sku = `shirt-${randomUUID()}`;
    const file = (price: string) =>
      [
        'sku,parentSku,title,description,price,attr.material,attr.size',
        `${sku},,"Shirt, linen","Cool.\nWashable.",${price},linen,`,
        `${sku}-m,${sku},M,,,,m`,
        `${sku}-l,${sku},L,,59.5,,l`,
      ].join('\r\n');

    const first = await imported(file('49.90'), CSV);
    const again = await imported(file('49.90'), CSV);
    const changed = await imported(file('45'), CSV);

    expect(first).toMatchObject({ status: 'done', rows: 3, products: 1, created: 1, errorCount: 0, errors: [] });
    expect(again).toMatchObject({ created: 0, unchanged: 1 });
    expect(changed).toMatchObject({ updated: 1 });
    expect(await productOf(sku)).toMatchObject({
      sku,
      title: 'Shirt, linen',
      description: 'Cool.\nWashable.',
      status: 'active',
      version: 2,
      price: { amount: 4500, currency: 'EUR' },
      attributes: { material: 'linen' },
      variants: [
        { sku: `${sku}-m`, title: 'M', attributes: { size: 'm' } },
        { sku: `${sku}-l`, title: 'L', attributes: { size: 'l' }, price: { amount: 5950, currency: 'EUR' } },
      ],
    });
  });

  it('lists every wrong row with its line and imports nothing, unless `onError` asks for the other rows', async () => {
    const sku = randomUUID();
    const file = `sku,title,price,categories\n${sku},Good,1.00,\n${sku}-x,Bad,1.234,\n${sku}-y,Lost,1.00,No > Where\n`;

    const stopped = await imported(file, CSV);
    const skipped = await imported(file, CSV, '?onError=skip');

    const errors = [
      { line: 3, column: 'price', code: 'bad_format', detail: expect.any(String) },
      { line: 4, code: 'catalog.unknown_category', detail: expect.stringContaining('No > Where') },
    ];
    expect(stopped).toMatchObject({ status: 'failed', created: 0, errorCount: 2, errors });
    expect(stopped.reason).toBe('The file has errors, so nothing was written.');
    expect(skipped).toMatchObject({ status: 'done', created: 1, failed: 2, errorCount: 2, errors });
  });

  it('answers with names of the file that are cut where they are very long', async () => {
    const name = 'n'.repeat(500_000);

    const csv = await imported(`sku,title,price,${name}\n`, CSV);
    const json = await imported(JSON.stringify({ sku: 'a', [name]: 1 }), JSON_LINES, '?onError=skip');

    expect(csv).toMatchObject({ status: 'failed', errors: [{ line: 1, code: 'unknown_field' }] });
    expect(json).toMatchObject({ status: 'done', failed: 1 });
    for (const { errors } of [csv, json]) expect(JSON.stringify(errors).length).toBeLessThan(10_000);
    expect(csv.errors[0].column).toMatch(/^n+…$/);
  });

  it.each([
    ['csv', CSV],
    ['jsonl', JSON_LINES],
  ])('accepts an export as %s and changes nothing', async (format, contentType) => {
    const sku = `roundtrip-${randomUUID()}`;
    const file = [
      'sku,parentSku,title,description,price,attr.material,attr.size,images',
      `${sku},,"Shirt, linen","Cool, ""washable""",49.90,linen,,https://img.example.com/a.jpg`,
      `${sku}-m,${sku},M,,,,m,`,
      `${sku}-l,${sku},L,,59.5,,l,`,
      `${sku}-plain,,Plain,,0.01,,,`,
    ].join('\r\n');
    await imported(file, CSV);

    // Of the whole catalogue, which other tests change meanwhile, the rows of this test.
    const lines = (await exported(format)).flatMap((page) => page.split(/\r?\n/));
    const own = lines.filter((line, index) => line.includes(sku) || (format === 'csv' && index === 0));
    const done = await imported(own.join('\n'), contentType);

    expect(done).toMatchObject({ status: 'done', errors: [], created: 0, updated: 0 });
    expect([done.products, done.unchanged]).toEqual([2, 2]);
  });

  it('refuses a body that is empty, too large or of another content type', async () => {
    expectProblem(await send('', CSV), 400, 'request.invalid');
    expectProblem(await send('{}', 'application/json'), 415, 'request.unsupported_media_type');
    expectProblem(await send('x'.repeat(4 * 1024 * 1024 + 1), CSV), 413, 'request.too_large');
    expectProblem(await send('sku', CSV, '?onError=ignore'), 400, 'request.invalid');
    expectProblem(
      await call('GET', '/products/import/imp_unknown', { headers: await admin() }),
      404,
      'request.not_found',
    );
    expectProblem(await call('GET', '/products/export?format=xml', { headers: await admin() }), 400, 'request.invalid');
  });
});
