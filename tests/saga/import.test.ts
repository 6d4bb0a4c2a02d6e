import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { parseSpec } from '../../local/cloud/faults/spec.ts';
import { admin, call } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const PRODUCTS = 400;

it('An import whose function is killed, run twice and loses replies imports each product once.', async () => {
  const prefix = randomUUID();
  const rows = Array.from({ length: PRODUCTS }, (_, index) => `${prefix}-${index},Thing ${index},9.99`);
  const spec = parseSpec(`
    lambda/catalog-events:kill:times=3:delay=400
    lambda/catalog-events:duplicate:times=2
    dynamodb.TransactWriteItems/catalog-events:drop-reply:rate=0.1:times=20
    dynamodb.TransactWriteItems/catalog-events:conflict:rate=0.1:times=20`);
  if ('problem' in spec) throw new Error(spec.problem);
  shop.cloud().faults.arm(spec);

  const { body } = await call('POST', '/products/import', {
    headers: { ...(await admin()), 'content-type': 'text/csv' },
    raw: `sku,title,price\n${rows.join('\n')}`,
  });
  const done = await vi.waitFor(
    async () => {
      const { body: found } = await call('GET', `/products/import/${body.id}`, { headers: await admin() });
      expect(found.status).toBe('done');
      return found;
    },
    { timeout: 180_000, interval: 200 },
  );

  expect(done).toMatchObject({ created: PRODUCTS, updated: 0, unchanged: 0, failed: 0, errorCount: 0 });
  const versions: number[] = [];
  for (let cursor = ''; versions.length < PRODUCTS; ) {
    const page = await call('GET', `/products?limit=100${cursor && `&cursor=${cursor}`}`);
    versions.push(...page.body.items.map(({ version }: { version: number }) => version));
    cursor = page.body.nextCursor;
  }
  expect(versions).toEqual(Array.from({ length: PRODUCTS }, () => 1));
});
