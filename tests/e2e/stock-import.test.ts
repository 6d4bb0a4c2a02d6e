import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { admin, aProduct, call, expectProblem } from './shop.ts';

async function send(file: string, query = '', headers: Readonly<Record<string, string>> = {}) {
  const type = { 'content-type': 'text/csv' };
  return call('POST', `/inventory/import${query}`, { headers: { ...(await admin()), ...type, ...headers }, raw: file });
}

const get = async (path: string) => call('GET', path, { headers: await admin() });

/** Imports a file and waits until that has ended. */
async function imported(file: string, query = '') {
  const { status, body, headers } = await send(file, query);
  expect({ status, location: headers.get('location') }).toEqual({
    status: 202,
    location: `/v1/inventory/imports/${body.id}`,
  });
  return vi.waitFor(
    async () => {
      const { body: found } = await get(`/inventory/imports/${body.id}`);
      expect(['done', 'failed']).toContain(found.status);
      return found;
    },
    { timeout: 90_000, interval: 100 },
  );
}

const onHandOf = async (sku: string) => (await get(`/inventory/${sku}`)).body.onHand;

describe('an import of stock', () => {
  it('is announced by a dry run, then changes the stock in the way it was announced', async () => {
    const [counted, adjusted] = [await aProduct({ onHand: 10 }), await aProduct({ onHand: 10 })];
    const file = `\ufeffSKU;onHand;adjustBy;reason\r\n${counted.sku};4;;counted\r\n${adjusted.sku};;-3;broken\r\n;;;\r\n`;

    const planned = await imported(file, '?dryRun=true');
    const before = [await onHandOf(counted.sku), await onHandOf(adjusted.sku)];
    const changes = await get(`/inventory/imports/${planned.id}/changes`);
    const done = await imported(file);

    expect(planned).toMatchObject({ status: 'done', dryRun: true, rows: 2, set: 1, adjusted: 1, errors: [] });
    expect(before).toEqual([10, 10]);
    expect(changes.body.items).toEqual([
      { line: 2, sku: counted.sku, cause: 'set', from: 10, to: 4 },
      { line: 3, sku: adjusted.sku, cause: 'adjusted', from: 10, to: 7 },
    ]);
    expect(done).toMatchObject({ status: 'done', dryRun: false, rows: 2, set: 1, adjusted: 1, errors: [] });
    expect(done).not.toHaveProperty('requestedBy');
    expect([await onHandOf(counted.sku), await onHandOf(adjusted.sku)]).toEqual([4, 7]);
    const { body } = await get(`/inventory/${adjusted.sku}/movements`);
    expect(body.items[0]).toMatchObject({ cause: 'adjusted', available: -3, reason: 'broken' });
  });

  it('lists every wrong row and changes nothing, unless `onError` asks for the other rows', async () => {
    const { sku } = await aProduct({ onHand: 10 });
    const stale = await aProduct({ onHand: 10 });
    const file = `sku,onHand,version\n${sku},5,1\n${randomUUID()},5,\n${stale.sku},5,9\n`;

    const stopped = await imported(file);
    const kept = await onHandOf(sku);
    const skipped = await imported(file, '?onError=skip');

    const errors = [
      { line: 3, column: 'sku', code: 'not_found', detail: 'Nothing is sold under this SKU.' },
      { line: 4, column: 'version', code: 'request.version_mismatch', detail: expect.any(String) },
    ];
    expect(stopped).toMatchObject({ status: 'failed', set: 0, errorCount: 2, errors });
    expect(stopped.reason).toBe('The file has errors, so nothing was written.');
    expect(kept).toBe(10);
    expect(skipped).toMatchObject({ status: 'done', set: 1, failed: 2, errorCount: 2, errors });
    expect([await onHandOf(sku), await onHandOf(stale.sku)]).toEqual([5, 10]);
  });

  it('that is sent again with its key is the same import, and adjusts once', async () => {
    const { sku } = await aProduct({ onHand: 10 });
    const key = { 'idempotency-key': randomUUID() };
    const file = `sku,adjustBy\n${sku},5`;

    const [first, twin] = await Promise.all([send(file, '', key), send(file, '', key)]);
    await vi.waitFor(
      async () => expect((await get(first.headers.get('location')?.slice(3) ?? '')).body.status).toBe('done'),
      {
        timeout: 90_000,
      },
    );
    const again = await send(file, '', key);

    expect([first.status, twin.status, again.status]).toEqual([202, 202, 202]);
    expect(new Set([first.body.id, twin.body.id, again.body.id]).size).toBe(1);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expectProblem(await send(`${file}0`, '', key), 422, 'request.idempotency_key_reused');
    expectProblem(await send(file, '?dryRun=true', key), 422, 'request.idempotency_key_reused');
    expect(await onHandOf(sku)).toBe(15);
  });

  it('and a change of one SKU refuse the key of each other', async () => {
    const { sku } = await aProduct({ onHand: 10 });
    const [ofImport, ofChange] = [{ 'idempotency-key': randomUUID() }, { 'idempotency-key': randomUUID() }];
    const change = async (key: typeof ofImport) =>
      call('PUT', `/inventory/${sku}`, { headers: { ...(await admin()), ...key }, body: { adjustBy: 1, reason: 'x' } });
    await send(`sku,onHand\n${sku},10`, '?dryRun=true', ofImport);
    await change(ofChange);

    expectProblem(await send(`sku,onHand\n${sku},10`, '', ofChange), 422, 'request.idempotency_key_reused');
    expectProblem(await change(ofImport), 422, 'inventory.idempotency_key_reused');
    expect(await onHandOf(sku)).toBe(11);
  });

  it('refuses a body that is empty, UTF-16, too large or of another type, and unknown options and ids', async () => {
    const json = { 'content-type': 'application/json' };
    expectProblem(await send(''), 400, 'request.invalid');
    expectProblem(await send('\0s\0k\0u'), 415, 'request.unsupported_media_type');
    expectProblem(await send('sku\0'), 400, 'request.invalid');
    expectProblem(await send('{}', '', json), 415, 'request.unsupported_media_type');
    expectProblem(await send('x'.repeat(4 * 1024 * 1024 + 1)), 413, 'request.too_large');
    expectProblem(await send('sku', '?onError=ignore'), 400, 'request.invalid');
    expectProblem(await send('sku', '?dryRun=1'), 400, 'request.invalid');
    expectProblem(await get('/inventory/imports/imp_unknown'), 404, 'request.not_found');
    expectProblem(await get('/inventory/imports/imp_unknown/changes'), 404, 'request.not_found');
  });
});

it('A change of one SKU that would leave too many pieces is refused.', async () => {
  const { sku } = await aProduct({ onHand: 10 });
  const adjusting = { adjustBy: 10_000_000, reason: 'a slip of the hand' };
  const headers = { ...(await admin()), 'idempotency-key': randomUUID() };

  expectProblem(await call('PUT', `/inventory/${sku}`, { headers, body: adjusting }), 409, 'inventory.too_many_pieces');
  expect(await onHandOf(sku)).toBe(10);
});
