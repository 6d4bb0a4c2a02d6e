import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { admin, call, codeFor, expectProblem } from './shop.ts';

const logIn = (email: string, password: string, headers: Record<string, string> = {}) =>
  call('POST', '/users/login', { body: { email, password }, headers });

describe('throttles', () => {
  it('let ten of 100 parallel wrong logins through, and answer 429 to the others', async () => {
    const email = `nobody-${randomUUID()}@example.com`;

    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => logIn(email, `wrong-${index}-Aa1!`)));

    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(90);
    for (const answer of refused) {
      expectProblem(answer, 429, 'request.too_many_requests');
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(Number(answer.headers.get('retry-after'))).toBeLessThanOrEqual(900);
    }
    expect((await logIn(process.env.ADMIN_EMAIL ?? '', process.env.ADMIN_PASSWORD ?? '')).status).toBe(200);
  });

  it('of wrong passwords leave an owner at a place that they use, who can set a new one, too', async () => {
    const email = `owner-${randomUUID()}@example.com`;
    const password = 'Correct-horse-battery-1';
    await call('POST', '/users/register', { body: { email, password } });
    await call('POST', '/users/confirm', { body: { email, code: await codeFor(email) } });
    const wrongCodes = Array.from({ length: 12 }, () =>
      call('POST', '/users/confirm', { body: { email, code: '000000' } }),
    );
    const codes = (await Promise.all(wrongCodes)).map(({ status }) => status);
    expect(codes.filter((status) => status === 429)).toHaveLength(2);
    expect((await logIn(email, password)).status).toBe(200);

    const guesses = (count: number) =>
      Promise.all(Array.from({ length: count }, (_, index) => logIn(email, `wrong-${index}-Aa1!`)));
    await guesses(10);
    expect((await logIn(email, password)).status).toBe(200);
    await guesses(12);
    expectProblem(await logIn(email, password), 429, 'request.too_many_requests');
    await call('POST', '/users/password/forgot', { body: { email } });
    const body = { email, code: await codeFor(email), newPassword: `${password}-new` };
    expect((await call('POST', '/users/password/reset', { body })).status).toBe(204);
    expect((await logIn(email, body.newPassword)).status).toBe(200);
  });

  it('identify a partner by a key that an admin made, until the key is deleted', async () => {
    const created = await call('POST', '/api-keys', { headers: await admin(), body: { name: 'Price comparison' } });
    const headers = { 'x-api-key': created.body.key as string };
    const email = `nobody-${randomUUID()}@example.com`;

    expect(created.status).toBe(201);
    expectProblem(await logIn(email, 'wrong', headers), 401, 'users.invalid_credentials');
    expect((await call('DELETE', `/api-keys/${created.body.id}`, { headers: await admin() })).status).toBe(204);
    expectProblem(await logIn(email, 'wrong', headers), 401, 'request.unauthenticated');
  });
});
