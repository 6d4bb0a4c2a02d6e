import { expect, test } from 'vitest';
import { orderConfirmed } from '../testing/order-confirmed.ts';
import { causedBy, createEvent, MAX_EVENT_BYTES } from './event.ts';

const facts = { aggregateId: 'ord_1', occurredAt: new Date('2026-11-20T12:00:00Z'), data: orderConfirmed.sample };

test('A request’s event is correlated with the request, and a saga step’s event with its order.', () => {
  const ofRequest = createEvent(orderConfirmed, { ...facts, ...causedBy('req_1') });
  const ofStep = createEvent(orderConfirmed, { ...facts, ...causedBy('ConfirmOrder', 'ord_1') });

  expect(ofRequest.metadata).toMatchObject({ correlationId: 'req_1', causationId: 'req_1' });
  expect(ofStep.metadata).toMatchObject({ correlationId: 'ord_1', causationId: 'ConfirmOrder' });
});

test('An event that the bus could not take is refused when it is made.', () => {
  const ofSize = (length: number) =>
    createEvent(orderConfirmed, {
      ...facts,
      ...causedBy('req_1'),
      data: { ...orderConfirmed.sample, cartId: 'é'.repeat(length / 2) },
    });

  expect(() => ofSize(MAX_EVENT_BYTES)).toThrow('an event has at most');
  expect(ofSize(MAX_EVENT_BYTES - 1_000).data.cartId).toHaveLength(MAX_EVENT_BYTES / 2 - 500);
});
