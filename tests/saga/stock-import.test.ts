import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { parseSpec } from '../../local/cloud/faults/spec.ts';
import { admin, call, consoleView } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const ROWS = 200;
const HOUR = 3600;

function arm(faults: string): void {
  const spec = parseSpec(faults);
  if ('problem' in spec) throw new Error(spec.problem);
  shop.cloud().faults.arm(spec);
}

const upload = async (path: string, raw: string): Promise<string> => {
  const headers = { ...(await admin()), 'content-type': 'text/csv' };
  return (await call('POST', path, { headers, raw })).body.id;
};

const get = async (path: string) => (await call('GET', path, { headers: await admin() })).body;

const until = (path: string, status: string) =>
  vi.waitFor(
    async () => {
      const found = await get(path);
      expect(found.status).toBe(status);
      return found;
    },
    { timeout: 180_000, interval: 200 },
  );

/** SKUs on sale, without stock. */
async function skusOnSale(count: number): Promise<string[]> {
  const prefix = randomUUID();
  const skus = Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
  const id = await upload(
    '/products/import',
    ['sku,title,price', ...skus.map((sku) => `${sku},Thing,9.99`)].join('\n'),
  );
  await until(`/products/import/${id}`, 'done');
  return skus;
}

/** Uploads a file that adds three pieces of each SKU. @returns the path of its import. */
const adjust = async (skus: readonly string[]) => {
  const file = ['sku,adjustBy', ...skus.map((sku) => `${sku},3`)].join('\n');
  return `/inventory/imports/${await upload('/inventory/import', file)}`;
};

const DEAD_LETTERS = 'queues/souk-local-inventory-importer-dead/messages';
const untilDead = (path: string) =>
  vi.waitFor(
    async () => {
      const letters = (await consoleView(DEAD_LETTERS)) as { body: unknown }[];
      const importId = path.split('/').at(-1) ?? '';
      expect(letters.filter(({ body }) => JSON.stringify(body).includes(importId))).toHaveLength(1);
    },
    { timeout: 60_000, interval: 200 },
  );

it('An import whose function is killed, run twice and loses replies applies each row once.', async () => {
  const skus = await skusOnSale(ROWS);
  arm(`
    lambda/inventory-importer:kill:times=3:delay=200
    lambda/inventory-importer:duplicate:times=2
    dynamodb.TransactWriteItems/inventory-importer:drop-reply:rate=0.1:times=20
    dynamodb.TransactWriteItems/inventory-importer:conflict:rate=0.1:times=20`);

  const done = await until(await adjust(skus), 'done');

  expect(done).toMatchObject({ rows: ROWS, checked: ROWS, adjusted: ROWS, failed: 0, errorCount: 0 });
  for (const sku of skus) expect(await get(`/inventory/${sku}`)).toMatchObject({ onHand: 3, version: 1 });
});

it('An import that fails at every attempt is failed with a reason, and its message is set aside.', async () => {
  const skus = await skusOnSale(2);
  arm('dynamodb.BatchGetItem/inventory-importer:before:error=AccessDeniedException:times=1000');
  const path = await adjust(skus);

  const failed = await until(path, 'failed');

  expect(failed).toMatchObject({ rows: 2, processed: 0, errorCount: 0, errors: [] });
  expect(failed.reason).toContain('stopped the import at every attempt. Nothing was written.');
  await untilDead(path);
});

it('An import whose function is killed at every attempt is failed an hour after its last step.', async () => {
  const skus = await skusOnSale(2);
  arm('lambda/inventory-importer:kill:times=1000:delay=1');
  const path = await adjust(skus);
  await untilDead(path);
  shop.cloud().faults.clear();

  await shop.advance(HOUR);
  const failed = await get(path);

  expect(failed.status).toBe('failed');
  expect(failed.reason).toContain('no progress for an hour');
  // The file can be imported again, and no late message of the first import counts.
  expect(await until(await adjust(skus), 'done')).toMatchObject({ adjusted: 2 });
  expect(await get(path)).toEqual(failed);
});
