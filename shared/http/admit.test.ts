import { beforeEach, describe, expect, it, vi } from 'vitest';
import { createCounters } from '../dynamodb/counters.ts';
import { createTrials, type Trials } from '../dynamodb/trials.ts';
import { TransientFault } from '../kernel/faults.ts';
import { logger } from '../runtime/logger.ts';
import { tableForTests } from '../testing/dynamodb.ts';
import type { Caller } from './caller.ts';
import type { Throttle } from './contract.ts';
import { admit, type Outcome } from './throttle.ts';

const table = tableForTests();
const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
let now = Date.parse('2026-11-21T10:00:00Z');
let trials: Trials;

beforeEach(() => {
  // Each test has its own windows.
  now += 86_400_000;
  trials = createTrials(table().items, table().tableName);
  logged.mockClear();
});

const portsOf = () => ({
  ...{ counters: createCounters(table().items, table().tableName), trials, isPartnerKey: async () => false },
  ...{ numberOf: () => 2, clock: { now: () => new Date(now) } },
});

describe('a throttle of what has an outcome later', () => {
  const open = { guest: { setting: 'OPEN', times: 1 }, customer: { setting: 'OPEN', times: 2 }, partner: 90 } as const;
  const throttle: Throttle = {
    ...{ name: 'unpaid', per: { body: 'email', unlessUser: true }, counts: 'trials', open, openSeconds: 600 },
    ...{ limit: 3, windowSeconds: 900 },
  };
  const guest = { kind: 'guest', cartId: 'crt_1' } as const;
  const ada = { kind: 'user', userId: 'ada', roles: [], email: undefined, issuedAt: 0 } as unknown as Caller;
  const buyOnce = async (outcome: Outcome, { caller = guest as Caller, email = 'a@example.com' } = {}) => {
    const attempt = { caller, isPartner: false, sourceIp: '203.0.113.7', body: { email } };
    const admission = await admit([throttle], attempt, portsOf());
    if (admission.admitted) await admission.settle(outcome);
    return admission;
  };

  it('counts each success until it ends; no repeated one, no refusal and no fault', async () => {
    const free: readonly Outcome[] = ['replayed', 'refused', 'fault'];
    for (const outcome of [...free, ...free]) expect(await buyOnce(outcome)).toMatchObject({ admitted: true });

    const bought = [await buyOnce('done'), await buyOnce('done'), await buyOnce('done')];

    expect(bought.map(({ admitted }) => admitted)).toEqual([true, true, false]);
    expect(bought[2]).toMatchObject({ because: 'open', retryAfterSeconds: 60 });
    const [first] = bought;
    for (const trial of first?.admitted ? first.trials : []) await trials.end(trial, 'succeeded', now / 1000);
    expect(await buyOnce('done')).toMatchObject({ admitted: true });
    expect(await buyOnce('done')).toMatchObject({ admitted: false });
  });

  it('counts a user by account and a guest by mail, so that guests cannot use up what a user has', async () => {
    for (const _ of [1, 2]) await buyOnce('done');

    expect(await buyOnce('done')).toMatchObject({ admitted: false });
    expect(await buyOnce('done', { email: 'b@example.com' })).toMatchObject({ admitted: true });
    const own = [1, 2, 3, 4, 5].map((each) => buyOnce('done', { caller: ada, email: `${each}@example.com` }));
    expect((await Promise.all(own)).filter(({ admitted }) => admitted)).toHaveLength(4);
  });

  it('admits while its counts are unavailable', async () => {
    trials = { ...trials, begin: () => Promise.reject(new TransientFault('away')) };

    expect(await buyOnce('done')).toMatchObject({ admitted: true });
    expect(logged).toHaveBeenCalledOnce();
  });
});

describe('a limit that the stage scales', () => {
  it('is multiplied by the setting of the stage', async () => {
    const limits = { limit: 2, windowSeconds: 60, scaledByStage: true } as const;
    const throttle = { name: 'scaled', per: 'address', counts: 'requests', ...limits } as const;
    const attempt = { caller: { kind: 'anonymous' }, isPartner: false, sourceIp: '203.0.113.7', body: {} } as const;

    const attempts = Array.from({ length: 10 }, () => admit([throttle], attempt, { ...portsOf(), stageFactor: 3 }));
    const admitted = await Promise.all(attempts);

    expect(admitted.filter((each) => each.admitted)).toHaveLength(6);
  });
});
