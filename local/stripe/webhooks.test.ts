import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Account } from './account.ts';
import { startStripe } from './server.ts';
import { memoryJournal, type Receiver, sdkFor, startReceiver, useStripe } from './testing.ts';
import { Webhooks } from './webhooks.ts';

const stripe = useStripe({ retryDelayScale: 0.001 });

const MANUAL = { amount: 1000, currency: 'eur', capture_method: 'manual' } as const;
const PAID = { ...MANUAL, payment_method: 'pm_card_visa', confirm: true };

const register = ({ url, secret }: Receiver) => stripe().control('POST', '/test/webhook_endpoints', { url, secret });
const turn = (switches: object) => stripe().control('POST', '/test/webhooks', switches);
const createIntent = (metadata: Record<string, string> = {}) =>
  stripe().sdk.paymentIntents.create({ ...MANUAL, metadata });

const newestEvent = async () => {
  const [event] = (await stripe().sdk.events.list({ limit: 1 })).data;
  if (!event) throw new Error('There is no event.');
  return event;
};
const pending = async () => (await newestEvent()).pending_webhooks;

describe('a delivery', () => {
  test('is signed so that the SDK accepts it, and only with its secret', async () => {
    const receiver = await startReceiver();
    await register(receiver);

    const intent = await createIntent({ orderId: 'ord_1', title: 'Größe €' });
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));

    const [delivery] = receiver.received;
    const { webhooks } = stripe().sdk;
    const body = delivery?.body ?? '';
    const signature = delivery?.headers['stripe-signature'] ?? '';
    const event = webhooks.constructEvent(body, signature, receiver.secret);
    expect(delivery?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(event).toMatchObject({ type: 'payment_intent.created', pending_webhooks: 1, data: { object: intent } });
    expect(() => webhooks.constructEvent(body, signature, 'whsec_other')).toThrow();
    expect(() => webhooks.constructEvent(body.replace('1000', '1'), signature, receiver.secret)).toThrow();
  });

  test('goes to every endpoint, and the event shows how many are left', async () => {
    const [first, second] = [await startReceiver(), await startReceiver(() => 'silence')];
    await register(first);
    await register(second);

    await createIntent();

    await vi.waitFor(() =>
      expect([first.types(), second.types()]).toEqual([['payment_intent.created'], ['payment_intent.created']]),
    );
    await vi.waitFor(async () => expect(await pending()).toBe(1));
  });

  test('is not made to endpoints that were removed', async () => {
    const receiver = await startReceiver();
    await register(receiver);
    await stripe().control('DELETE', '/test/webhook_endpoints');
    await createIntent({ when: 'gone' });
    await register(receiver);

    await createIntent({ when: 'back' });

    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.event.data.object).toMatchObject({ metadata: { when: 'back' } });
  });

  test.each([500, 400, 302, 'dead-socket'] as const)('is retried after %s, with the same body', async (failure) => {
    const receiver = await startReceiver((index) => (index < 2 ? failure : 200));
    await register(receiver);

    await createIntent();
    await vi.waitFor(async () => expect(await pending()).toBe(0));

    expect(receiver.received).toHaveLength(3);
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  });

  test('is retried where no receiver listened', async () => {
    const gone = await startReceiver();
    await gone.close();
    await register(gone);
    await turn({ beforeResponse: true });
    await createIntent();

    const back = await startReceiver(() => 200, Number(new URL(gone.url).port));

    await vi.waitFor(() => expect(back.types()).toEqual(['payment_intent.created']), { timeout: 30_000 });
  });

  test('is retried when the receiver is silent for too long', async () => {
    const receiver = await startReceiver((index) => (index === 0 ? 'silence' : 200));
    const account = new Account(Date);
    const webhooks = new Webhooks(account, { retryDelayScale: 0, timeoutMs: 50 });
    onTestFinished(() => webhooks.close());
    webhooks.register(receiver);
    const charge = { object: 'charge' } as never;

    await webhooks.announce(
      account.execute(() => account.record({ type: 'charge.refunded', object: charge, previous: charge })).events,
    );

    await vi.waitFor(() => expect(account.events.all()[0]?.pending_webhooks).toBe(0));
    expect(receiver.received).toHaveLength(2);
  });
});

describe('the end of the retries', () => {
  test('comes after ten deliveries', async () => {
    const server = await startStripe({ retryDelayScale: 0 });
    onTestFinished(() => server.close());
    const receiver = await startReceiver((index) => (index < 10 ? 500 : 200));
    const body = JSON.stringify({ url: receiver.url, secret: receiver.secret });
    await fetch(`${server.url}/test/webhook_endpoints`, { method: 'POST', body });
    const given = await sdkFor(server).paymentIntents.create(MANUAL);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(10));

    const next = await sdkFor(server).paymentIntents.create(MANUAL);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(11));

    const ids = receiver.received.map(({ event }) => (event.data.object as { id: string }).id);
    expect(ids).toEqual([...Array.from({ length: 10 }, () => given.id), next.id]);
  });

  test('comes with the end of the server, which does not wait for a silent receiver', async () => {
    const receiver = await startReceiver(() => 'silence');
    const server = await startStripe({ webhooks: receiver });
    await sdkFor(server).paymentIntents.create(MANUAL);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));

    await server.close();

    await expect(fetch(server.url)).rejects.toThrow();
  });
});

describe('a start', () => {
  test('holds deliveries until the receiver is ready', async () => {
    const receiver = await startReceiver();
    const { promise: ready, resolve } = Promise.withResolvers<void>();
    const server = await startStripe({ webhooks: { ...receiver, ready } });
    onTestFinished(() => server.close());
    await sdkFor(server).paymentIntents.create(MANUAL);
    const before = receiver.received.length;

    resolve();

    await vi.waitFor(() => expect(receiver.types()).toEqual(['payment_intent.created']));
    expect(before).toBe(0);
  });

  test('delivers what the last run had not', async () => {
    const journal = memoryJournal();
    const failing = await startReceiver((index) => (index === 0 ? 200 : 500));
    const first = await startStripe({ journal, webhooks: failing });
    await sdkFor(first).paymentIntents.create(PAID);
    await vi.waitFor(() => expect(failing.received).toHaveLength(2));
    await vi.waitFor(async () => {
      const { data } = await sdkFor(first).events.list();
      expect(data.map((event) => event.pending_webhooks).toSorted()).toEqual([0, 1]);
    });
    await first.close();
    const receiver = await startReceiver();

    const second = await startStripe({ journal, webhooks: receiver });
    onTestFinished(() => second.close());

    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(receiver.received[0]?.event.id).toBe(failing.received[1]?.event.id);
  });
});
