import { describe, expect, it } from 'vitest';
import { call, expectProblem } from './shop.ts';

describe('what is nowhere', () => {
  it('is told as 404, as 405 with the methods that there are, and as 400 for a login that is no login', async () => {
    expectProblem(await call('GET', '/nowhere'), 404, 'request.not_found');
    const wrongMethod = await call('DELETE', '/products');
    expectProblem(wrongMethod, 405, 'request.method_not_allowed');
    expect(wrongMethod.headers.get('allow')).toBe('GET, POST');
    expectProblem(await call('POST', '/users/login', { body: { email: 'x' } }), 400, 'request.invalid');
    const wrong = await call('POST', '/users/login', {
      body: { email: 'nobody@example.com', password: 'Wrong-password-1' },
    });
    expectProblem(wrong, 401, 'users.invalid_credentials');
  });
});
