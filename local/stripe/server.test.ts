import { describe, expect, onTestFinished, test } from 'vitest';
import { startStripe } from './server.ts';
import { clientOf, memoryJournal, sdkFor, useStripe } from './testing.ts';

const stripe = useStripe();

const INTENTS = '/v1/payment_intents';

describe('the entrance', () => {
  test.each([undefined, 'Bearer pk_test_1', 'Bearer sk_live_1', 'sk_test_1'])(
    '%s is not a key',
    async (authorization) => {
      const headers: Record<string, string> = authorization ? { authorization } : {};

      const response = await fetch(`${stripe().server.url}${INTENTS}`, { headers });

      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    },
  );

  test('a key may be the user of basic authentication, as with curl -u', async () => {
    const headers = { authorization: `Basic ${Buffer.from('sk_test_1:').toString('base64')}` };

    expect((await fetch(`${stripe().server.url}${INTENTS}`, { headers })).status).toBe(200);
  });

  test.each(['/v1/nothing', '/', '//', '/v1/payment_intents/pi_1/pay', '/test/nothing'])(
    '%s is not found',
    async (path) => {
      const answer = await stripe().get(path);

      expect(answer.status).toBe(404);
      expect(answer.body.error.message).toContain('Unrecognized request URL');
    },
  );

  test('JSON is not accepted in place of a form', async () => {
    const response = await fetch(`${stripe().server.url}${INTENTS}`, {
      method: 'POST',
      headers: { authorization: 'Bearer sk_test_1', 'content-type': 'application/json' },
      body: JSON.stringify({ amount: 100, currency: 'eur' }),
    });

    expect(response.status).toBe(400);
  });

  test('each response has a request id and echoes the version', async () => {
    const answer = await stripe().post(
      INTENTS,
      { amount: '1', currency: 'eur' },
      { 'Stripe-Version': '2026-10-28.endive' },
    );

    expect(answer.headers.get('request-id')).toMatch(/^req_/);
    expect(answer.headers.get('stripe-version')).toBe('2026-10-28.endive');
  });

  test('a body beyond a megabyte is refused', async () => {
    const answer = await stripe().post(INTENTS, { description: 'x'.repeat(1024 * 1024) });

    expect(answer.status).toBe(413);
  });
});

describe('parameters', () => {
  test.each<[Record<string, string>, string | undefined, string]>([
    [{ currency: 'eur' }, 'parameter_missing', 'amount'],
    [{ amount: '1' }, 'parameter_missing', 'currency'],
    [{ amount: '1.5', currency: 'eur' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: '1e3', currency: 'eur' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: '0', currency: 'eur' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: '-1', currency: 'eur' }, 'parameter_invalid_integer', 'amount'],
    [{ amount: '100000000', currency: 'eur' }, 'amount_too_large', 'amount'],
    [{ amount: '', currency: 'eur' }, 'parameter_invalid_empty', 'amount'],
    [{ amount: '1', currency: 'doubloon' }, undefined, 'currency'],
    [{ amount: '49', currency: 'eur' }, 'amount_too_small', 'amount'],
    [{ amount: '49', currency: 'jpy' }, 'amount_too_small', 'amount'],
    [{ amount: '1999', currency: 'kwd' }, undefined, 'amount'],
    [{ amount: '1', currency: 'eur', orderId: '1' }, 'parameter_unknown', 'orderId'],
    [
      { amount: '1', currency: 'eur', 'automatic_payment_methods[on]': 'true' },
      'parameter_unknown',
      'automatic_payment_methods[on]',
    ],
    [{ amount: '1', currency: 'eur', capture_method: 'later' }, undefined, 'capture_method'],
    [{ amount: '1', currency: 'eur', confirm: 'yes' }, undefined, 'confirm'],
    [
      { amount: '1', currency: 'eur', return_url: 'https://a.example' },
      'payment_intent_invalid_parameter',
      'return_url',
    ],
    [{ amount: '1', currency: 'eur', metadata: 'x' }, undefined, 'metadata'],
    [{ amount: '1', currency: 'eur', 'metadata[a]': 'x'.repeat(501) }, undefined, 'metadata[a]'],
    [{ amount: '50', currency: 'eur', expand: 'latest_charge' }, undefined, 'expand'],
  ])('%o is refused', async (form, code, param) => {
    const answer = await stripe().post(INTENTS, form);

    expect(answer.status).toBe(400);
    expect(answer.body.error).toMatchObject({ type: 'invalid_request_error', param });
    expect(answer.body.error.code).toBe(code);
    expect(answer.body.error.doc_url).toBe(code && `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`);
  });

  test.each(['limit=0', 'limit=101', 'limit=x', 'starting_after=pi_none', 'page=2'])(
    'a list with %s is refused',
    async (query) => {
      expect((await stripe().get(`${INTENTS}?${query}`)).status).toBe(400);
    },
  );
});

describe('the process', () => {
  test('state and keys survive a kill when there is a journal', async () => {
    const journal = memoryJournal();
    const first = await startStripe({ journal });
    onTestFinished(() => first.close());
    const params = { amount: 1000, currency: 'eur', payment_method: 'pm_card_visa', confirm: true };
    const intent = await sdkFor(first).paymentIntents.create(params, { idempotencyKey: 'k' });
    await sdkFor(first).refunds.create({ payment_intent: intent.id, amount: 10 });

    const second = await startStripe({ journal });
    onTestFinished(() => second.close());

    const sdk = sdkFor(second);
    expect(await sdk.paymentIntents.retrieve(intent.id)).toEqual(intent);
    expect((await sdk.paymentIntents.create(params, { idempotencyKey: 'k' })).id).toBe(intent.id);
    expect((await sdk.refunds.create({ payment_intent: intent.id })).amount).toBe(990);
  });

  test('a request is kept whole before it is answered: its objects, events and key in one entry', async () => {
    const journal = memoryJournal();
    const server = await startStripe({ journal, webhooks: { url: 'http://127.0.0.1:1', secret: 'whsec_x' } });
    onTestFinished(() => server.close());

    await sdkFor(server).paymentIntents.create({ amount: 1000, currency: 'eur' }, { idempotencyKey: 'k' });

    const [entry] = journal.entries;
    expect(entry?.map(({ kind }) => kind).toSorted()).toEqual(['events', 'events', 'keys', 'paymentIntents']);
    expect(entry?.findLast(({ kind }) => kind === 'events')?.item).toMatchObject({ pending_webhooks: 1 });
  });

  test('a taken port is an error, not a crash', async () => {
    await expect(startStripe({ port: stripe().server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  test('closing does not wait for idle connections', async () => {
    const server = await startStripe();
    await clientOf(server).get(INTENTS);

    await server.close();

    await expect(fetch(server.url)).rejects.toThrow();
  });
});
