import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { aGuest, aProduct, call, expectProblem, mailsTo } from './shop.ts';

/** The types that a page of another site can send without a question to the shop first. */
const SIMPLE_TYPES = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];

describe('what a page of another site makes a browser send', () => {
  it.each(SIMPLE_TYPES)('as %s mails nobody', async (type) => {
    const email = `stranger-${randomUUID()}@example.com`;
    const bodies = {
      '/users/register': { email, password: 'Correct-horse-battery-1' },
      '/users/resend': { email },
      '/users/password/forgot': { email },
    };

    for (const [path, body] of Object.entries(bodies)) {
      const headers = { 'content-type': type, origin: 'https://elsewhere.example' };
      const answer = await call('POST', path, { raw: JSON.stringify(body), headers });
      expectProblem(answer, 415, 'request.unsupported_media_type');
    }

    // The same request with its type has the one mail, so that none came before.
    expect((await call('POST', '/users/register', { body: bodies['/users/register'] })).status).toBe(202);
    expect(await mailsTo(email)).toHaveLength(1);
  });

  it.each(SIMPLE_TYPES)('as %s changes no cart', async (type) => {
    const { sku } = await aProduct();
    const guest = await aGuest([{ sku, quantity: 1 }]);

    const answers = [
      await call('POST', '/cart/items', {
        raw: JSON.stringify({ sku, quantity: 1 }),
        headers: { ...guest.headers, 'content-type': type },
      }),
      await call('PUT', `/cart/items/${sku}`, {
        raw: JSON.stringify({ quantity: 5 }),
        headers: { ...guest.headers, 'content-type': type },
      }),
    ];

    for (const answer of answers) expectProblem(answer, 415, 'request.unsupported_media_type');
    const { body } = await call('GET', '/cart', { headers: guest.headers });
    expect(body.items).toMatchObject([{ sku, quantity: 1 }]);
  });
});
