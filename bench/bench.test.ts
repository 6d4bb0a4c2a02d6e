import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { comparison, type Round } from './against.ts';
import { missedBudgets } from './budgets.ts';
import { secondsOf } from './cloud.ts';
import { cheapestOf, costOf } from './cost.ts';
import { committedFigures, type Figures, WHOLE_ORDER } from './figures.ts';
import { load } from './load.ts';
import { README_PATH, withFigures } from './readme.ts';
import { report } from './report.ts';
import { usedBetween } from './usage.ts';

const ORDER = { 'states transitions': 6, 'dynamodb write units': 80, 'lambda invocations': 20 };

function figures(changes: Partial<Figures> = {}): Figures {
  return {
    takenOn: '2026-11-21',
    machine: { processor: 'Some', cores: 2, gigabytes: 8, node: '24.0.0' },
    loadAverage: 0.5,
    startUpSeconds: 5,
    load: { 'read a product': [{ clients: 10, done: 100, failed: 0, perSecond: 800, p50: 1, p99: 2 }] },
    usage: { [WHOLE_ORDER]: ORDER },
    bundles: { 'cart-api': { kilobytes: 500, importMs: 60, ratio: 1.2 } },
    ...changes,
  };
}

describe('the load', () => {
  it('counts calls that were done and that failed, with the times of those that were done', async () => {
    let calls = 0;

    const result = await load({ clients: 4, seconds: 0.1 }, async () => {
      calls += 1;
      if (calls % 2 === 0) throw new Error('sold out');
      await new Promise((done) => setTimeout(done, 10));
    });

    expect(result.done + result.failed).toBe(calls);
    expect(result).toMatchObject({ clients: 4, complaint: 'Error: sold out' });
    expect(result.p50).toBeGreaterThanOrEqual(9);
    expect(result.p99).toBeGreaterThanOrEqual(result.p50);
  });
});

describe('the CPU time of a process', () => {
  it.each([
    ['00:00:07', 7],
    ['01:02:03', 3_723],
    ['2-01:00:00', 176_400],
    ['1:02.50', 62.5],
  ])('is %s as ps writes it', (time, seconds) => {
    expect(secondsOf(time)).toBe(seconds);
  });
});

describe('a comparison with another commit', () => {
  const round = (perSecond: number, cpuMsPerOrder?: number): Round => ({
    ...{ emptyStart: 1, seededStart: 2, perSecond, p50: 50, cpuMsPerOrder, importSeconds: 4 },
    memoryMb: { atStart: 400, afterLoad: undefined },
  });

  it('has the medians and their ratio, and says which figures the machine did not report', () => {
    const before = [round(5, 400), round(1, 500), round(6, 300)];

    const lines = comparison({ before, now: [round(30), round(31), round(2)] }).split('\n');

    expect(lines[1]).toMatch(/^whole checkouts a second, 10 clients +5\.0 +30\.0 +6\.00 +at least 5 × before *$/);
    expect(lines[3]).toMatch(/^CPU of an order.* 400\.0 +unknown +at most 45 *$/);
    expect(comparison({ before, now: [round(24, 46)] })).toMatch(/ 4\.80 +at least 5 × before ✗.* at most 45 ✗/s);
  });
});

describe('the usage', () => {
  it('is the difference between two readings, summed over tables and functions', () => {
    const line = { service: 'dynamodb', unit: 'read units' };
    const before = [{ ...line, resource: 'cart', amount: 5 }];
    const after = [
      { ...line, resource: 'cart', amount: 6 },
      { ...line, resource: 'orders', amount: 2 },
      { service: 'ses', unit: 'mails', resource: 'shop', amount: 1 },
    ];

    expect(usedBetween(before, after)).toEqual({ 'dynamodb read units': 3, 'ses mails': 1 });
    expect(usedBetween(after, after)).toEqual({});
  });

  it('of several runs is that of the cheapest, so that a run with a race does not count', () => {
    const plain = { 'dynamodb read units': 40, 'events events': 10 };

    expect(cheapestOf([{ ...plain, 'dynamodb read units': 41 }, plain, { ...plain, 'events events': 11 }])).toBe(plain);
  });
});

describe('the cost', () => {
  it('is the usage of an order at list prices, in dollars per million orders', () => {
    const { lines, together, withoutStepFunctions } = costOf(ORDER);

    expect(lines.find(({ name }) => name === 'states transitions')?.perMillionOrders).toBe(150);
    expect({ together, withoutStepFunctions }).toEqual({ together: 204, withoutStepFunctions: 54 });
  });
});

describe('the budgets', () => {
  const missed = (changes: Partial<Figures>) => missedBudgets(figures(changes), figures());

  it('are met by figures that equal the committed ones', () => {
    expect(missed({})).toEqual([]);
    expect(missedBudgets(figures(), undefined)).toEqual([]);
  });

  it('are missed by a count that rose by one, however cheap', () => {
    expect(missed({ usage: { [WHOLE_ORDER]: { ...ORDER, 'dynamodb write units': 81 } } })).toEqual([
      'an order of two lines: dynamodb write units rose to 81; the limit is 80.',
    ]);
    expect(missed({ usage: { [WHOLE_ORDER]: { ...ORDER, 'ses mails': 1 } } })).toHaveLength(1);
    expect(missed({ usage: {} })).toEqual(['The usage of an order of two lines is no longer measured.']);
  });

  it('allow small rises of counts that come in batches, and lower counts', () => {
    expect(missed({ usage: { [WHOLE_ORDER]: { ...ORDER, 'lambda invocations': 22 } } })).toEqual([]);
    expect(missed({ usage: { [WHOLE_ORDER]: { ...ORDER, 'lambda invocations': 24 } } })).toHaveLength(1);
    expect(missed({ usage: { [WHOLE_ORDER]: { ...ORDER, 'dynamodb write units': 70 } } })).toEqual([]);
  });

  it('take half units as they are: an eventually consistent read consumes one', () => {
    const half = figures({ usage: { 'list 20 products': { 'dynamodb read units': 1.5 } } });

    expect(missedBudgets(half, half)).toEqual([]);
  });

  it('are missed by an order that costs too much or takes a transition more, whatever was committed', () => {
    const dear = figures({ usage: { [WHOLE_ORDER]: { 'states transitions': 7, 'dynamodb write units': 150 } } });

    expect(missedBudgets(dear, dear)).toEqual([
      'A million orders cost $268.75; the limit is 240.',
      'A million orders without Step Functions cost $93.75; the limit is 90.',
      'An order takes 7 transitions; the limit is 6.',
    ]);
  });

  it('are missed by a bundle that is large, and by one behind the API that loads slowly', () => {
    const slow = { kilobytes: 601, importMs: 90, ratio: 1.6 };

    expect(missed({ bundles: { 'cart-api': slow, 'payments-saga': slow } })).toEqual([
      'The bundle cart-api has 601 KB; the limit is 600.',
      'Loading cart-api takes 1.6 × lib-dynamodb; the limit is 1.5.',
    ]);
  });
});

describe('the report', () => {
  it('compares speeds with the committed figures and other products, and shows which counts changed', () => {
    const now = figures({ usage: { [WHOLE_ORDER]: { ...ORDER, 'states transitions': 7 } } });

    const text = report(now, figures({ startUpSeconds: 10 }));

    expect(text).toMatch(/Start-up: 5 s \(0\.50 × the committed\)/);
    expect(text).toMatch(/read a product +10 +800 +1 +2 +0 +1\.00 × +10\.0 × +28\.6 ×/);
    expect(text).toMatch(/an order of two lines +7 \(was 6\)/);
  });
});

describe('the committed figures', () => {
  it('are those of the README, which lists the budgets that they miss', async () => {
    const committed = await committedFigures();
    const readme = await readFile(README_PATH, 'utf8');

    expect(committed && withFigures(readme, committed)).toBe(readme);
    for (const line of committed ? missedBudgets(committed, undefined) : ['no figures']) expect(readme).toContain(line);
  });

  it('meet every budget that does not depend on the clock: cost, transitions and sizes', async () => {
    const committed = await committedFigures();

    const missed = committed ? missedBudgets(committed, committed) : ['no figures'];

    expect(missed.filter((line) => !line.startsWith('Loading '))).toEqual([]);
  });
});
