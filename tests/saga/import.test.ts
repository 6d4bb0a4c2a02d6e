import { randomUUID } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { parseSpec } from '../../local/cloud/faults/spec.ts';
import { admin, call, consoleView } from '../e2e/shop.ts';
import { useCloud } from './cloud.ts';

const shop = useCloud();

const PRODUCTS = 400;
const HOUR = 3600;

function arm(faults: string): void {
  const spec = parseSpec(faults);
  if ('problem' in spec) throw new Error(spec.problem);
  shop.cloud().faults.arm(spec);
}

/** Uploads a file of so many products. @returns the import's id. */
async function upload(prefix: string, products: number): Promise<string> {
  const rows = Array.from({ length: products }, (_, index) => `${prefix}-${index},Thing ${index},9.99`);
  const { body } = await call('POST', '/products/import', {
    headers: { ...(await admin()), 'content-type': 'text/csv' },
    raw: `sku,title,price\n${rows.join('\n')}`,
  });
  return body.id;
}

const read = async (importId: string) =>
  (await call('GET', `/products/import/${importId}`, { headers: await admin() })).body;

const until = (importId: string, status: string) =>
  vi.waitFor(
    async () => {
      const found = await read(importId);
      expect(found.status).toBe(status);
      return found;
    },
    { timeout: 180_000, interval: 200 },
  );

const DEAD_LETTERS = 'queues/souk-local-catalog-events-dead/messages';
const deadLettersOf = async (importId: string) =>
  ((await consoleView(DEAD_LETTERS)) as { body: unknown }[]).filter(({ body }) =>
    JSON.stringify(body).includes(importId),
  );

const untilDead = (importId: string) =>
  vi.waitFor(async () => expect(await deadLettersOf(importId)).toHaveLength(1), { timeout: 60_000, interval: 200 });

it('An import whose function is killed, run twice and loses replies imports each product once.', async () => {
  const prefix = randomUUID();
  arm(`
    lambda/catalog-events:kill:times=3:delay=400
    lambda/catalog-events:duplicate:times=2
    dynamodb.TransactWriteItems/catalog-events:drop-reply:rate=0.1:times=20
    dynamodb.TransactWriteItems/catalog-events:conflict:rate=0.1:times=20`);

  const done = await until(await upload(prefix, PRODUCTS), 'done');

  expect(done).toMatchObject({ created: PRODUCTS, updated: 0, unchanged: 0, failed: 0, errorCount: 0 });
  expect(done.reason).toBeUndefined();
  const versions: number[] = [];
  for (let cursor = ''; versions.length < PRODUCTS; ) {
    const page = await call('GET', `/products?limit=100${cursor && `&cursor=${cursor}`}`);
    versions.push(...page.body.items.map(({ version }: { version: number }) => version));
    cursor = page.body.nextCursor;
  }
  expect(versions).toEqual(Array.from({ length: PRODUCTS }, () => 1));
});

it('An import that fails at every attempt is failed with a reason, and its message is set aside.', async () => {
  arm('dynamodb.BatchGetItem/catalog-events:before:error=AccessDeniedException:times=1000');
  const importId = await upload(randomUUID(), 30);

  const failed = await until(importId, 'failed');

  expect(failed).toMatchObject({ products: 30, processed: 0, created: 0, errorCount: 0, errors: [] });
  expect(failed.reason).toContain('stopped the import at every attempt. Nothing was written.');
  await untilDead(importId);
});

it('An import whose function is killed at every attempt is failed an hour after its last step.', async () => {
  arm('lambda/catalog-events:kill:times=1000:delay=1');
  const prefix = randomUUID();
  const importId = await upload(prefix, 30);
  await untilDead(importId);
  const left = await read(importId);
  shop.cloud().faults.clear();

  await shop.advance(HOUR);
  const failed = await read(importId);

  expect(['queued', 'running']).toContain(left.status);
  expect(failed).toMatchObject({ status: 'failed', processed: left.processed });
  expect(failed.reason).toContain('no progress for an hour');
  // The file can be imported again, and no late message of the first import counts.
  expect(await until(await upload(prefix, 30), 'done')).toMatchObject({ failed: 0, processed: 30 });
  expect(await read(importId)).toEqual(failed);
});
