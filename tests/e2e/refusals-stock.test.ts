import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, aProduct, call, expectProblem, stockOf } from './shop.ts';

describe('stock', () => {
  let sku: string;

  beforeAll(async () => {
    ({ sku } = await aProduct({ onHand: 10 }));
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['a negative count', { onHand: -1, reason: 'x' }, '#/onHand: At least 0.'],
    ['a fraction', { onHand: 1.5, reason: 'x' }, '#/onHand: Must be a whole number.'],
    ['text', { onHand: '5', reason: 'x' }, '#/onHand: Must be a number.'],
    ['an overflow', { onHand: 1e300, reason: 'x' }, '#/onHand: At most 10,000,000.'],
    ['no reason', { onHand: 5 }, '#/reason: Required.'],
    [
      'count and adjustment at once',
      { onHand: 5, adjustBy: 1, reason: 'x' },
      '#: Must be either { onHand, reason } or { adjustBy, reason }.',
    ],
    ['an unknown field', { onHand: 5, reason: 'x', available: 3 }, '#/available: Unknown field.'],
    [
      'a misspelt count',
      { onhand: 300, reason: 'x' },
      '#/onhand: Unknown field. #: Must be either { onHand, reason } or { adjustBy, reason }.',
    ],
    ['nothing', {}, '#/reason: Required. #: Must be either { onHand, reason } or { adjustBy, reason }.'],
  ])('refuses %s', async (_, body, detail) => {
    const answer = await call('PUT', `/inventory/${sku}`, { headers: { ...(await admin()), 'if-match': '*' }, body });

    expectProblem(answer, 400, 'request.invalid');
    expect(answer.body.detail).toBe(detail);
    expect(await stockOf(sku)).toMatchObject({ available: 10 });
  });

  it('is set on the version that was read, adjusted once per key, and not found for unknown SKUs', async () => {
    const headers = await admin();
    expectProblem(
      await call('PUT', `/inventory/${sku}`, { headers, body: { onHand: 5, reason: 'x' } }),
      428,
      'request.precondition_required',
    );
    expectProblem(
      await call('PUT', `/inventory/${sku}`, {
        headers: { ...headers, 'if-match': '"77"' },
        body: { onHand: 5, reason: 'x' },
      }),
      412,
      'request.version_mismatch',
    );
    expectProblem(
      await call('PUT', '/inventory/NO-SUCH-SKU', { headers, body: { onHand: 5, reason: 'x' } }),
      404,
      'request.not_found',
    );
    expectProblem(
      await call('PUT', `/inventory/${sku}`, { headers, body: { adjustBy: 2, reason: 'x' } }),
      400,
      'request.invalid',
    );
    const key = { ...headers, 'idempotency-key': randomUUID() };
    const adjust = () => call('PUT', `/inventory/${sku}`, { headers: key, body: { adjustBy: 2, reason: 'found' } });
    const answers = await Promise.all([adjust(), adjust(), adjust()]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await stockOf(sku)).toMatchObject({ available: 12 });
    const other = await call('PUT', `/inventory/${sku}`, { headers: key, body: { adjustBy: 3, reason: 'found' } });
    expectProblem(other, 422, 'inventory.idempotency_key_reused');
  });
});
