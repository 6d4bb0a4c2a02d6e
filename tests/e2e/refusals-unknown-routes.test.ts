import { describe, expect, it } from 'vitest';
import { call, expectProblem } from './shop.ts';

describe('a request that no route serves', () => {
  it('gets 404 for an unknown path, 405 with the allowed methods, and 400 for an incomplete login', async () => {
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
