import { describe, expect, test, vi } from 'vitest';
import { type Receiver, startReceiver, useStripe } from './testing.ts';

const stripe = useStripe({ retryDelayScale: 0.001 });

const MANUAL = { amount: 1000, currency: 'eur', capture_method: 'manual' } as const;
const PAID = { ...MANUAL, payment_method: 'pm_card_visa', confirm: true };
const PAID_EVENTS = ['payment_intent.created', 'payment_intent.amount_capturable_updated'];

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
const resend = (eventId: string) => stripe().control('POST', '/test/webhooks/send', { eventId });

test('an endpoint gets the types that it has enabled, and no event waits for it otherwise', async () => {
  const { url, secret, types } = await startReceiver();
  const enabledEvents = ['payment_intent.amount_capturable_updated'];
  await stripe().control('POST', '/test/webhook_endpoints', { url, secret, enabledEvents });

  await stripe().sdk.paymentIntents.create(PAID);

  await vi.waitFor(() => expect(types()).toEqual(enabledEvents));
  const { data } = await stripe().sdk.events.list();
  await vi.waitFor(async () => expect(await pending()).toBe(0));
  expect(data.map(({ type }) => type).toReversed()).toEqual(PAID_EVENTS);
});

describe('a switch', () => {
  test('duplicates: each event arrives the given number of times more', async () => {
    const receiver = await startReceiver();
    await register(receiver);
    await turn({ duplicate: 2 });

    await createIntent();

    await vi.waitFor(() => expect(receiver.received).toHaveLength(3));
    expect(new Set(receiver.received.map(({ event }) => event.id)).size).toBe(1);
  });

  test('reorders: the events of a moment arrive last first', async () => {
    const receiver = await startReceiver();
    await register(receiver);
    await turn({ reorder: true });

    await stripe().sdk.paymentIntents.create(PAID);

    await vi.waitFor(() => expect(receiver.types()).toEqual(PAID_EVENTS.toReversed()));
  });

  test('pauses: no event arrives until it is off, then all in order', async () => {
    const receiver = await startReceiver();
    await register(receiver);
    await turn({ paused: true });
    await stripe().sdk.paymentIntents.create(PAID);
    const sent = await resend((await newestEvent()).id);
    const before = receiver.types();

    await turn({ paused: false });

    await vi.waitFor(() => expect(receiver.types()).toEqual([PAID_EVENTS[1], ...PAID_EVENTS]));
    expect(before).toEqual([PAID_EVENTS[1]]);
    expect(sent.body).toEqual({ deliveries: [{ url: receiver.url, status: 200 }] });
  });

  test('pauses and reorders: held events arrive last first', async () => {
    const receiver = await startReceiver();
    await register(receiver);
    await turn({ paused: true, reorder: true });
    const { id } = await stripe().sdk.paymentIntents.create(PAID);
    await stripe().sdk.paymentIntents.capture(id);

    await stripe().control('DELETE', '/test/webhooks');

    await vi.waitFor(() =>
      expect(receiver.types()).toEqual([...PAID_EVENTS, 'charge.captured', 'payment_intent.succeeded'].toReversed()),
    );
  });

  test('pauses retries too', async () => {
    const receiver = await startReceiver(async (index) => {
      if (index === 0) await turn({ paused: true });
      return index === 0 ? 500 : 200;
    });
    await register(receiver);
    await turn({ beforeResponse: true });
    await createIntent();
    await resend((await newestEvent()).id);
    const before = receiver.received.length;

    await turn({ paused: false });

    await vi.waitFor(() => expect(receiver.received).toHaveLength(3));
    expect(before).toBe(2);
  });

  test('delays: later changes arrive earlier', async () => {
    const receiver = await startReceiver();
    await register(receiver);
    await turn({ delayMs: 300 });
    const first = await createIntent();
    await turn({ delayMs: 0 });

    const second = await createIntent();

    await vi.waitFor(() => expect(receiver.received).toHaveLength(2));
    expect(receiver.received.map(({ event }) => event.data.object)).toEqual([second, first]);
  });

  test('delivers before the response: the receiver can already read what the caller does not know', async () => {
    const statuses: string[] = [];
    const receiver = await startReceiver(async (_index, { data }) => {
      const { id } = data.object as { id: string };
      statuses.push((await stripe().sdk.paymentIntents.retrieve(id)).status);
      return 200;
    });
    await register(receiver);
    await turn({ beforeResponse: true });

    await stripe().sdk.paymentIntents.create(PAID);

    expect(statuses).toEqual(['requires_capture', 'requires_capture']);
    expect(await pending()).toBe(0);
  });

  test('delivers before the response: also that of the customer’s challenge', async () => {
    const receiver = await startReceiver();
    const challenged = { ...PAID, payment_method: 'pm_card_authenticationRequired' };
    const { id } = await stripe().sdk.paymentIntents.create(challenged);
    await register(receiver);
    await turn({ beforeResponse: true });

    await stripe().control('POST', `/test/payment_intents/${id}/authenticate`, { outcome: 'success' });

    expect(receiver.types()).toEqual(['payment_intent.amount_capturable_updated']);
  });

  test('delivers before the response, but a pause does not hold the response', async () => {
    await register(await startReceiver());
    await turn({ beforeResponse: true, paused: true });

    expect((await createIntent()).status).toBe('requires_payment_method');
  });

  test('drops deliveries permanently, and Stripe counts them as made', async () => {
    const receiver = await startReceiver();
    await register(receiver);
    await turn({ drop: true });
    await createIntent({ when: 'lost' });
    const pendingOfLost = await pending();

    await turn({ drop: false });
    await createIntent({ when: 'found' });

    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));
    expect(pendingOfLost).toBe(0);
    expect(receiver.received[0]?.event.data.object).toMatchObject({ metadata: { when: 'found' } });
  });

  test('stays as it is when a different one is changed, and all are off after a reset', async () => {
    await turn({ duplicate: 1 });

    const both = await turn({ delayMs: 5 });
    const none = await stripe().control('DELETE', '/test/webhooks');

    expect(both.body).toEqual({ duplicate: 1, delayMs: 5 });
    expect(none.body).toEqual({});
  });

  test.each([{ duplicate: -1 }, { reorder: 'yes' }, { delay: 5 }])('cannot be %o', async (switches) => {
    expect((await turn(switches)).status).toBe(400);
  });
});

describe('sending again', () => {
  test('returns the receiver’s status', async () => {
    const receiver = await startReceiver((index) => (index === 0 ? 200 : 503));
    await register(receiver);
    await createIntent();
    await vi.waitFor(() => expect(receiver.received).toHaveLength(1));

    const again = await resend((await newestEvent()).id);

    expect(again.body.deliveries).toEqual([{ url: receiver.url, status: 503 }]);
    expect(receiver.received).toHaveLength(2);
    expect(receiver.received[1]?.event.id).toBe(receiver.received[0]?.event.id);
  });

  test('an unknown event is 404, an endpoint without URL is refused', async () => {
    expect((await resend('evt_none')).status).toBe(404);
    expect((await stripe().control('POST', '/test/webhook_endpoints', { url: 'shop', secret: 's' })).status).toBe(400);
  });
});
