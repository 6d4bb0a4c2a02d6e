import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBStreamEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { logger } from '../runtime/logger.ts';
import { orderConfirmed } from '../testing/order-confirmed.ts';
import { createEvent } from './event.ts';
import { handler } from './stream-publisher.ts';

const bus = mockClient(EventBridgeClient);
vi.spyOn(logger, 'error').mockImplementation(() => undefined);

beforeEach(() => {
  bus.reset();
  bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
  vi.stubEnv('EVENT_BUS_NAME', 'souk-test');
  vi.stubEnv('EVENT_SOURCE', 'souk.orders');
  return () => vi.unstubAllEnvs();
});

const stored = (number: number) => ({
  pk: `order#ord_${number}`,
  sk: 'event#00000002',
  entity: 'event',
  event: createEvent(orderConfirmed, {
    aggregateId: `ord_${number}`,
    sequence: 2,
    occurredAt: new Date('2026-11-20T12:00:00Z'),
    correlationId: `ord_${number}`,
    causationId: 'ConfirmOrder',
    data: { orderId: `ord_${number}`, cartId: 'crt_1', cartVersion: 1 },
  }),
});

/** A batch of the stream; sequence numbers are `s0`, `s1`, … */
const batch = (items: object[]) =>
  ({
    Records: items.map((item, index) => ({
      eventID: `e${index}`,
      dynamodb: { SequenceNumber: `s${index}`, NewImage: marshall(item, { removeUndefinedValues: true }) },
    })),
  }) as unknown as DynamoDBStreamEvent;

const many = (count: number) => batch(Array.from({ length: count }, (_, number) => stored(number)));

const entriesOf = (call: number) => bus.commandCalls(PutEventsCommand)[call]?.args[0].input.Entries ?? [];

const reported = async (event: DynamoDBStreamEvent) =>
  (await handler(event)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);

describe('the events of a stream', () => {
  it('are published under their domain and name, with the time at which they occurred', async () => {
    const item = stored(1);

    expect(await reported(batch([item]))).toEqual([]);
    expect(entriesOf(0)).toEqual([
      {
        EventBusName: 'souk-test',
        Source: 'souk.orders',
        DetailType: 'OrderConfirmed',
        Detail: JSON.stringify(item.event),
        Time: new Date('2026-11-20T12:00:00Z'),
      },
    ]);
  });

  it('are published in calls of ten, in order', async () => {
    expect(await reported(many(25))).toEqual([]);
    expect([0, 1, 2].map((call) => entriesOf(call).length)).toEqual([10, 10, 5]);
    expect(entriesOf(2)[4]?.Detail).toContain('ord_24');
  });

  it('are published in calls that are smaller than 256 KB, in order', async () => {
    const large = (number: number) => ({ ...stored(number), event: undefined, text: 'x'.repeat(100_000) });

    expect(await reported(batch([large(0), large(1), large(2), stored(3), large(4)]))).toEqual([]);
    expect([0, 1, 2].map((call) => entriesOf(call).length)).toEqual([2, 3, 0]);
    expect(entriesOf(1).map(({ DetailType }) => DetailType)).toEqual([
      'MalformedEvent',
      'OrderConfirmed',
      'MalformedEvent',
    ]);
  });

  it.each([
    ['a malformed item', { event: undefined, text: 'x'.repeat(300_000) }],
    [
      'an event',
      { event: { ...stored(1).event, data: { ids: Array.from({ length: 8_500 }, () => 'ord_'.padEnd(30, '0')) } } },
    ],
  ])(
    'do not wait behind %s that is too large for the bus: it is set aside, and its item is named',
    async (_, large) => {
      expect(await reported(batch([stored(0), { ...stored(1), ...large }, stored(2)]))).toEqual([]);
      expect(entriesOf(0).map(({ DetailType }) => DetailType)).toEqual([
        'OrderConfirmed',
        'EventSetAside',
        'OrderConfirmed',
      ]);
      expect(entriesOf(0)[1]?.Source).toBe('souk.outbox');
      expect(JSON.parse(entriesOf(0)[1]?.Detail ?? '')).toMatchObject({ pk: 'order#ord_1', sk: 'event#00000002' });
    },
  );

  it('do not wait behind one that the bus always refuses, which is set aside', async () => {
    const answers = Array.from({ length: 3 }, (_, index) =>
      index === 1 ? { ErrorCode: 'MalformedDetail' } : { EventId: `id${index}` },
    );
    bus.on(PutEventsCommand).resolvesOnce({ FailedEntryCount: 1, Entries: answers }).resolves({ FailedEntryCount: 0 });

    expect(await reported(many(3))).toEqual([]);
    expect(entriesOf(1).map(({ DetailType }) => DetailType)).toEqual(['EventSetAside']);
    expect(entriesOf(1)[0]?.Detail).toContain('order#ord_1');
  });

  it('are retried from the first that the bus refused, and later ones are not sent before', async () => {
    const answers = Array.from({ length: 10 }, (_, index) =>
      index === 3 || index === 7 ? { ErrorCode: 'ThrottlingException' } : { EventId: `id${index}` },
    );
    bus
      .on(PutEventsCommand)
      .resolvesOnce({ FailedEntryCount: 0 })
      .resolvesOnce({ FailedEntryCount: 2, Entries: answers });

    expect(await reported(many(25))).toEqual(['s13']);
    expect(bus.commandCalls(PutEventsCommand)).toHaveLength(2);
  });

  it('are all retried when the bus reports a failure, but not of which event', async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 1 });

    expect(await reported(many(3))).toEqual(['s0']);
  });

  it('are retried when the bus cannot be reached', async () => {
    bus.on(PutEventsCommand).rejects(new Error('connect ECONNREFUSED'));

    await expect(handler(many(1))).rejects.toThrow('ECONNREFUSED');
  });

  it('do not wait behind a malformed item, which is published whole as MalformedEvent', async () => {
    const malformed = {
      pk: 'order#ord_1',
      sk: 'event#00000001',
      entity: 'event',
      event: { data: 1 },
    };

    expect(await reported(batch([malformed, stored(2)]))).toEqual([]);
    expect(entriesOf(0)).toMatchObject([
      { Source: 'souk.outbox', DetailType: 'MalformedEvent', Detail: JSON.stringify(malformed) },
      { Source: 'souk.orders' },
    ]);
  });
});
