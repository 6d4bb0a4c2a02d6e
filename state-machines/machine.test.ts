import validate from 'asl-validator';
import { describe, expect, it } from 'vitest';
import { aslOf } from './asl.ts';
import type { Machine, Step } from './machine.ts';
import { orderMachine } from './order/order.ts';
import { domainRows, stepRows, undoRows } from './tables.ts';
import { wayAfter } from './ways.ts';

interface State {
  readonly Next?: string;
  readonly End?: boolean;
  readonly TimeoutSeconds?: number;
  readonly Parameters?: { readonly FunctionName: string; readonly Payload: Readonly<Record<string, string>> };
  readonly Retry?: readonly object[];
  readonly Catch?: readonly { readonly ErrorEquals: readonly string[]; readonly Next: string }[];
}

const order: Machine = orderMachine;

/** The order saga with one more step, and its undo if it has one. */
function withStep(name: string, step: Step, before: string, undos: Machine['undos'] = {}): Machine {
  const steps = Object.entries(order.steps).flatMap(([other, given]): [string, Step][] =>
    other === before
      ? [
          [name, step],
          [other, given],
        ]
      : [[other, given]],
  );
  return { ...order, steps: Object.fromEntries(steps), undos: { ...undos, ...order.undos } };
}

const withScreening = () =>
  withStep(
    'ScreenOrder',
    {
      function: 'fraud-saga',
      comment: 'Asks whether the order is genuine.',
      refuses: { 'fraud.suspicious': 'Suspicious' },
      undo: 'ForgetScreening',
      retry: 'transient',
      timeoutSetting: 'screeningSeconds',
    },
    'CommitStock',
    { ForgetScreening: { function: 'fraud-saga', comment: 'the score is deleted' } },
  );

const statesOf = (machine: Machine, settings?: Record<string, unknown>) =>
  aslOf(machine, settings).States as Readonly<Record<string, State>>;

describe('a step that is planted in the machine with its undo', () => {
  it('makes valid Amazon States Language', () => {
    expect(validate(aslOf(withScreening()), { checkArn: false })).toMatchObject({ isValid: true });
  });

  it('is done between its neighbours, by its function', () => {
    const states = statesOf(withScreening(), { screeningSeconds: 7 });

    expect(states.AuthorizePayment?.Next).toBe('ScreenOrder');
    expect(states.ScreenOrder).toMatchObject({
      Comment: 'Asks whether the order is genuine.',
      Parameters: {
        FunctionName: `\${FraudSagaArn}`,
        Payload: { step: 'ScreenOrder', 'orderId.$': '$.orderId' },
      },
      TimeoutSeconds: 7,
      Next: 'CommitStock',
    });
  });

  it('is left out of the way back when it refuses, and on it after a fault', () => {
    const { ScreenOrder, ForgetScreening } = statesOf(withScreening());

    expect(ScreenOrder?.Catch).toMatchObject([
      { ErrorEquals: ['Suspicious'], Next: 'CancelPayment' },
      { ErrorEquals: ['States.ALL'], Next: 'ForgetScreening' },
    ]);
    expect(ForgetScreening).toMatchObject({
      Comment: 'Undoes ScreenOrder: the score is deleted.',
      Parameters: { FunctionName: `\${FraudSagaArn}`, Payload: { step: 'ForgetScreening' } },
      Next: 'CancelPayment',
    });
  });

  it('puts its undo on the way back of every later step', () => {
    const back = ['ForgetScreening', 'CancelPayment', 'ReleaseStock', 'WasCancelled'];

    expect(wayAfter(withScreening(), 'CommitStock', 'HoldExpired')).toEqual([...back, 'RejectOrder']);
    expect(wayAfter(withScreening(), 'CapturePayment', 'CaptureFailed')).toEqual([...back, 'RejectOrder']);
    expect(wayAfter(withScreening(), 'ConfirmOrder', 'OrderCancelled')).toEqual([
      'RefundPayment',
      ...back,
      'CancelOrder',
    ]);
  });

  it('has the derived way in its states', () => {
    const machine = withScreening();
    const states = statesOf(machine);

    for (const [name, { Catch = [] }] of Object.entries(states)) {
      if (!(name in machine.steps)) continue;
      for (const { ErrorEquals, Next } of Catch) {
        const way = [Next];
        for (let next = states[Next]?.Next; next !== undefined; next = states[next]?.Next) way.push(next);
        for (const error of ErrorEquals) expect(wayAfter(machine, name, error).slice(0, way.length)).toEqual(way);
      }
    }
  });

  it('stands in the tables', () => {
    const machine = withScreening();

    expect(stepRows(machine)).toContainEqual([
      ...['ScreenOrder', 'fraud-saga', 'Suspicious → CancelPayment', 'transient → ForgetScreening', 'ForgetScreening'],
    ]);
    expect(undoRows(machine)).toContainEqual(['ForgetScreening', 'fraud-saga', 'ScreenOrder', 'CancelPayment']);
    expect(
      domainRows(machine, 'fraud')
        .slice(1)
        .map(([name]) => name),
    ).toEqual(['ScreenOrder', 'ForgetScreening']);
  });
});

describe('a machine', () => {
  it('is refused with a step before the pivot that changes something and has no undo', () => {
    const machine = withStep('HoldParcel', { function: 'orders-saga', retry: 'transient' }, 'CommitStock');

    expect(() => statesOf(machine)).toThrow('The step HoldParcel comes before the pivot and names no undo.');
  });

  it('goes to its end at once when nothing is to be undone', () => {
    const step: Step = {
      function: 'orders-saga',
      changesNothing: true,
      refuses: { 'orders.closed': 'Closed' },
      retry: 'transient',
    };
    const machine = withStep('CheckHours', step, 'ReserveStock');

    expect(statesOf(machine).CheckHours?.Catch).toMatchObject([
      { ErrorEquals: ['Closed'], Next: 'RejectOrder' },
      { ErrorEquals: ['States.ALL'], Next: 'RejectOrder' },
    ]);
  });

  it('goes from the refusals of one step to the ends of their own', () => {
    const refuses = { 'orders.closed': 'Closed', 'orders.withdrawn': 'OrderCancelled' };
    const machine = withStep(
      'CheckHours',
      { function: 'orders-saga', changesNothing: true, refuses, retry: 'persistent' },
      'ReserveStock',
    );

    expect(statesOf(machine).CheckHours).toMatchObject({
      Retry: [{ ErrorEquals: ['Closed', 'OrderCancelled'], MaxAttempts: 0 }, { ErrorEquals: ['States.ALL'] }],
      Catch: [
        { ErrorEquals: ['Closed'], Next: 'RejectOrder' },
        { ErrorEquals: ['OrderCancelled'], Next: 'CancelOrder' },
        { ErrorEquals: ['States.ALL'], Next: 'RejectOrder' },
      ],
    });
  });

  it('whose end does not depend on the error asks for none', () => {
    const machine: Machine = { ...order, undone: { ...order.undone, endByError: {} } };

    expect(statesOf(machine)).not.toHaveProperty('WasCancelled');
    expect(statesOf(machine).ReleaseStock?.Next).toBe('RejectOrder');
  });

  it('has no undo that no step names', () => {
    const machine: Machine = { ...order, undos: { ...order.undos, Forget: { function: 'orders-saga' } } };

    expect(() => aslOf(machine)).toThrow('Forget');
  });
});
