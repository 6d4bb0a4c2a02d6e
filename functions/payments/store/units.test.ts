import { expect, test } from 'vitest';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { tableForTests } from '../../../shared/testing/dynamodb.ts';
import { inMemoryProvider } from '../testing/in-memory-provider.ts';
import { authorizePayment } from '../use-cases/authorize-payment.ts';
import { cancelPayment } from '../use-cases/cancel-payment.ts';
import { capturePayment } from '../use-cases/capture-payment.ts';
import { paymentsStore } from './payments-store.ts';

const db = tableForTests();

test('A payment consumes what the key table of payments says, to its capture and its refund.', async () => {
  const ports = {
    ...paymentsStore(db().table),
    ...{
      provider: inMemoryProvider(),
      clock: systemClock,
      answerTask: async () => true,
      waitingCap: { share: { guest: 0.5, signedIn: 0.75 }, atLeast: 5 },
      getLevels: async () => new Map(),
    },
  };
  const orderId = createId('ord');
  const total = { amount: 5800, currency: 'EUR' };
  const facts = { id: orderId, status: 'pending', paymentMethod: 'pm_good', total, isGuest: true } as const;
  const order = { ...facts, placedAt: new Date(), lines: [] };

  expect({
    authorize: await db().unitsOf(() => authorizePayment(ports, { order, taskToken: 'token' })),
    capture: await db().unitsOf(() => capturePayment(ports, { orderId })),
    refund: await db().unitsOf(() => cancelPayment(ports, { order })),
  }).toEqual({
    authorize: { read: 1, write: 12 },
    capture: { read: 1, write: 4 },
    refund: { read: 1, write: 8 },
  });
});
