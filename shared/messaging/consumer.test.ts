import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../runtime/logger.ts';
import { orderConfirmed } from '../testing/order-confirmed.ts';
import { createConsumer, on } from './consumer.ts';
import { createEvent } from './event.ts';

const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);

const applied: string[] = [];

const consume = createConsumer([
  on(orderConfirmed, async ({ data }) => {
    if (data.orderId === 'ord_broken') throw new Error('The table is away.');
    applied.push(data.orderId);
  }),
]);

beforeEach(() => {
  applied.length = 0;
  logged.mockClear();
});

const confirmed = (orderId: string) =>
  createEvent(orderConfirmed, {
    aggregateId: orderId,
    sequence: 2,
    occurredAt: new Date('2026-11-20T12:00:00Z'),
    correlationId: orderId,
    causationId: 'ConfirmOrder',
    data: { orderId, cartId: 'crt_1', cartVersion: 1 },
  });

const delivery = (detail: unknown, name = 'OrderConfirmed') => JSON.stringify({ 'detail-type': name, detail });

/** Hands a batch over; messages are numbered from `m0`. @returns the ids of those that failed. */
async function hand(...bodies: string[]): Promise<string[]> {
  const { batchItemFailures } = await consume({
    Records: bodies.map((body, index) => ({ messageId: `m${index}`, body })),
  } as SQSEvent);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

describe('a batch of events', () => {
  it('is applied whole', async () => {
    expect(await hand(delivery(confirmed('ord_1')), delivery(confirmed('ord_2')))).toEqual([]);
    expect(applied).toEqual(['ord_1', 'ord_2']);
  });

  it('reports each message that fails, and applies the others', async () => {
    const { data: _, ...withoutData } = confirmed('ord_1');

    const failed = await hand(
      delivery(confirmed('ord_1')),
      delivery(confirmed('ord_broken')),
      'no JSON',
      delivery(withoutData),
      delivery({ ...confirmed('ord_3'), data: { orderId: 'ord_3', cartId: 'crt_1', cartVersion: 1, email: 'a@b.de' } }),
      delivery(confirmed('ord_4'), 'OrderShipped'),
      delivery(confirmed('ord_2')),
    );

    expect(failed).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);
    expect(applied).toEqual(['ord_1', 'ord_2']);
    expect(logged).toHaveBeenCalledTimes(5);
  });
});
