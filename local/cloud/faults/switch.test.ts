import { describe, expect, it } from 'vitest';
import { parseSpec, type Spec } from './spec.ts';
import { type Call, createFaultSwitch } from './switch.ts';

const PREFIX = 'my-app-';

const spec = (text: string): Spec => {
  const parsed = parseSpec(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
};

const switchWith = (text: string, functions: readonly string[] = ['my-app-things-api', 'my-app-things-worker']) => {
  const faults = createFaultSwitch(() => functions, PREFIX);
  faults.arm(spec(text));
  return faults;
};

const getItem: Call = { service: 'dynamodb', operation: 'GetItem', function: 'my-app-things-api' };

describe('the fault switch', () => {
  it('hits once by default, and then no longer lists the fault', () => {
    const faults = switchWith('dynamodb.GetItem:before');

    expect(faults.take(getItem)).toMatchObject({ when: 'before' });
    expect(faults.take(getItem)).toBeUndefined();
    expect(faults.list()).toEqual([]);
  });

  it('leaves other services, operations, functions and events alone', () => {
    const faults = switchWith('dynamodb.GetItem/things-worker:before,lambda/things-api:kill:contains=needle');

    expect(faults.take(getItem)).toBeUndefined();
    expect(faults.take({ ...getItem, function: 'my-app-things-worker', operation: 'Query' })).toBeUndefined();
    expect(faults.take({ ...getItem, function: undefined })).toBeUndefined();
    const invocation = { service: 'lambda', operation: 'Invoke', function: 'my-app-things-api' };
    expect(faults.take({ ...invocation, event: '{"hay":1}' })).toBeUndefined();
    expect(faults.take({ ...invocation, event: '{"needle":1}' })).toMatchObject({ when: 'kill' });
  });

  it('means the APIs of AWS by a star, not invocations and not stand-ins', () => {
    const faults = switchWith('*:before:times=9');

    expect(faults.take(getItem)).toBeDefined();
    expect(faults.take({ service: 'lambda', operation: 'Invoke' })).toBeUndefined();
    expect(faults.take({ service: 'bank', operation: 'charge' })).toBeUndefined();
  });

  it('hits the same calls for the same seed, about as many as the rate says', () => {
    const drawn = (seed: number): boolean[] => {
      const faults = switchWith(`seed=${seed},dynamodb:before:rate=0.2`);
      return Array.from({ length: 1000 }, () => faults.take(getItem) !== undefined);
    };

    const hits = drawn(7);

    expect(drawn(7)).toEqual(hits);
    expect(drawn(8)).not.toEqual(hits);
    expect(hits.filter(Boolean).length).toBeGreaterThan(140);
    expect(hits.filter(Boolean).length).toBeLessThan(260);
  });

  it('counts hits, stops at the number of times, and removes one fault by its id', () => {
    const faults = switchWith('dynamodb:before:rate=1:times=3,sqs:before:times=5');
    faults.take(getItem);

    const [first, second] = faults.list();

    expect(first).toMatchObject({ hits: 1, spec: 'dynamodb:before:rate=1:times=3' });
    expect(faults.remove(second?.id ?? '')).toBe(true);
    expect(faults.remove(second?.id ?? '')).toBe(false);
    expect([faults.take(getItem), faults.take(getItem), faults.take(getItem)].filter(Boolean)).toHaveLength(2);
    expect(faults.list()).toEqual([]);
  });

  it('refuses a function that does not exist, and then adds no fault of the SPEC', () => {
    const faults = createFaultSwitch(() => ['my-app-things-api'], PREFIX);

    expect(() => faults.arm(spec('sqs:before,lambda/thing-api:kill'))).toThrow(
      "Unknown function 'thing-api'. One of: things-api.",
    );
    expect(faults.list()).toEqual([]);
  });
});
