import { describe, expectTypeOf, test } from 'vitest';
import { defineMachine, type ErrorName, type RefusalCode } from './machine.ts';

const facts = { name: 'return', comment: 'Takes goods back.', subject: 'returnId' } as const;
const steps = {
  ReceiveGoods: {
    function: 'stock-saga',
    refuses: { 'stock.damaged': 'Unsellable', 'stock.late': 'States.Timeout' },
    undo: 'SendGoods',
    retry: 'transient',
  },
  PayBack: { function: 'money-saga', refuses: { 'money.declined': 'Declined' }, retry: 'persistent' },
} as const;
const undos = { SendGoods: { function: 'stock-saga' } } as const;
const ends = { CloseReturn: { function: 'money-saga' }, ParkReturn: { function: 'money-saga' } } as const;
const undone = { state: 'Why', endByError: { Declined: 'ParkReturn' }, otherwise: 'CloseReturn' } as const;
const stuck = { end: 'ParkReturn', report: 'ReportStuck', state: 'Stuck', cause: 'A person must look.' } as const;
const machine = { ...facts, steps, pivot: 'PayBack', undos, ends, undone, stuck } as const;

describe('a machine', () => {
  test('keeps the names in its data', () => {
    const defined = defineMachine(machine);

    expectTypeOf<ErrorName<typeof defined>>().toEqualTypeOf<'Unsellable' | 'States.Timeout' | 'Declined'>();
    expectTypeOf<RefusalCode<typeof defined>>().toEqualTypeOf<'stock.damaged' | 'stock.late' | 'money.declined'>();
    expectTypeOf<RefusalCode<typeof defined, 'Declined'>>().toEqualTypeOf<'money.declined'>();
  });

  test('names only undos, steps and ends that it has', () => {
    const { ReceiveGoods, PayBack } = steps;
    // @ts-expect-error There is no undo Forget.
    defineMachine({ ...machine, steps: { ReceiveGoods, PayBack: { ...PayBack, undo: 'Forget' } } });
    // @ts-expect-error There is no step Weigh.
    defineMachine({ ...machine, pivot: 'Weigh' });
    // @ts-expect-error There is no undo Forget to cover.
    defineMachine({ ...machine, undos: { SendGoods: { function: 'stock-saga', covers: 'Forget' } } });
    // @ts-expect-error There is no end Burn.
    defineMachine({ ...machine, undone: { ...undone, otherwise: 'Burn' } });
    // @ts-expect-error There is no end Burn.
    defineMachine({ ...machine, stuck: { ...stuck, end: 'Burn' } });
  });

  test('chooses an end only by errors that its steps raise', () => {
    // @ts-expect-error No step raises Bored.
    defineMachine({ ...machine, undone: { ...undone, endByError: { Bored: 'ParkReturn' } } });
  });

  test('retries a step that waits for its token after faults that pass by themselves only', () => {
    const PayBack = { ...steps.PayBack, waitsForToken: true } as const;
    // @ts-expect-error It would wait twice.
    defineMachine({ ...machine, steps: { ReceiveGoods: steps.ReceiveGoods, PayBack } });
  });
});
