import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { untilSaved } from './until-saved.ts';

/** A timer that records its pauses, which end at once. */
function timer() {
  const pauses: number[] = [];
  const pause = async (milliseconds: number) => {
    pauses.push(milliseconds);
    await setImmediate();
  };
  return { pauses, pause };
}

test('An attempt that saves is returned without a pause.', async () => {
  const { pauses, pause } = timer();

  const saved = await untilSaved({ pause }, { what: 'cart crt_1' }, async () => ({ version: 2 }));

  expect(saved).toEqual({ version: 2 });
  expect(pauses).toEqual([]);
});

test('Undefined is a valid outcome.', async () => {
  let attempts = 0;

  await untilSaved(timer(), { what: 'cart crt_1' }, async () => {
    attempts += 1;
    return undefined;
  });

  expect(attempts).toBe(1);
});

test('After the last stale attempt a fault names the thing and the number of attempts.', async () => {
  const { pauses, pause } = timer();

  const saving = untilSaved({ pause }, { what: 'product prd_1', attempts: 5 }, async () => 'stale');

  await expect(saving).rejects.toMatchObject({
    name: 'TransientFault',
    message: 'Gave up on product prd_1 after 5 concurrent updates.',
  });
  expect(pauses).toHaveLength(4);
});

test('Ten attempts are made unless another number is given.', async () => {
  let attempts = 0;

  const saving = untilSaved(timer(), { what: 'cart crt_1' }, async () => {
    attempts += 1;
    return 'stale';
  });

  await expect(saving).rejects.toThrow('after 10 concurrent updates');
  expect(attempts).toBe(10);
});

test('An attempt that throws is not retried.', async () => {
  let attempts = 0;

  const saving = untilSaved(timer(), { what: 'cart crt_1' }, async () => {
    attempts += 1;
    throw new Error('The table is away.');
  });

  await expect(saving).rejects.toThrow('The table is away.');
  expect(attempts).toBe(1);
});

test('Before each retry there is one pause, which grows up to a bound.', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(30), fc.integer({ min: 1, max: 30 }), async (stale, attempts) => {
      const { pauses, pause } = timer();
      let made = 0;

      const saving = untilSaved({ pause }, { what: 'it', attempts }, async () => (++made > stale ? 'saved' : 'stale'));

      const outcome = await saving.catch(({ name }: Error) => name);
      expect(outcome).toBe(stale < attempts ? 'saved' : 'TransientFault');
      expect(made).toBe(Math.min(stale + 1, attempts));
      expect(pauses).toHaveLength(made - 1);
      for (const [index, milliseconds] of pauses.entries()) {
        expect(milliseconds).toBeGreaterThanOrEqual(0);
        expect(milliseconds).toBeLessThan(Math.min(200, 5 * 2 ** index) + Number.EPSILON);
      }
    }),
  );
});

test('No concurrent writer loses its update if each has as many attempts as there are writers.', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 12 }), async (updates) => {
      const stored = { value: 0, version: 0 };
      const add = (by: number) =>
        untilSaved(timer(), { what: 'the sum', attempts: updates.length }, async () => {
          const read = { ...stored };
          await setImmediate();
          if (stored.version !== read.version) return 'stale';
          Object.assign(stored, { value: read.value + by, version: read.version + 1 });
          return 'saved';
        });

      await Promise.all(updates.map(add));

      expect(stored).toEqual({ value: updates.reduce((sum, by) => sum + by, 0), version: updates.length });
    }),
  );
});
