import Stripe from 'stripe';
import { describe, expect, it, vi } from 'vitest';
import { verifyStripeEvent } from './stripe-webhook.ts';

const stripe = new Stripe('sk_test_unit');

vi.mock('./stripe-client.ts', () => ({
  connectToStripe: async () => stripe,
  readWebhookSecrets: async () => ['whsec_new', 'whsec_former'],
}));

const payload = JSON.stringify({ id: 'evt_1', object: 'event' });

const signed = (secret: string, secondsAgo = 0) =>
  stripe.webhooks.generateTestHeaderString({
    payload,
    secret,
    timestamp: Math.floor(Date.now() / 1000) - secondsAgo,
  });

describe('a Stripe signature', () => {
  it.each(['whsec_new', 'whsec_former'])('of the secret %s is good while secrets are rolled', async (secret) => {
    expect(await verifyStripeEvent(payload, signed(secret))).toMatchObject({ id: 'evt_1' });
  });

  it.each([
    ['of another secret', signed('whsec_other')],
    ['of six minutes ago', signed('whsec_new', 360)],
    ['that is garbled', 't=1,v1=zz'],
    ['that is empty', `${signed('whsec_new').split(',')[0]},v1=`],
    ['that is too short', `${signed('whsec_new').split(',')[0]},v1=ab`],
    ['with letters outside of ASCII', `${signed('whsec_new').split(',')[0]},v1=${'é'.repeat(32)}`],
    ['that is missing', undefined],
  ])('%s is refused', async (_, signature) => {
    expect(await verifyStripeEvent(payload, signature)).toBeUndefined();
  });

  it('of a thin event is good', async () => {
    const thin = JSON.stringify({ id: 'evt_1', object: 'v2.core.event', type: 'v2.core.account.created' });
    const header = stripe.webhooks.generateTestHeaderString({ payload: thin, secret: 'whsec_new' });

    expect(await verifyStripeEvent(thin, header)).toMatchObject({ id: 'evt_1' });
  });

  it('of bytes that are not JSON is good, and there is no event', async () => {
    const header = stripe.webhooks.generateTestHeaderString({ payload: '{', secret: 'whsec_new' });

    expect(await verifyStripeEvent('{', header)).toBeNull();
  });

  it('of other bytes is refused', async () => {
    expect(await verifyStripeEvent(`${payload} `, signed('whsec_new'))).toBeUndefined();
  });
});
