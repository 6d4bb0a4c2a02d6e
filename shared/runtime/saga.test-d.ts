import { describe, expectTypeOf, test } from 'vitest';
import { ok, type Refusal, type Result, refuse } from '../kernel/result.ts';
import { createSagaHandler } from './saga.ts';

const machine = {
  subject: 'returnId',
  steps: {
    ReceiveGoods: {
      function: 'stock-saga',
      refuses: { 'stock.damaged': 'Unsellable', 'stock.late': 'States.Timeout' },
    },
    PayBack: { function: 'money-saga', refuses: { 'money.declined': 'Declined', 'money.gone': 'Declined' } },
  },
  undos: { SendGoods: { function: 'stock-saga' } },
  ends: { CloseReturn: { function: 'money-saga' } },
} as const;

type Outcome<Code extends string> = Promise<Result<void, Refusal<Code>>>;

const receive = async (_: { readonly returnId: string }): Outcome<'stock.damaged'> => ok(undefined);
const send = async (): Promise<Result<void, never>> => ok(undefined);
const payBack = async (): Outcome<'money.declined' | 'money.gone'> => ok(undefined);

describe('the handlers of a saga function', () => {
  test('match its tasks, and get the id of the subject', () => {
    createSagaHandler(machine, 'stock-saga', { ReceiveGoods: receive, SendGoods: send });
    createSagaHandler(machine, 'money-saga', {
      PayBack: payBack,
      CloseReturn: async (input) => {
        expectTypeOf(input.returnId).toEqualTypeOf<string>();
        expectTypeOf(input).not.toHaveProperty('orderId');
        return ok(undefined);
      },
    });
  });

  test('include every step and every undo', () => {
    // @ts-expect-error ReceiveGoods is missing.
    createSagaHandler(machine, 'stock-saga', { SendGoods: send });
    // @ts-expect-error SendGoods is missing.
    createSagaHandler(machine, 'stock-saga', { ReceiveGoods: receive });
  });

  test('include no step that the machine lacks, and no step of another function', () => {
    // @ts-expect-error There is no step Dance.
    createSagaHandler(machine, 'stock-saga', { ReceiveGoods: receive, SendGoods: send, Dance: send });
    // @ts-expect-error PayBack is a step of money-saga.
    createSagaHandler(machine, 'stock-saga', { ReceiveGoods: receive, SendGoods: send, PayBack: payBack });
  });

  test('must belong to a function that the machine names', () => {
    // @ts-expect-error No task is done by mail-saga.
    createSagaHandler(machine, 'mail-saga', {});
  });

  test('may refuse only by codes that have an error name', () => {
    createSagaHandler(machine, 'stock-saga', {
      // @ts-expect-error Nothing catches stock.lost.
      ReceiveGoods: async (): Outcome<'stock.damaged' | 'stock.lost'> => ok(undefined),
      SendGoods: send,
    });
    createSagaHandler(machine, 'stock-saga', {
      ReceiveGoods: receive,
      // @ts-expect-error An undo never refuses.
      SendGoods: async () => refuse('stock.damaged', 'No.'),
    });
    createSagaHandler(machine, 'stock-saga', {
      // @ts-expect-error A timeout is raised by Step Functions.
      ReceiveGoods: async (): Outcome<'stock.damaged' | 'stock.late'> => ok(undefined),
      SendGoods: send,
    });
    createSagaHandler(machine, 'stock-saga', {
      // @ts-expect-error A code that is any text may be one without an error name.
      ReceiveGoods: async (): Promise<Result<void>> => ok(undefined),
      SendGoods: send,
    });
  });

  test('must refuse by every code that has an error name', () => {
    createSagaHandler(machine, 'money-saga', {
      // @ts-expect-error No handler refuses by money.gone.
      PayBack: async (): Outcome<'money.declined'> => ok(undefined),
      CloseReturn: send,
    });
  });
});
