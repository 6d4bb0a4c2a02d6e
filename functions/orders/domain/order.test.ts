import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderCancelled } from '../../../events/orders/order-cancelled.v1.ts';
import { orderConfirmed } from '../../../events/orders/order-confirmed.v1.ts';
import { orderNeedsAttention } from '../../../events/orders/order-needs-attention.v1.ts';
import { orderPlaced } from '../../../events/orders/order-placed.v1.ts';
import { orderRejected } from '../../../events/orders/order-rejected.v1.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createEvent } from '../../../shared/messaging/event.ts';
import { cancelOnRequest, cancelOrder, confirmOrder, parkOrder, rejectOrder } from '../use-cases/end-order.ts';
import { apply, fold, hasEnded, type Order, type OrderEvent, TRANSITIONS } from './order.ts';
import { ORDER_STATUSES } from './values.ts';

const clock = { ...systemClock, now: () => new Date('2026-11-20T12:00:00Z') };
const refusal = { code: 'payments.card_declined', detail: 'No.' };
const orderId = orderPlaced.sample.orderId;

const placed = createEvent(orderPlaced, {
  aggregateId: orderId,
  sequence: 1,
  occurredAt: clock.now(),
  correlationId: orderId,
  causationId: 'request',
  data: orderPlaced.sample,
});

/**
 * A store of one order that keeps state and events as the table does: saved together, under the
 * version.
 */
function memory() {
  let state: Order = apply(undefined, placed);
  const events: OrderEvent[] = [placed];
  return {
    events,
    state: () => state,
    ports: {
      getOrder: async () => state,
      save: async (previous: Order, order: Order, event: OrderEvent) => {
        if (previous.version !== state.version) return false;
        state = order;
        events.push(event);
        return true;
      },
    },
  };
}

describe('an order', () => {
  it('is the fold of its events, and ends once, after any commands in any order', async () => {
    const commands = fc.array(fc.constantFrom('confirm', 'reject', 'cancel', 'request', 'park'), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(commands, async (sequence) => {
        const { events, state, ports } = memory();

        await Promise.allSettled(
          sequence.map((command) => {
            if (command === 'confirm') return confirmOrder(ports, clock, orderId);
            if (command === 'reject') return rejectOrder(ports, clock, orderId, refusal);
            if (command === 'cancel') return cancelOrder(ports, clock, orderId);
            if (command === 'request') return cancelOnRequest(ports, clock, orderId, 'request');
            return parkOrder(ports, clock, orderId, refusal);
          }),
        );

        expect(fold(events)).toEqual(state());
        expect(state().version).toBe(events.length);
        const ends = events.filter(({ metadata }) => /Confirmed|Rejected|Cancelled/.test(metadata.name));
        const cancelledLate = ends.length === 2 && ends[0]?.metadata.name === 'OrderConfirmed';
        expect(ends.length).toBe(hasEnded(state().status) ? (cancelledLate ? 2 : 1) : 0);
        if (cancelledLate) expect(state().status).toBe('cancelled');
      }),
    );
  });

  it('reaches every status that there is, and leaves none that is an end', () => {
    const reached = new Set(['pending']);
    for (const status of ORDER_STATUSES) for (const next of TRANSITIONS[status]) reached.add(next);

    expect([...reached].sort()).toEqual([...ORDER_STATUSES].sort());
    expect(ORDER_STATUSES.filter(hasEnded)).toEqual(['confirmed', 'cancelled', 'rejected']);
  });

  it('that was cancelled first refuses to be confirmed, so that the payment is refunded', async () => {
    const { ports } = memory();
    await cancelOrder(ports, clock, orderId);

    expect(await confirmOrder(ports, clock, orderId)).toMatchObject({
      ok: false,
      refusal: { code: 'orders.order_cancelled' },
    });
  });

  it('is placed once, and begins with being placed', () => {
    expect(() => apply(apply(undefined, placed), placed)).toThrow('placed once');
    const facts = { aggregateId: orderId, occurredAt: clock.now(), correlationId: orderId, causationId: 'x' };
    for (const event of [
      createEvent(orderConfirmed, { ...facts, data: orderConfirmed.sample }),
      createEvent(orderRejected, { ...facts, data: orderRejected.sample }),
      createEvent(orderCancelled, { ...facts, data: orderCancelled.sample }),
      createEvent(orderNeedsAttention, { ...facts, data: orderNeedsAttention.sample }),
    ]) {
      expect(() => apply(undefined, event)).toThrow('begins with OrderPlaced');
    }
  });
});
