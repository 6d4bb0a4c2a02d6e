import { expect, test } from 'vitest';
import { paymentCancelled } from '../../../events/payments/payment-cancelled.v1.ts';
import { paymentRequested } from '../../../events/payments/payment-requested.v1.ts';
import { paymentSucceeded } from '../../../events/payments/payment-succeeded.v1.ts';
import { createEvent } from '../../../shared/messaging/event.ts';
import { apply, fold } from './payment.ts';

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
