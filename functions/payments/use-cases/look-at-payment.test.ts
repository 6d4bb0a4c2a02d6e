import { expect, test, vi } from 'vitest';
import type { PaymentStatus } from '../domain/values.ts';
import { type LookPorts, lookAtPayment } from './look-at-payment.ts';

const amount = { amount: 2500, currency: 'EUR' };

/** A shop with one payment of this status, whose buyer has paid. */
function aShop(status: PaymentStatus) {
  const readIntent = vi.fn(async () => ({ id: 'pi_1', state: 'authorized', amount }));
  const report = vi.fn();
  const answerTask = vi.fn(async () => true);
  const payment = { id: 'pay_1', orderId: 'ord_1', amount, status, intentId: 'pi_1', fenced: false, version: 3 };
  const ports = {
    clock: { now: () => new Date('2026-11-20T12:05:00Z') },
    provider: { readIntent },
    getPayment: async () => payment,
    save: async () => true,
    getWaiting: async () => ({ type: 't', redirectUrl: '', clientSecret: 's', taskTokens: ['token'] }),
    endWaiting: async () => undefined,
    answerTask,
    report,
  } as unknown as LookPorts;
  return { ports, readIntent, answerTask, report };
}

test('A look at a payment that waits for its buyer settles it as its webhook would.', async () => {
  const { ports, answerTask } = aShop('requires_action');

  expect(await lookAtPayment(ports, 'ord_1')).toBe('answered');

  expect(answerTask).toHaveBeenCalledExactlyOnceWith('token');
});

test('A look that fails is reported, and does not hold up the stream.', async () => {
  const { ports, readIntent, report } = aShop('requires_action');
  const outage = new Error('Stripe is away.');
  readIntent.mockRejectedValue(outage);

  expect(await lookAtPayment(ports, 'ord_1')).toBe('failed');

  expect(report).toHaveBeenCalledExactlyOnceWith(outage);
});

test.each<PaymentStatus>(['pending', 'authorized', 'captured', 'failed'])(
  'A look at a payment that is %s asks nobody.',
  async (status) => {
    const { ports, readIntent } = aShop(status);

    expect(await lookAtPayment(ports, 'ord_1')).toBe('nothing_to_do');

    expect(readIntent).not.toHaveBeenCalled();
  },
);
