import { expect, test } from 'vitest';
import type { Order } from './order.ts';
import type { OrderStatus } from './values.ts';
import { type Payment, statusView } from './view.ts';

const order = (status: OrderStatus) => ({ status, updatedAt: '2026-11-20T12:00:00.000Z' }) as Order;

const waiting: Payment = {
  status: 'requires_action',
  updatedAt: '2026-11-20T12:00:05.000Z',
  nextAction: { type: 'redirect_to_url', redirectUrl: 'https://bank.example', clientSecret: 'secret' },
};

test('A buyer reads what to do only while the order waits for it.', () => {
  expect(statusView(order('pending'), waiting)).toMatchObject({ nextAction: waiting.nextAction });
  for (const status of ['cancelled', 'rejected', 'needs_attention'] as const) {
    expect(statusView(order(status), waiting)).not.toHaveProperty('nextAction');
  }
});

test('A status was updated when the order or its payment changed last.', () => {
  expect(statusView(order('pending'), waiting).updatedAt).toBe(waiting.updatedAt);
  expect(statusView(order('pending'), { ...waiting, updatedAt: '2026-11-20T11:00:00.000Z' }).updatedAt).toBe(
    '2026-11-20T12:00:00.000Z',
  );
});

test('An order that ended before it was paid has no payment that is still to come.', () => {
  expect(statusView(order('rejected'), undefined).paymentStatus).toBe('cancelled');
  expect(statusView(order('pending'), undefined).paymentStatus).toBe('pending');
});
