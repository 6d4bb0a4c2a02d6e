import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import { orderConfirmedMessage } from '../domain/messages.ts';
import { deliveriesStore } from '../store/deliveries.ts';
import { type NotifyBuyerPorts, notifyBuyer } from './notify-buyer.ts';

let testTable: TestTable;

beforeAll(async () => {
  testTable = await startTestTable();
});

afterAll(() => testTable.stop());

const total = { amount: 1999, currency: 'EUR' };
const order = { number: 'K7Q2', lines: [{ title: 'Mug', quantity: 1, lineTotal: total }], totals: { total } };

let eventId: string;
let sent: string[];
let now: Date;

beforeEach(() => {
  eventId = randomUUID();
  sent = [];
  now = new Date('2026-11-20T12:00:00Z');
});

/** One run of the consumer over the event; the argument replaces ports. */
const run = (changed: Partial<NotifyBuyerPorts> = {}) =>
  notifyBuyer(
    {
      getOrderState: async () => order,
      getMailAddress: async () => 'ada@example.com',
      ...deliveriesStore(testTable.table),
      send: async (to) => void sent.push(to),
      ...changed,
    },
    { now: () => now },
    eventId,
    'ord_1',
    orderConfirmedMessage,
  );

const died = async () => {
  throw new Error('The run dies here.');
};

describe('the buyer of an order', () => {
  it('is mailed once, however often the event is delivered', async () => {
    await run();
    await run();

    expect(sent).toEqual(['ada@example.com']);
  });

  it('is mailed once when two runs get the event at once, and the second run is retried', async () => {
    const gate = Promise.withResolvers<void>();
    const first = run({
      send: async (to) => {
        sent.push(to);
        await gate.promise;
      },
    });
    await expect.poll(() => sent).toHaveLength(1);

    await expect(run()).rejects.toMatchObject({ name: 'TransientFault' });
    gate.resolve();
    await first;
    await run();

    expect(sent).toHaveLength(1);
  });

  it('is mailed by the next retry when sending failed, without a wait for the lease', async () => {
    await expect(run({ send: died })).rejects.toThrow('The run dies here.');
    await run();

    expect(sent).toHaveLength(1);
  });

  it('is mailed again after the lease when a run died between sending and marking', async () => {
    await expect(run({ markSent: died })).rejects.toThrow();
    now = new Date(now.getTime() + 59_000);
    await expect(run()).rejects.toMatchObject({ name: 'TransientFault' });
    now = new Date(now.getTime() + 2_000);
    await run();
    await run();

    expect(sent).toHaveLength(2);
  });

  it('gets no mail once the contact is erased, and the event counts as done', async () => {
    await run({ getMailAddress: async () => undefined });

    expect(sent).toEqual([]);
  });

  it('of an order that does not exist causes a fault', async () => {
    await expect(run({ getOrderState: async () => undefined })).rejects.toThrow('ord_1');
  });
});
