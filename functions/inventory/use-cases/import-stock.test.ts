import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compress } from '../../../shared/files/compress.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { endFailedImport } from '../../../shared/kernel/import-life.ts';
import { giveUp } from '../domain/stock-import.ts';
import { stockImportsUnderTest } from '../testing/stock-imports.ts';
import type { BulkStock } from './ports.ts';
import { requestStockImport } from './request-stock-import.ts';
import { reserveStock } from './reserve-stock.ts';

const shop = stockImportsUnderTest();

const counts = (skus: readonly string[], onHand: number) => ['sku,onHand', ...skus.map((sku) => `${sku},${onHand}`)];

const reserve = (sku: string, quantity: number) =>
  reserveStock(shop.store(), systemClock, { orderId: createId('ord'), lines: [{ sku, quantity }] });

describe('an import of stock', () => {
  it('sets and adjusts stock, with the reason of the row as that of the movement, and makes no needless movement', async () => {
    const [fresh = '', counted = '', right = '', adjusted = ''] = shop.freshSkus(4);
    for (const sku of [counted, right, adjusted]) await shop.stocked(sku, 10);

    const done = await shop.imported([
      'sku,onHand,adjustBy,reason',
      `${fresh},7,,delivery`,
      `${counted},4,,`,
      `${right},10,,`,
      `${adjusted},,-3,broken`,
    ]);

    expect(done).toMatchObject({
      status: 'done',
      rows: 4,
      set: 2,
      adjusted: 1,
      unchanged: 1,
      failed: 0,
      errorCount: 0,
    });
    expect(await shop.levelsOf([fresh, counted, right, adjusted])).toEqual([
      [7, 1],
      [4, 2],
      [10, 1],
      [7, 2],
    ]);
    expect(await shop.movementsOf(fresh)).toEqual([{ cause: 'set', available: 7, reason: 'delivery' }]);
    expect(await shop.movementsOf(adjusted)).toMatchObject([
      { cause: 'adjusted', available: -3, reason: 'broken' },
      { available: 10 },
    ]);
    expect((await shop.movementsOf(counted))[0]).toEqual({ cause: 'set', available: -6, reason: 'import' });
    expect(await shop.movementsOf(right)).toHaveLength(1);
  });

  it('gives a SKU a version at its first count, also of nothing', async () => {
    const [sku = ''] = shop.freshSkus(1);

    expect(await shop.imported(counts([sku], 0))).toMatchObject({ set: 1 });
    expect(await shop.levelsOf([sku])).toEqual([[0, 1]]);
  });

  it('writes nothing where a row has an error of its cells or of its stock, and reports all of them', async () => {
    const skus = shop.freshSkus(120);
    const [held = '', stale = '', full = ''] = shop.freshSkus(3);
    for (const sku of [held, stale, full]) await shop.stocked(sku, 10);
    await reserve(held, 6);

    const stopped = await shop.imported([
      'sku,onHand,adjustBy,version',
      ...skus.map((sku) => `${sku},5,,`),
      'UNKNOWN-1,5,,',
      `${held},5,,`,
      `${stale},5,,9`,
      `${full},,10000000,`,
      `${skus[0]},5,,`,
      'x,many,,',
    ]);

    expect(stopped).toMatchObject({ status: 'failed', checked: 126, processed: 0, set: 0, errorCount: 6 });
    expect(stopped.reason).toBe('The file has errors, so nothing was written.');
    expect((await shop.errorsOf(stopped.id)).map(({ line, column, code }) => [line, column, code])).toEqual([
      [122, 'sku', 'not_found'],
      [123, 'onHand', 'inventory.below_committed'],
      [124, 'version', 'request.version_mismatch'],
      [125, 'adjustBy', 'inventory.too_many_pieces'],
      [126, undefined, 'inventory.sku_repeated'],
      [127, 'onHand', 'wrong_type'],
    ]);
    expect((await shop.levelsOf(skus)).filter(Boolean)).toEqual([]);
  });

  it('changes the stock of the other rows where errors are skipped', async () => {
    const [first = '', stale = '', last = ''] = shop.freshSkus(3);
    await shop.stocked(stale, 10);

    const done = await shop.imported(
      ['sku,onHand,version', `${first},1,0`, 'UNKNOWN-2,2,', `${stale},3,7`, 'bad sku,4,', `${last},5,`],
      { onError: 'skip' },
    );

    expect(done).toMatchObject({ status: 'done', processed: 5, set: 2, failed: 3, errorCount: 3 });
    expect(await shop.levelsOf([first, stale, last])).toEqual([
      [1, 1],
      [10, 1],
      [5, 1],
    ]);
  });

  it('names members of JSON Lines in errors of the stock', async () => {
    const done = await shop.imported([JSON.stringify({ sku: 'UNKNOWN-3', onHand: 1 })], { format: 'jsonl' });

    expect(await shop.errorsOf(done.id)).toMatchObject([{ line: 1, pointer: '#/sku', code: 'not_found' }]);
  });

  it('ends at a row that broke a rule only when it was written, and names its line', async () => {
    const skus = shop.freshSkus(40);
    const late = skus[30] ?? '';
    await shop.stocked(late, 10);
    const stock: BulkStock = {
      ...shop.ports().stock,
      async changeAll(changes, progress) {
        // An order takes the pieces after the rows were checked.
        if (progress.read.processed === 25) await reserve(late, 9);
        return shop.ports().stock.changeAll(changes, progress);
      },
    };

    const stopped = await shop.imported(counts(skus, 3), {}, { stock });

    expect(stopped).toMatchObject({ status: 'failed', set: 30, failed: 1, processed: 31, errorCount: 1 });
    expect(stopped.reason).toBe('Line 32 could not be written, so no later line was. Rows written before it: 30.');
    expect(await shop.levelsOf(skus.slice(31))).toEqual(Array.from({ length: 9 }, () => undefined));
  });

  it('spreads the pieces over the shards of a SKU, however many shards the rows have together', async () => {
    const skus = shop.freshSkus(10);
    for (const sku of skus) await shop.stocked(sku, 16, 16);

    const done = await shop.imported(counts(skus, 160));

    expect(done).toMatchObject({ status: 'done', set: 10 });
    for (const sku of skus) expect((await shop.store().getStock(sku))?.spread).toEqual(new Array(16).fill(10));
  });

  it('of a file that is unreadable as a whole ends with its errors, also where errors are skipped', async () => {
    const failed = await shop.imported(['sku,colour', 'a,red'], { onError: 'skip' });

    expect(failed).toMatchObject({ status: 'failed', rows: 1, processed: 0, errorCount: 1 });
  });

  it('of a file without rows is done at once', async () => {
    expect(await shop.imported(['sku,onHand'])).toMatchObject({ status: 'done', rows: 0 });
  });
});

describe('a dry run', () => {
  it('reports every change and every error, and changes nothing', async () => {
    const [fresh = '', counted = '', right = ''] = shop.freshSkus(3);
    for (const sku of [counted, right]) await shop.stocked(sku, 10);

    const done = await shop.imported(
      ['sku,onHand,adjustBy', `${fresh},7,`, 'UNKNOWN-4,1,', `${counted},,-4`, `${right},10,`, 'x,many,'],
      { dryRun: true },
    );

    expect(done).toMatchObject({ status: 'done', dryRun: true, processed: 5, set: 1, adjusted: 1, unchanged: 1 });
    expect(done).toMatchObject({ failed: 2, errorCount: 2 });
    expect(await shop.planOf(done.id)).toEqual([
      { line: 2, sku: fresh, cause: 'set', from: 0, to: 7 },
      { line: 4, sku: counted, cause: 'adjusted', from: 10, to: 6 },
    ]);
    expect((await shop.errorsOf(done.id)).map(({ line }) => line)).toEqual([3, 6]);
    expect(await shop.levelsOf([fresh, counted, right])).toEqual([undefined, [10, 1], [10, 1]]);
  });

  it('plans as many rows as the file has, each once, also when runs are killed or overlap', async () => {
    const skus = shop.freshSkus(250);
    const id = await shop.upload(counts(skus, 5), { dryRun: true });
    let calls = 0;
    const imports = {
      ...shop.ports().imports,
      async savePlan(...[progress, changes]: Parameters<ReturnType<typeof shop.ports>['imports']['savePlan']>) {
        calls += 1;
        if (calls % 2 === 1) throw new Error('killed');
        return shop.ports().imports.savePlan(progress, changes);
      },
    };

    for (let runs = 0; runs < 6; runs += 1)
      await Promise.allSettled([shop.run(id, { imports }), shop.run(id, { imports })]);
    await shop.run(id);

    expect(await shop.get(id)).toMatchObject({ status: 'done', processed: 250, set: 250 });
    expect(await shop.planOf(id)).toHaveLength(100);
    expect((await shop.levelsOf(skus)).filter(Boolean)).toEqual([]);
  });
});

test('Each row is applied once, however runs are killed, repeated and overlap, while orders take pieces.', {
  timeout: 120_000,
}, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('before', 'after', 'never', 'conflict'), { minLength: 3 }),
      async (fates) => {
        const skus = shop.freshSkus(60);
        for (const sku of skus.slice(0, 5)) await shop.stocked(sku, 10);
        const id = await shop.upload(['sku,adjustBy', ...skus.map((sku) => `${sku},4`)], { onError: 'skip' });
        let calls = 0;
        const stock: BulkStock = {
          ...shop.ports().stock,
          async changeAll(changes, progress) {
            const fate = fates[calls++ % fates.length];
            if (fate === 'before') throw new Error('killed before');
            if (fate === 'conflict') throw new TransientFault('Too many orders.');
            const outcome = await shop.ports().stock.changeAll(changes, progress);
            if (fate === 'after') throw new Error('killed after');
            return outcome;
          },
        };

        for (let runs = 0; runs < 4; runs += 1) {
          let steps = 0;
          const hasTime = () => ++steps < 2;
          const orders = skus.slice(0, 5).map((sku) => reserve(sku, 1));
          await Promise.allSettled([shop.run(id, { hasTime, stock }), shop.run(id, { hasTime, stock }), ...orders]);
        }
        await shop.run(id);

        expect(await shop.get(id)).toMatchObject({ status: 'done', processed: 60, adjusted: 60, failed: 0 });
        for (const [index, sku] of skus.entries()) {
          const movements = (await shop.movementsOf(sku)).filter(({ cause }) => cause === 'adjusted');
          expect(movements).toEqual([{ cause: 'adjusted', available: 4, reason: 'import' }]);
          const { available = 0, held = 0 } = (await shop.store().getStock(sku)) ?? {};
          expect(available + held).toBe(index < 5 ? 14 : 4);
        }
      },
    ),
    { numRuns: 8 },
  );
});

test('A run whose time is over goes on in another one, from the row where it ended.', async () => {
  const skus = shop.freshSkus(100);
  const id = await shop.upload(counts(skus, 1));
  const seen: number[][] = [];

  for (let runs = 0; runs < 10 && (await shop.get(id)).status !== 'done'; runs += 1) {
    await shop.run(id, { hasTime: () => false });
    const { checked, processed } = await shop.get(id);
    seen.push([checked, processed]);
  }

  expect(seen).toEqual([
    [90, 0],
    [100, 0],
    [100, 25],
    [100, 50],
    [100, 75],
    [100, 100],
  ]);
});

test('An import whose last attempt failed is failed with a reason; its changes stay, and no run goes on.', async () => {
  const skus = shop.freshSkus(60);
  const id = await shop.upload(counts(skus, 1), { onError: 'skip' });
  let calls = 0;
  const stock: BulkStock = {
    ...shop.ports().stock,
    changeAll: (changes, progress) =>
      ++calls > 1 ? Promise.reject(new Error('A bug.')) : shop.ports().stock.changeAll(changes, progress),
  };
  await expect(shop.run(id, { stock })).rejects.toThrow('A bug.');

  await endFailedImport(shop.ports().imports, giveUp, systemClock, id);
  const ended = await shop.get(id);
  await shop.run(id);

  expect(ended).toMatchObject({ status: 'failed', set: 25 });
  expect(ended.reason).toBe(
    'An error of the shop stopped the import at every attempt. 25 of 60 rows were processed, and what was written stays. Import the file again to process the rest.',
  );
  expect(await shop.get(id)).toEqual(ended);
});

test('A file that is sent again with its key is imported once, also by twins, and another one is refused.', async () => {
  const request = { caller: 'usr_1', key: createId('key'), bodyHash: 'b' };
  const [sku = ''] = shop.freshSkus(1);
  const send = (bodyHash = 'b') =>
    requestStockImport({ imports: shop.ports().imports, compress }, systemClock, {
      ...{ text: `sku,adjustBy\n${sku},1`, format: 'csv', onError: 'stop', dryRun: false },
      ...{ requestedBy: 'usr_1', requestId: 'req_1', request: { ...request, bodyHash } },
    });

  const answers = [...(await Promise.all([send(), send()])), await send()];

  expect(new Set(answers.map((answer) => (answer.ok ? answer.value.id : answer.refusal.code))).size).toBe(1);
  expect(answers.filter((answer) => answer.ok && !answer.value.replayed)).toHaveLength(1);
  expect(await send('another')).toMatchObject({ refusal: { code: 'request.idempotency_key_reused' } });
});

test('An import of a thousand rows costs about 5 write units and 2 read units each.', async () => {
  const skus = shop.freshSkus(1000);
  const id = await shop.upload(counts(skus, 5));
  const again = await shop.upload(counts(skus, 6), { onError: 'skip' });
  const dry = await shop.upload(counts(skus, 7), { dryRun: true });

  const first = await shop.db().unitsOf(() => shop.run(id));
  const second = await shop.db().unitsOf(() => shop.run(again));
  const planned = await shop.db().unitsOf(() => shop.run(dry));

  expect(await shop.get(id)).toMatchObject({ status: 'done', set: 1000 });
  expect(first.write / 1000).toBeCloseTo(5.1, 1);
  expect(second.write / 1000).toBeCloseTo(5.1, 1);
  expect(second.read / 1000).toBeCloseTo(1, 1);
  expect(planned.write / 1000).toBeCloseTo(2, 1);
});
