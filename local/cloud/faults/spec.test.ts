import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Fault, problemOf } from './fault.ts';
import { parseSpec, printFault } from './spec.ts';
import { AWS_TARGETS, KINDS, type Targets } from './targets.ts';

/** The targets of an app that brings a stand-in of its own. */
const TARGETS: Targets = {
  ...AWS_TARGETS,
  bank: { operations: ['charge'], kinds: ['before', 'throttle'], throttle: 'too_many' },
};

const word = fc.stringMatching(/^[\w-]{1,20}$/);

const anyFault: fc.Arbitrary<Fault> = fc
  .constantFrom(...Object.entries(TARGETS))
  .chain(([service, { operations, kinds }]) =>
    fc
      .record(
        {
          service: fc.constant(service),
          operation: fc.constantFrom(...operations),
          function: word,
          eventContains: word,
          when: fc.constantFrom(...kinds),
          error: fc.stringMatching(/^[\w.]{1,20}$/),
          times: fc.integer({ min: 1, max: 1000 }),
          rate: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
          delayMs: fc.integer({ min: 0, max: 900_000 }),
        },
        { requiredKeys: ['service', 'when'] },
      )
      .filter((fault) => problemOf(fault, TARGETS) === undefined),
  );

describe('a SPEC of faults', () => {
  it('reads what it prints', () => {
    fc.assert(
      fc.property(fc.array(anyFault, { minLength: 1, maxLength: 5 }), fc.nat(), (faults, seed) => {
        const text = [`seed=${seed}`, ...faults.map(printFault)].join(',');

        expect(parseSpec(text, TARGETS)).toEqual({ seed, faults });
      }),
    );
  });

  it('never throws, for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[a-z.:=/,*0-9]{0,40}$/)), (text) => {
        const spec = parseSpec(text, TARGETS);

        if ('problem' in spec) expect(spec.problem).not.toBe('');
        else expect(spec.faults.every((fault) => problemOf(fault, TARGETS) === undefined)).toBe(true);
      }),
    );
  });

  it('accepts commas, white space and line breaks between faults', () => {
    expect(
      parseSpec(' lambda/things-api:kill:times=2,\n dynamodb.TransactWriteItems:conflict:rate=0.2 *:delay:delay=50'),
    ).toEqual({
      faults: [
        { service: 'lambda', function: 'things-api', when: 'kill', times: 2 },
        { service: 'dynamodb', operation: 'TransactWriteItems', when: 'conflict', rate: 0.2 },
        { service: '*', when: 'delay', delayMs: 50 },
      ],
    });
  });

  it('knows only the targets that it is given', () => {
    expect(parseSpec('bank.charge:before', TARGETS)).toEqual({
      faults: [{ service: 'bank', operation: 'charge', when: 'before' }],
    });
    expect(parseSpec('bank.charge:before')).toEqual({ problem: expect.stringContaining("Unknown service 'bank'") });
  });

  it.each([
    ['', 'It names no fault'],
    ['dynamo:before', "'dynamo:before': Unknown service 'dynamo'. One of: lambda, dynamodb"],
    ['dynamodb.TransactWrite:before', "Unknown operation 'TransactWrite' of dynamodb. One of: GetItem"],
    ['dynamodb', 'the kind of fault is missing'],
    ['dynamodb:explode', `'explode' is not a kind of fault. One of: ${KINDS.join(', ')}.`],
    ['dynamodb:kill', "'kill' cannot happen to dynamodb"],
    ['ses:conflict', "'conflict' cannot happen to ses"],
    ['*:kill', 'kill is for one service only'],
    ['*.GetItem:before', 'name the service'],
    ['dynamodb:delay', 'delay in milliseconds'],
    ['dynamodb:before:rate=2', 'rate'],
    ['dynamodb:before:rate=often', 'rate'],
    ['dynamodb:before:times=0', 'times'],
    ['dynamodb:before:times=2:times=3', "'times' is given twice"],
    ['dynamodb:before:count=2', "'count=2' is not an option with a value. One of: rate, times"],
    ['dynamodb:before:contains=x', "Only a lambda's event"],
    ['seed=x,dynamodb:before', "'seed=x': a seed is a whole number"],
    ['a b c', "'a': the kind of fault is missing"],
  ])('is refused with the word that is wrong: %s', (text, message) => {
    expect(parseSpec(text)).toEqual({ problem: expect.stringContaining(message) });
  });
});
