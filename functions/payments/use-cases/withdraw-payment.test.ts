import { expect, test, vi } from 'vitest';
import type { Payment } from '../domain/payment.ts';
import type { Waiting } from '../domain/provider.ts';
import type { PaymentPorts } from './ports.ts';
import { withdrawPayment } from './withdraw-payment.ts';

const order = { id: 'ord_1', status: 'cancelled', total: { amount: 2500, currency: 'EUR' } } as const;
const atTheBank: Waiting = {
  type: 'redirect_to_url',
  redirectUrl: '',
  clientSecret: 'secret',
  taskTokens: ['given up', 'token'],
};

/** A cancelled order that has no payment yet. */
function ports(waiting: Waiting | undefined) {
  const save = vi.fn(async (_: Payment) => true);
  const failTask = vi.fn(async (token: string) => token === 'token');
  const clock = { now: () => new Date('2026-11-20T12:00:00Z') };
  const getPayment = async () => undefined;
  const all = { clock, getPayment, save, getWaiting: async () => waiting, failTask };
  return { save, failTask, all: all as unknown as PaymentPorts & typeof all };
}

test('The payment of a cancelled order is fenced, and every attempt that may wait for its buyer is sent back.', async () => {
  const { save, failTask, all } = ports(atTheBank);

  await withdrawPayment(all, { order });

  expect(save.mock.calls.map(([{ status, fenced }]) => [status, fenced])).toEqual([['cancelled', true]]);
  const refusal = { code: 'payments.order_cancelled', detail: 'The order was cancelled.' };
  expect(failTask.mock.calls).toEqual([
    ['given up', refusal],
    ['token', refusal],
  ]);
});

test('A saga that does not wait is left alone.', async () => {
  const { failTask, all } = ports(undefined);

  await withdrawPayment(all, { order });

  expect(failTask).not.toHaveBeenCalled();
});
