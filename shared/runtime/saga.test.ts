import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ok, refuse } from '../kernel/result.ts';
import { logger } from './logger.ts';
import { causeOf, createSagaHandler, refusalOf } from './saga.ts';
import type { SagaHandler } from './saga-machine.ts';

const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);
vi.spyOn(logger, 'info').mockImplementation(() => undefined);

beforeEach(() => void logged.mockClear());

const machine = {
  subject: 'orderId',
  steps: {
    ReserveStock: {
      function: 'inventory-saga',
      refuses: { 'inventory.insufficient_stock': 'InsufficientStock' },
    },
  },
  undos: {},
  ends: {},
} as const;

type Handler = SagaHandler<typeof machine, 'inventory.insufficient_stock'>;

const run = (step: Handler, input: object = {}) =>
  createSagaHandler(machine, 'inventory-saga', { ReserveStock: step })({
    step: 'ReserveStock',
    orderId: 'ord_1',
    ...input,
  });

const failureOf = (step: Handler): Promise<Error> =>
  run(step).then(
    () => expect.unreachable(),
    (error) => error,
  );

const throwing = (error: unknown) => async () => {
  throw error;
};

describe('a step of a saga', () => {
  it('returns its value, or an empty object, because a state needs an output', async () => {
    expect(await run(async () => ok({ holdId: 'h' }))).toEqual({ holdId: 'h' });
    expect(await run(async () => ok(undefined))).toEqual({});
  });

  it('passes its input to the handler, with token and recorded error', async () => {
    const step = vi.fn<Handler>(async () => ok(undefined));

    await run(step, { taskToken: 't', error: { Error: 'States.Timeout' } });

    expect(step).toHaveBeenCalledWith({
      step: 'ReserveStock',
      orderId: 'ord_1',
      taskToken: 't',
      error: { Error: 'States.Timeout' },
    });
  });

  it('refuses by the name that Catch lists, and the last step reads the refusal from the record', async () => {
    const failure = await failureOf(async () => refuse('inventory.insufficient_stock', 'Sold out.', { skus: ['a'] }));
    const Cause = JSON.stringify({ errorType: failure.name, errorMessage: failure.message, trace: [] });

    expect(failure.name).toBe('InsufficientStock');
    expect(refusalOf({ Error: failure.name, Cause })).toEqual({
      code: 'inventory.insufficient_stock',
      detail: 'Sold out.',
    });
    expect(logged).not.toHaveBeenCalled();
  });

  it('fails when a refusal has no error name, which is a bug', async () => {
    const failure = await failureOf((async () => refuse('inventory.unheard_of', 'What?')) as unknown as Handler);

    expect(failure).toMatchObject({ name: 'Error', message: expect.stringContaining('inventory.unheard_of') });
  });

  it('fails as TransientFault when the fault is transient, and logs it once', async () => {
    const throttled = Object.assign(new Error('Slow down.'), { name: 'ThrottlingException' });

    expect(await failureOf(throwing(throttled))).toMatchObject({ name: 'TransientFault', message: 'Slow down.' });
    expect(logged).toHaveBeenCalledOnce();
  });

  it('fails by its own name otherwise, without the members that a library added to the error', async () => {
    const raw = { client_secret: 'pi_s3cret', receipt_email: 'ada@example.com' };

    const failure = await failureOf(throwing(Object.assign(new RangeError('No.'), { raw })));

    expect(failure).toMatchObject({ name: 'RangeError', message: 'No.' });
    expect(failure).not.toHaveProperty('raw');
  });

  it('is a fault when the machine lacks it or its input is invalid', async () => {
    await expect(run(async () => ok(undefined), { step: 'Dance' })).rejects.toThrow('Dance');
    await expect(run(async () => ok(undefined), { orderId: 7 })).rejects.toThrow();
    await expect(run(async () => ok(undefined), { orderId: undefined })).rejects.toThrow();
  });
});

describe('the record of Catch', () => {
  it('holds the refusal of a task that another function failed', () => {
    const refusal = { code: 'orders.order_cancelled', detail: 'Cancelled.' };

    expect(refusalOf({ Error: 'OrderCancelled', Cause: causeOf(refusal) })).toEqual(refusal);
  });

  it.each([
    undefined,
    { Error: 'States.Timeout' },
    { Error: 'Lambda.Unknown', Cause: 'The cause could not be determined' },
    { Error: 'Error', Cause: '{"errorMessage":"Something broke."}' },
  ])('holds no refusal after a timeout or a fault: %j', (error) => {
    expect(refusalOf(error)).toBeUndefined();
  });
});
