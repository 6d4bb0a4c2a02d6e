import { expect, test } from 'vitest';
import { paymentCancelled } from '../../../events/payments/payment-cancelled.v1.ts';
import { paymentRequested } from '../../../events/payments/payment-requested.v1.ts';
import { paymentSucceeded } from '../../../events/payments/payment-succeeded.v1.ts';
import { createEvent } from '../../../shared/messaging/event.ts';
import { apply, fold, undoStateOf } from './payment.ts';

const facts = {
  aggregateId: 'pay_1',
  occurredAt: new Date('2026-11-20T12:00:00.000Z'),
  correlationId: 'ord_1',
  causationId: 'test',
  data: { orderId: 'ord_1', amount: { amount: 2900, currency: 'EUR' } },
};
const requested = createEvent(paymentRequested, facts);
const succeeded = createEvent(paymentSucceeded, facts);
const cancelled = createEvent(paymentCancelled, facts);

test('A payment is what its events say, one version for each.', () => {
  expect(fold([requested, succeeded])).toEqual({
    id: 'pay_1',
    orderId: 'ord_1',
    amount: { amount: 2900, currency: 'EUR' },
    status: 'captured',
    fenced: false,
    failure: undefined,
    version: 2,
    createdAt: '2026-11-20T12:00:00.000Z',
    updatedAt: '2026-11-20T12:00:00.000Z',
  });
});

test('Nothing follows the tombstone, and a payment does not begin with its capture.', () => {
  expect(() => fold([cancelled, requested])).toThrow('PaymentRequested cannot follow');
  expect(() => fold([requested, cancelled, succeeded])).toThrow('PaymentSucceeded cannot follow');
  expect(() => apply(undefined, succeeded)).toThrow('not begun');
});

test('An undo is done when nothing began or all of it is fenced, and open while money may be kept.', () => {
  expect([undefined, fold([cancelled]), fold([requested, cancelled])].map(undoStateOf)).toEqual([
    'done',
    'done',
    'done',
  ]);
  expect([fold([requested]), fold([requested, succeeded])].map(undoStateOf)).toEqual(['open', 'open']);
});

test.each([
  [{ state: undefined, failures: 0 }, 'open'],
  [{ state: 'pending', failures: 1 }, 'refund_pending'],
  [{ state: 'failed', failures: 2 }, 'open'],
  [{ state: 'failed', failures: 3 }, 'refund_failed'],
] as const)('A captured payment whose refund is %j counts as %s.', (refund, undo) => {
  const captured = fold([requested, succeeded]);
  expect(captured && undoStateOf({ ...captured, refund: { id: 'rfd_1', done: false, ...refund } })).toBe(undo);
});
