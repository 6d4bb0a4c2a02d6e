import type { SQSEvent } from 'aws-lambda';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { logger } from '../runtime/logger.ts';
import { orderConfirmed } from '../testing/order-confirmed.ts';
import { createConsumer } from './consumer.ts';
import { createEvent, defineEvent, type EventDefinition, upcastFrom } from './event.ts';
import { MAX_RECEIVES } from './receives.ts';

const logged = vi.spyOn(logger, 'error').mockImplementation(() => undefined);

const applied: unknown[] = [];

beforeEach(() => {
  applied.length = 0;
  logged.mockClear();
});

const facts = {
  aggregateId: 'ord_1',
  sequence: 2,
  occurredAt: new Date('2026-11-20T12:00:00Z'),
  correlationId: 'ord_1',
  causationId: 'ConfirmOrder',
};

const orderConfirmedData = { orderId: 'ord_1', cartId: 'crt_1', cartVersion: 1 };

const delivery = (detail: unknown, name = 'OrderConfirmed') => JSON.stringify({ 'detail-type': name, detail });

/**
 * Passes a batch to the consumer; messages are numbered from `m0`. @returns the ids of those that
 * failed.
 */
const hand = (consume: ReturnType<typeof createConsumer>, ...bodies: string[]): Promise<string[]> =>
  handAt(1, consume, ...bodies);

async function handAt(receive: number, consume: ReturnType<typeof createConsumer>, ...bodies: string[]) {
  const attributes = { ApproximateReceiveCount: String(receive) };
  const { batchItemFailures } = await consume({
    Records: bodies.map((body, index) => ({ messageId: `m${index}`, body, attributes })),
  } as SQSEvent);
  return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
}

describe('a batch of events', () => {
  const consume = createConsumer(
    { consumes: [orderConfirmed] },
    {
      'OrderConfirmed.v1': async ({ data }) => {
        if (data.orderId === 'ord_broken') throw new Error('The table is away.');
        applied.push(data.orderId);
      },
    },
  );
  const confirmed = (orderId: string) =>
    createEvent(orderConfirmed, { ...facts, data: { orderId, cartId: 'crt_1', cartVersion: 1 } });

  it('is applied completely', async () => {
    expect(await hand(consume, delivery(confirmed('ord_1')), delivery(confirmed('ord_2')))).toEqual([]);
    expect(applied).toEqual(['ord_1', 'ord_2']);
  });

  it('reports each message that fails, and applies the others', async () => {
    const { data: _, ...withoutData } = confirmed('ord_1');

    const failed = await hand(
      consume,
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

describe('an event that fails at every receive', () => {
  const broken = async () => {
    throw new Error('A bug.');
  };
  const confirmed = delivery(createEvent(orderConfirmed, { ...facts, data: orderConfirmedData }));
  const giveUp = vi.fn(async (_event: { readonly data: unknown }) => undefined);
  const consume = createConsumer(
    { consumes: [orderConfirmed] },
    { 'OrderConfirmed.v1': broken },
    { 'OrderConfirmed.v1': giveUp },
  );

  it('is given up at the last receive, not before, and still goes to the dead letters', async () => {
    for (let receive = 1; receive < MAX_RECEIVES; receive += 1) {
      expect(await handAt(receive, consume, confirmed)).toEqual(['m0']);
    }
    expect(giveUp).not.toHaveBeenCalled();

    expect(await handAt(MAX_RECEIVES, consume, confirmed)).toEqual(['m0']);

    expect(giveUp).toHaveBeenCalledExactlyOnceWith(expect.objectContaining({ data: orderConfirmedData }));
  });

  it('logs its own error beside the one of giving up', async () => {
    giveUp.mockRejectedValueOnce(new Error('The table is away.'));

    expect(await handAt(MAX_RECEIVES, consume, confirmed)).toEqual(['m0']);

    expect(logged.mock.calls.map(([, context]) => (context as { error: Error }).error.message)).toEqual([
      'The table is away.',
      'A bug.',
    ]);
  });

  it('is not given up when the last receive succeeds, or when its form cannot be read', async () => {
    giveUp.mockClear();
    const fine = createConsumer(
      { consumes: [orderConfirmed] },
      { 'OrderConfirmed.v1': async () => undefined },
      { 'OrderConfirmed.v1': giveUp },
    );

    expect(await handAt(MAX_RECEIVES, fine, confirmed, 'no JSON')).toEqual(['m1']);

    expect(giveUp).not.toHaveBeenCalled();
  });
});

describe('an event of several versions', () => {
  const base = { domain: 'orders', name: 'OrderShipped', aggregateType: 'order' } as const;
  const shippedV1 = defineEvent({
    ...base,
    version: 1,
    data: z.strictObject({ orderId: z.string() }),
    sample: { orderId: 'ord_1' },
  });
  const shippedV2 = defineEvent({
    ...base,
    version: 2,
    data: z.strictObject({ orderId: z.string(), parcels: z.int() }),
    sample: { orderId: 'ord_1', parcels: 1 },
    upcast: upcastFrom(shippedV1, ({ orderId }) => ({ orderId, parcels: 1 })),
  });
  const shippedV3 = defineEvent({
    ...base,
    version: 3,
    data: z.strictObject({ orderId: z.string(), parcels: z.int(), carrier: z.string().nullable() }),
    sample: { orderId: 'ord_1', parcels: 1, carrier: null },
    upcast: upcastFrom(shippedV2, (data) => ({ ...data, carrier: null })),
  });
  const eventOf = <D extends EventDefinition<'OrderShipped'>>(definition: D) =>
    delivery(createEvent(definition, { ...facts, data: definition.sample }), 'OrderShipped');
  const record = async (event: { readonly data: unknown; readonly metadata: { readonly version: number } }) => {
    applied.push([event.metadata.version, event.data]);
  };

  it('is consumed as the newest version, whichever was published', async () => {
    const consume = createConsumer({ consumes: [shippedV2] }, { 'OrderShipped.v2': record });

    expect(await hand(consume, eventOf(shippedV1), eventOf(shippedV2))).toEqual([]);
    expect(applied).toEqual([
      [2, { orderId: 'ord_1', parcels: 1 }],
      [2, { orderId: 'ord_1', parcels: 1 }],
    ]);
  });

  it('is replayed from an archive that holds all its versions', async () => {
    const consume = createConsumer({ consumes: [shippedV3] }, { 'OrderShipped.v3': record });
    const archive = [shippedV1, shippedV3, shippedV2, shippedV1].map(eventOf);

    expect(await hand(consume, ...archive, ...archive)).toEqual([]);
    expect(applied).toHaveLength(8);
    for (const each of applied) expect(each).toEqual([3, { orderId: 'ord_1', parcels: 1, carrier: null }]);
  });

  it('can have a handler for each version', async () => {
    const consume = createConsumer(
      { consumes: [shippedV1, { ...shippedV2, upcast: undefined as never }] },
      {
        'OrderShipped.v1': async ({ data }) => applied.push(['one', data.orderId]),
        'OrderShipped.v2': async ({ data }) => applied.push(['two', data.parcels]),
      },
    );

    expect(await hand(consume, eventOf(shippedV2), eventOf(shippedV1))).toEqual([]);
    expect(applied).toEqual([
      ['two', 1],
      ['one', 'ord_1'],
    ]);
  });

  it('fails in a version that cannot be read, instead of being read as a different one', async () => {
    const consume = createConsumer({ consumes: [shippedV2] }, { 'OrderShipped.v2': record });

    expect(await hand(consume, eventOf(shippedV3), eventOf(shippedV1))).toEqual(['m0']);
    expect(applied).toHaveLength(1);
  });

  it('is refused when its data does not match the version that it names', async () => {
    const consume = createConsumer({ consumes: [shippedV2] }, { 'OrderShipped.v2': record });
    const event = createEvent(shippedV1, { ...facts, data: shippedV1.sample });

    const failed = await hand(
      consume,
      delivery({ ...event, metadata: { ...event.metadata, version: 2 } }, 'OrderShipped'),
      delivery({ ...event, data: { orderId: 'ord_1', parcels: 2 } }, 'OrderShipped'),
    );

    expect(failed).toEqual(['m0', 'm1']);
    expect(applied).toEqual([]);
  });

  it('has one reader for each version: a function with two does not start', () => {
    expect(() =>
      createConsumer({ consumes: [shippedV1, shippedV2] }, { 'OrderShipped.v1': record, 'OrderShipped.v2': record }),
    ).toThrow('OrderShipped.v1 is consumed twice.');
  });
});
