import { expect, test } from 'vitest';
import { orderConfirmed } from '../testing/order-confirmed.ts';
import { causedBy, createEvent } from './event.ts';

const facts = { aggregateId: 'ord_1', occurredAt: new Date('2026-11-20T12:00:00Z'), data: orderConfirmed.sample };

test('A request’s event is correlated with the request, and a saga step’s event with its order.', () => {
  const ofRequest = createEvent(orderConfirmed, { ...facts, ...causedBy('req_1') });
  const ofStep = createEvent(orderConfirmed, { ...facts, ...causedBy('ConfirmOrder', 'ord_1') });

  expect(ofRequest.metadata).toMatchObject({ correlationId: 'req_1', causationId: 'req_1' });
  expect(ofStep.metadata).toMatchObject({ correlationId: 'ord_1', causationId: 'ConfirmOrder' });
});
