import { expect, test, vi } from 'vitest';
import { type ReceiveEventPorts, receiveEvent } from './receive-event.ts';

/** A shop without a payment, which keeps every webhook. */
function aShop() {
  const keepWebhook = vi.fn(async () => 'fresh' as const);
  const report = vi.fn();
  const ports = {
    clock: { now: () => new Date('2026-11-20T12:00:00Z') },
    getPayment: async () => undefined,
    closeWebhook: async () => undefined,
    ...{ keepWebhook, report },
  } as unknown as ReceiveEventPorts;
  return { ports, keepWebhook, report };
}

test('The outcome of an event about a payment is reported.', async () => {
  const { ports, report } = aShop();
  const webhook = { eventId: 'evt_1', intentId: 'pi_1', orderId: 'ord_1', about: 'intent' } as const;

  await receiveEvent(ports, { type: 'payment_intent.succeeded', webhook });

  expect(report).toHaveBeenCalledExactlyOnceWith({
    eventId: 'evt_1',
    type: 'payment_intent.succeeded',
    outcome: 'unknown_intent',
  });
});

test('An event about something else is ignored, and not kept.', async () => {
  const { ports, keepWebhook, report } = aShop();

  await receiveEvent(ports, { type: 'customer.created', webhook: undefined });

  expect(keepWebhook).not.toHaveBeenCalled();
  expect(report).not.toHaveBeenCalled();
});
