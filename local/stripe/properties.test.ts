import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startStripe } from './server.ts';
import { type Client, clientOf } from './testing.ts';

/** Accepted cards are listed twice, so that many runs reach a charge. */
const CARDS = [
  'pm_card_visa',
  'pm_card_mastercard',
  'pm_card_chargeDeclined',
  'pm_card_chargeDeclinedInsufficientFunds',
  'pm_card_authenticationRequired',
];

const amount = fc.integer({ min: 1, max: 1200 }).map(String);
const key = fc.constantFrom('', 'a', 'b');

/** The operations on an intent, in any order, with reused keys. */
const operation = fc.oneof(
  fc.record({ path: fc.constant('confirm'), form: fc.record({ payment_method: fc.constantFrom(...CARDS) }), key }),
  fc.record({
    path: fc.constant('capture'),
    form: fc.record({ amount_to_capture: amount }, { requiredKeys: [] }),
    key,
  }),
  fc.record({ path: fc.constant('cancel'), form: fc.constant({}), key }),
  fc.record({ path: fc.constant('refund'), form: fc.record({ amount }, { requiredKeys: [] }), key }),
  fc.record({
    path: fc.constant('authenticate'),
    form: fc.record({ outcome: fc.constantFrom('success', 'failure') }),
    key,
  }),
);

const PAID = { payment_method: 'pm_card_visa', confirm: 'true' };

/** Mostly authorized already, so that capture, refund and cancel compete. */
const start = fc.constantFrom<Record<string, string>>(
  { capture_method: 'manual' },
  { capture_method: 'manual', ...PAID },
  { capture_method: 'manual', ...PAID },
  { capture_method: 'automatic', ...PAID },
);

type Operation = { path: string; form: Record<string, string>; key: string };

let client: Client;
let runs = 0;

beforeAll(async () => {
  client = clientOf(await startStripe());
});

afterAll(() => client.server.close());

function perform(id: string, { path, form, key }: Operation) {
  const headers: Record<string, string> = key ? { 'Idempotency-Key': `${runs}-${path}-${key}` } : {};
  if (path === 'refund') return client.post('/v1/refunds', { ...form, payment_intent: id }, headers);
  const base = path === 'authenticate' ? '/test' : '/v1';
  return client.post(`${base}/payment_intents/${id}/${path}`, form, headers);
}

test('for any operations in any order, no money appears or vanishes, and cancel and capture exclude each other', async () => {
  await fc.assert(
    fc.asyncProperty(start, fc.array(operation, { minLength: 3, maxLength: 12 }), async (form, operations) => {
      runs += 1;
      const created = await client.post('/v1/payment_intents', { amount: '1000', currency: 'eur', ...form });
      const { id } = created.body;
      const statuses = new Set<string>();

      for (const step of operations) {
        const answer = await perform(id, step);
        expect([200, 400, 402]).toContain(answer.status);

        const intent = (await client.get(`/v1/payment_intents/${id}?expand[]=latest_charge`)).body;
        const refunds = (await client.get(`/v1/refunds?payment_intent=${id}&limit=100`)).body.data as {
          amount: number;
        }[];
        const refunded = refunds.reduce((sum, refund) => sum + refund.amount, 0);
        statuses.add(intent.status);
        expect(intent.amount_received - refunded).toBeGreaterThanOrEqual(0);
        expect(intent.amount_received + intent.amount_capturable).toBeLessThanOrEqual(intent.amount);
        expect(intent.amount_received > 0).toBe(intent.status === 'succeeded');
        expect(intent.amount_capturable > 0).toBe(intent.status === 'requires_capture');
        expect(intent.latest_charge?.amount_captured ?? 0).toBe(intent.amount_received);
        expect(intent.latest_charge?.amount_refunded ?? 0).toBe(refunded);
      }
      expect(statuses.has('canceled') && statuses.has('succeeded')).toBe(false);
    }),
    { numRuns: 100 },
  );
});
