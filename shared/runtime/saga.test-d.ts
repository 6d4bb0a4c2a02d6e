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
  test('are those of its tasks, with the id of the subject', () => {
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

  test('lack no step and no undo', () => {
    // @ts-expect-error ReceiveGoods is missing.
    createSagaHandler(machine, 'stock-saga', { SendGoods: send });
    // @ts-expect-error SendGoods is missing.
    createSagaHandler(machine, 'stock-saga', { ReceiveGoods: receive });
  });

  test('have no step that the machine does not have, and none of another function', () => {
    // @ts-expect-error There is no step Dance.
    createSagaHandler(machine, 'stock-saga', { ReceiveGoods: receive, SendGoods: send, Dance: send });
    // @ts-expect-error PayBack is a step of money-saga.
    createSagaHandler(machine, 'stock-saga', { ReceiveGoods: receive, SendGoods: send, PayBack: payBack });
  });

  test('belong to a function that the machine names', () => {
    // @ts-expect-error No task is done by mail-saga.
    createSagaHandler(machine, 'mail-saga', {});
  });

  test('refuse by no code that has no error name', () => {
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

  test('refuse by every code that the machine has an error name for', () => {
    createSagaHandler(machine, 'money-saga', {
      // @ts-expect-error money.gone is refused by nobody.
      PayBack: async (): Outcome<'money.declined'> => ok(undefined),
      CloseReturn: send,
    });
  });
});
