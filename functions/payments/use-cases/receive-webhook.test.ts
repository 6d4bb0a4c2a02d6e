import { describe, expect, it, vi } from 'vitest';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import type { Payment } from '../domain/payment.ts';
import type { Intent, Waiting } from '../domain/provider.ts';
import { receiveWebhook, type WebhookPorts } from './receive-webhook.ts';

const euro = (amount: number) => ({ amount, currency: 'EUR' });

const waiting: Payment = {
  id: 'pay_1',
  orderId: 'ord_1',
  amount: euro(2500),
  status: 'requires_action',
  intentId: 'pi_1',
  fenced: false,
  version: 3,
  createdAt: '2026-11-20T12:00:00.000Z',
  updatedAt: '2026-11-20T12:00:00.000Z',
};

const webhook = { eventId: 'evt_1', intentId: 'pi_1', orderId: 'ord_1', about: 'intent' } as const;

/** A shop with one payment, whose intent the provider returns as given. */
function shopWith(payment: Payment | undefined, intent: Intent) {
  const ports = {
    clock: { now: () => new Date('2026-11-20T12:05:00Z') },
    provider: { readIntent: vi.fn(async () => intent) },
    getPayment: vi.fn(async () => payment),
    save: vi.fn(async () => true),
    keepWebhook: vi.fn(async () => 'fresh' as 'fresh' | 'open' | 'done'),
    closeWebhook: vi.fn(async () => undefined),
    getWaiting: async () =>
      ({ type: 't', redirectUrl: '', clientSecret: 's', taskTokens: ['token'] }) as Waiting | undefined,
    endWaiting: vi.fn(async () => undefined),
    answerTask: vi.fn(async (_: string) => true),
    failTask: vi.fn(async (_: string) => true),
  };
  return { ports, receive: () => receiveWebhook(ports as unknown as WebhookPorts, webhook) };
}

const expectUntouched = ({ ports }: ReturnType<typeof shopWith>) => {
  expect(ports.save).not.toHaveBeenCalled();
  expect(ports.answerTask).not.toHaveBeenCalled();
  expect(ports.failTask).not.toHaveBeenCalled();
};

describe('a webhook', () => {
  it('of an authorized intent is recorded and answers the waiting saga', async () => {
    const shop = shopWith(waiting, { id: 'pi_1', state: 'authorized', amount: euro(2500) });

    expect(await shop.receive()).toBe('answered');
    expect(shop.ports.save).toHaveBeenCalledOnce();
    expect(shop.ports.answerTask).toHaveBeenCalledWith('token');
    expect(shop.ports.closeWebhook).toHaveBeenCalledWith('evt_1', 'answered');
  });

  it('answers every attempt that may wait, since only one of them is alive', async () => {
    const shop = shopWith(waiting, { id: 'pi_1', state: 'authorized', amount: euro(2500) });
    shop.ports.getWaiting = async () => ({
      type: 't',
      redirectUrl: '',
      clientSecret: 's',
      taskTokens: ['a', 'live', 'c'],
    });
    shop.ports.answerTask.mockImplementation(async (token) => token === 'live');

    expect(await shop.receive()).toBe('answered');
    expect(shop.ports.answerTask.mock.calls).toEqual([['a'], ['live'], ['c']]);
    expect(shop.ports.endWaiting).toHaveBeenCalledExactlyOnceWith('ord_1');
  });

  it.each<[string, 'authorized' | 'declined']>([
    ['authorization', 'authorized'],
    ['decline', 'declined'],
  ])('whose %s reaches nobody is not done: the provider sends it again', async (_, state) => {
    const shop = shopWith(waiting, { id: 'pi_1', state, amount: euro(2500) });
    shop.ports.answerTask.mockResolvedValue(false);
    shop.ports.failTask.mockResolvedValue(false);
    shop.ports.getPayment.mockResolvedValueOnce(waiting);
    shop.ports.getPayment.mockResolvedValueOnce({ ...waiting, status: state === 'declined' ? 'failed' : state });

    await expect(shop.receive()).rejects.toThrow(TransientFault);
    expect(shop.ports.closeWebhook).not.toHaveBeenCalled();
    expect(shop.ports.endWaiting).not.toHaveBeenCalled();
  });

  it('that nobody waits for any more is done once the saga has moved on', async () => {
    const shop = shopWith({ ...waiting, status: 'captured' }, { id: 'pi_1', state: 'captured', amount: euro(2500) });
    shop.ports.answerTask.mockResolvedValue(false);

    expect(await shop.receive()).toBe('recorded');
    expect(shop.ports.closeWebhook).toHaveBeenCalledWith('evt_1', 'recorded');
  });

  it('that another writer overtook is decided anew from what that one stored', async () => {
    const shop = shopWith(waiting, { id: 'pi_1', state: 'authorized', amount: euro(2500) });
    shop.ports.save.mockResolvedValueOnce(false);

    expect(await shop.receive()).toBe('answered');
    expect(shop.ports.save).toHaveBeenCalledTimes(2);
  });

  it('that is overtaken again and again is sent again by the provider', async () => {
    const shop = shopWith(waiting, { id: 'pi_1', state: 'authorized', amount: euro(2500) });
    shop.ports.save.mockResolvedValue(false);

    await expect(shop.receive()).rejects.toThrow('changed meanwhile');
    expect(shop.ports.closeWebhook).not.toHaveBeenCalled();
  });

  it('of an intent about another amount is set aside, and never acted on', async () => {
    const shop = shopWith(waiting, { id: 'pi_1', state: 'authorized', amount: euro(1) });

    expect(await shop.receive()).toBe('wrong_amount');
    expectUntouched(shop);
  });

  it.each<[string, Payment | undefined]>([
    ['of no order of ours', undefined],
    ['of another intent than the order has', { ...waiting, intentId: 'pi_2' }],
  ])('%s is set aside, and nobody is asked about it', async (_, payment) => {
    const shop = shopWith(payment, { id: 'pi_1', state: 'authorized', amount: euro(2500) });

    expect(await shop.receive()).toBe('unknown_intent');
    expect(shop.ports.provider.readIntent).not.toHaveBeenCalled();
    expectUntouched(shop);
  });

  it('that comes after the payment was undone changes nothing', async () => {
    const shop = shopWith({ ...waiting, fenced: true }, { id: 'pi_1', state: 'authorized', amount: euro(2500) });

    expect(await shop.receive()).toBe('payment_is_over');
    expectUntouched(shop);
  });

  it('that was dealt with before is not looked at again', async () => {
    const shop = shopWith(waiting, { id: 'pi_1', state: 'authorized', amount: euro(2500) });
    shop.ports.keepWebhook.mockResolvedValue('done');

    expect(await shop.receive()).toBe('duplicate');
    expectUntouched(shop);
  });

  it('whose first run died before it answered the saga answers it now', async () => {
    const shop = shopWith(
      { ...waiting, status: 'authorized' },
      { id: 'pi_1', state: 'authorized', amount: euro(2500) },
    );
    shop.ports.keepWebhook.mockResolvedValue('open');

    expect(await shop.receive()).toBe('answered');
    expect(shop.ports.answerTask).toHaveBeenCalledWith('token');
  });
});
