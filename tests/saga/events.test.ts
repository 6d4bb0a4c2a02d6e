import { randomUUID } from 'node:crypto';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueUrlCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { aGuest, aProduct, buy, call, consoleView, mailsTo } from '../e2e/shop.ts';
import { outputOf, useCloud } from './cloud.ts';

const shop = useCloud();

const patience = { timeout: 120_000, interval: 200 };

async function aConfirmedOrder() {
  const { sku } = await aProduct();
  const guest = await aGuest([{ sku, quantity: 1 }]);
  const { body: order } = await buy(guest);
  expect(order.status).toBe('confirmed');
  return { order, guest, sku };
}

const putEvent = async (source: string, detailType: string, detail: unknown) => {
  const { FailedEntryCount } = await new EventBridgeClient().send(
    new PutEventsCommand({
      Entries: [
        {
          EventBusName: outputOf(shop.cloud(), 'EventBusName'),
          Source: source,
          DetailType: detailType,
          Detail: JSON.stringify(detail),
        },
      ],
    }),
  );
  expect(FailedEntryCount).toBe(0);
};

/** The messages that wait in a queue, by its name. */
async function messagesIn(queueName: string): Promise<string[]> {
  const sqs = new SQSClient();
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: queueName }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 }),
  );
  return Messages.map(({ Body }) => Body ?? '');
}

interface Published {
  readonly 'detail-type': string;
  readonly detail: { readonly metadata: { readonly id: string }; readonly data: { readonly orderId?: string } };
}

const publishedFor = async (orderId: string, name: string): Promise<Published[]> =>
  ((await consoleView('events')) as Published[]).filter(
    (event) => event['detail-type'] === name && event.detail.data?.orderId === orderId,
  );

describe('a consumer that throws', () => {
  it('gets the event again, and applies it once', async () => {
    shop.cloud().faults.add({
      service: 'lambda',
      function: 'souk-local-notifications-events',
      when: 'before',
      times: 2,
    });

    const { guest } = await aConfirmedOrder();

    await expect.poll(() => mailsTo(guest.email), patience).toHaveLength(1);
    expect(shop.cloud().faults.list()).toEqual([]);
  });

  it('keeps the event when sending the mail fails, and sends it later', async () => {
    shop.cloud().faults.add({ service: 'ses', operation: 'SendEmail', when: 'before', times: 3 });

    const { guest } = await aConfirmedOrder();

    await expect.poll(() => shop.cloud().faults.list(), patience).toEqual([]);
    await expect.poll(() => mailsTo(guest.email), { timeout: 240_000, interval: 200 }).toHaveLength(1);
  }, 480_000);
});

describe('a poison event', () => {
  it('is retried, then set aside with its payload, while other events are consumed', async () => {
    const marker = randomUUID();
    await putEvent('souk.orders', 'OrderConfirmed', { metadata: { marker }, data: {} });

    const { guest } = await aConfirmedOrder();

    await expect.poll(() => mailsTo(guest.email), patience).toHaveLength(1);
    await expect
      .poll(async () => (await messagesIn('souk-local-notifications-events-dead')).join(), patience)
      .toContain(marker);
  });

  it('in a table is set aside whole, and does not block the events behind it', async () => {
    const marker = randomUUID();
    const item = { pk: { S: `poison#${marker}` }, sk: { S: 'event#1' }, entity: { S: 'event' }, event: { S: marker } };
    await new DynamoDBClient().send(new PutItemCommand({ TableName: 'souk-local-orders', Item: item }));

    const { guest } = await aConfirmedOrder();

    await expect.poll(() => mailsTo(guest.email), patience).toHaveLength(1);
    await expect.poll(async () => (await messagesIn('souk-local-attention')).join(), patience).toContain(marker);
  });
});

describe('an event that is too large for the bus', () => {
  it('is set aside at once and named to the operators, and does not block the events behind it', async () => {
    const marker = randomUUID();
    const item = {
      ...{ pk: { S: `large#${marker}` }, sk: { S: 'event#1' }, entity: { S: 'event' } },
      event: { L: Array.from({ length: 8_500 }, () => ({ S: 'ord_'.padEnd(30, '0') })) },
    };
    await new DynamoDBClient().send(new PutItemCommand({ TableName: 'souk-local-orders', Item: item }));

    const { guest } = await aConfirmedOrder();

    await expect.poll(() => mailsTo(guest.email), patience).toHaveLength(1);
    await expect.poll(async () => (await messagesIn('souk-local-attention')).join(), patience).toContain(marker);
    expect((await messagesIn('souk-local-attention')).find((message) => message.includes(marker))).toContain(
      'EventSetAside',
    );
  });
});

describe('a duplicate event', () => {
  it('is applied once: one mail, and a cart that was filled again stays filled', async () => {
    const { order, guest, sku } = await aConfirmedOrder();
    await expect.poll(() => mailsTo(guest.email), patience).toHaveLength(1);
    const [event] = await publishedFor(order.id, 'OrderConfirmed');
    await call('POST', '/cart/items', { headers: guest.headers, body: { sku, quantity: 3 } });

    await Promise.all([1, 2, 3].map(() => putEvent('souk.orders', 'OrderConfirmed', event?.detail)));
    const { guest: later } = await aConfirmedOrder();

    await expect.poll(() => mailsTo(later.email), patience).toHaveLength(1);
    await expect.poll(async () => (await publishedFor(order.id, 'OrderConfirmed')).length, patience).toBe(4);
    expect(await mailsTo(guest.email)).toHaveLength(1);
    const cart = await call('GET', '/cart', { headers: guest.headers });
    expect(cart.body.items).toMatchObject([{ sku, quantity: 3 }]);
  });
});

describe('a publisher', () => {
  it('that cannot reach the bus, or loses its answer, publishes every event in the end', async () => {
    shop.cloud().faults.add({ service: 'events', operation: 'PutEvents', when: 'before', times: 4 });
    shop.cloud().faults.add({ service: 'lambda', function: 'souk-local-orders-publisher', when: 'after', times: 2 });

    const { order, guest } = await aConfirmedOrder();

    await expect.poll(() => mailsTo(guest.email), patience).toHaveLength(1);
    for (const name of ['OrderPlaced', 'OrderConfirmed']) {
      expect((await publishedFor(order.id, name)).length).toBeGreaterThanOrEqual(1);
    }
    const ids = (await publishedFor(order.id, 'OrderConfirmed')).map(({ detail }) => detail.metadata.id);
    expect(new Set(ids).size).toBe(1);
  });
});
