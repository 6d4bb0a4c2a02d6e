import { randomUUID } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trial, TrialOutcome, TrialTerms } from '../kernel/trials.ts';
import { tableForTests } from '../testing/dynamodb.ts';
import { createTrials } from './trials.ts';

const table = tableForTests();
const trials = () => createTrials(table().items, table().tableName);

const START = 1_700_000_000;
const terms: TrialTerms = {
  open: 3,
  openSeconds: 2700,
  failures: 6,
  windowSeconds: 3600,
  backOff: { from: 4, seconds: 30, mostSeconds: 120 },
};

const subject = () => `throttle#test#${randomUUID()}`;
const trial = (pk: string, id: string, clears = false): Trial => ({
  ...{ pk, id, clears, windowSeconds: terms.windowSeconds, keepSeconds: 3600 },
});

async function stored(pk: string): Promise<Record<string, unknown>> {
  const { client, tableName } = table();
  const { Item = {} } = await client.send(new GetCommand({ TableName: tableName, Key: { pk, sk: 'trials' } }));
  return Item;
}

type Step =
  | { readonly kind: 'place'; readonly replyLost: boolean }
  | { readonly kind: 'end'; readonly which: number; readonly outcome: TrialOutcome }
  | { readonly kind: 'wait'; readonly seconds: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('place' as const), replyLost: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('end' as const),
      which: fc.nat(8),
      outcome: fc.constantFrom<TrialOutcome>('succeeded', 'failed', 'undone'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), seconds: fc.constantFrom(1, 29, 60, 300, 2700, 3600) }),
  },
);

/** The orders of one buyer, as the buyer knows them. */
function aBuyer() {
  const pk = subject();
  const placed: Trial[] = [];
  const open = new Map<string, number>();
  const failedAt: number[] = [];
  let now = START;
  const openNow = () => [...open.values()].filter((until) => until > now).length;

  async function place(replyLost: boolean): Promise<void> {
    const next = trial(pk, `order-${placed.length}`, placed.length % 2 === 0);
    const refused = await trials().begin(next, terms, now);
    if (refused) {
      if (refused.because === 'open') expect(openNow()).toBe(terms.open);
      else expect(failedAt.filter((at) => at > now - terms.windowSeconds).length).toBeGreaterThanOrEqual(4);
      expect(refused.retryAfterSeconds).toBeGreaterThan(0);
      return;
    }
    if (replyLost) expect(await trials().begin(next, terms, now)).toBeUndefined();
    placed.push(next);
    open.set(next.id, now + terms.openSeconds);
  }

  async function end(which: number, outcome: TrialOutcome): Promise<void> {
    const ended = placed[which];
    if (!ended) return;
    await trials().end(ended, outcome, now);
    if (open.delete(ended.id) && outcome === 'failed') failedAt.push(now);
  }

  return {
    async do(next: Step): Promise<void> {
      if (next.kind === 'wait') now += next.seconds;
      else if (next.kind === 'place') await place(next.replyLost);
      else await end(next.which, next.outcome);
      expect(openNow()).toBeLessThanOrEqual(terms.open);
      const item = await stored(pk);
      const members = Object.keys(item).filter((name) => name.startsWith('trial_'));
      expect(item.open ?? 0).toBe(members.length);
      expect(Number(item.failures ?? 0)).toBeLessThanOrEqual(failedAt.length);
    },
    async begins(id: string): Promise<boolean> {
      return (await trials().begin(trial(pk, id), terms, now)) === undefined;
    },
  };
}

describe('what a throttle counts until its outcome', () => {
  it('is never below zero, never above its limit, and never leaks, in any order of steps', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        const buyer = aBuyer();
        for (const next of steps) await buyer.do(next);
        // Whatever was killed, or is never told about: it lapses within the stated time.
        await buyer.do({ kind: 'wait', seconds: terms.openSeconds + terms.windowSeconds });
        expect(await buyer.begins('last')).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('stays within its limit under parallel attempts, also when lapsed ones are in the way', async () => {
    const pk = subject();
    const beginAll = async (round: number, now: number) => {
      const attempts = Array.from({ length: 30 }, (_, each) =>
        trials().begin(trial(pk, `${round}-${each}`), terms, now),
      );
      const verdicts = await Promise.allSettled(attempts);
      return verdicts.filter((each) => each.status === 'fulfilled' && each.value === undefined).length;
    };

    expect(await beginAll(1, START)).toBe(3);
    expect(await beginAll(2, START + 2699)).toBe(0);
    expect(await beginAll(3, START + 2700)).toBe(3);
    expect(await stored(pk)).toMatchObject({ open: 3 });
  });

  it('admits as many as its limit when more have lapsed than one write can drop', async () => {
    const pk = subject();
    const many = { ...terms, open: 130 };
    const beginAll = async (round: number, now: number) => {
      for (let each = 0; each < many.open; each += 1) {
        expect(await trials().begin(trial(pk, `${round}-${each}`), many, now)).toBeUndefined();
      }
      expect(await trials().begin(trial(pk, `${round}-more`), many, now)).toMatchObject({ because: 'open' });
    };

    await beginAll(1, START);
    await beginAll(2, START + 2700);
  });

  it('ends once, however often and in however many ways that is said', async () => {
    const pk = subject();
    for (const id of ['one', 'two', 'three']) await trials().begin(trial(pk, id), terms, START);

    const outcomes: readonly TrialOutcome[] = ['failed', 'failed', 'failed', 'failed', 'succeeded', 'undone'];
    for (const id of ['one', 'two'])
      await Promise.all(outcomes.map((outcome) => trials().end(trial(pk, id), outcome, START)));
    await trials().end(trial(pk, 'never begun'), 'failed', START);

    const item = await stored(pk);
    expect(item).toMatchObject({ open: 1 });
    expect(Number(item.failures ?? 0)).toBeLessThanOrEqual(2);
  });

  it('fails no more than its limit in a window, and then waits for the end of the window', async () => {
    const pk = subject();
    const failAt = async (id: string, now: number) => {
      const refused = await trials().begin(trial(pk, id), terms, now);
      if (!refused) await trials().end(trial(pk, id), 'failed', now);
      return refused;
    };
    for (const id of ['1', '2', '3', '4']) expect(await failAt(id, START)).toBeUndefined();

    expect(await failAt('5', START + 29)).toMatchObject({ because: 'failures', retryAfterSeconds: 1 });
    expect(await failAt('5', START + 30)).toBeUndefined();
    expect(await failAt('6', START + 89)).toMatchObject({ retryAfterSeconds: 1 });
    expect(await failAt('6', START + 90)).toBeUndefined();
    expect(await failAt('7', START + 1000)).toMatchObject({ retryAfterSeconds: 2600 });
    expect(await failAt('7', START + 3600)).toBeUndefined();
  });

  it('is forgiven by a success where the throttle says so, and only there', async () => {
    for (const clears of [true, false]) {
      const pk = subject();
      for (const id of ['1', '2', '3', '4']) {
        await trials().begin(trial(pk, id, clears), terms, START);
        await trials().end(trial(pk, id, clears), 'failed', START);
      }
      await trials().begin(trial(pk, 'paid', clears), terms, START + 30);
      await trials().end(trial(pk, 'paid', clears), 'succeeded', START + 30);

      expect((await stored(pk)).failures).toBe(clears ? 0 : 4);
    }
  });

  it('costs one write unit to begin and one to end, and two for the first failure', async () => {
    const pk = subject();
    const { unitsOf } = table();

    expect(await unitsOf(() => trials().begin(trial(pk, '1'), terms, START))).toEqual({ read: 0, write: 1 });
    expect(await unitsOf(() => trials().end(trial(pk, '1'), 'succeeded', START))).toEqual({ read: 0, write: 1 });
  });
});
