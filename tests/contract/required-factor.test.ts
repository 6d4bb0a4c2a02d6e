import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../functions/index.ts';
import { type RunningShop, startShop } from '../../local/shop/start.ts';
import { routesOf } from '../../shared/http/contract.ts';
import { authenticator } from '../e2e/authenticator.ts';
import { aUser, logIn } from '../e2e/person.ts';
import { call, expectProblem } from '../e2e/shop.ts';
import { ONE_NETWORK } from '../local-cloud.ts';
import { pointAt } from '../saga/cloud.ts';

/** A shop that requires a second factor of admins. */
let cloud: RunningShop;

beforeAll(async () => {
  const context = { throttleFactor: ONE_NETWORK, adminMfa: 'required' };
  cloud = await startShop({ port: 0, retryDelayScale: 0.05, context });
  pointAt(cloud);
});
afterAll(() => cloud?.stop());

it('A shop that requires a second factor of admins is not filled: the refusal names the way out.', async () => {
  const context = { adminMfa: 'required' };

  await expect(startShop({ port: 0, seed: true, context })).rejects.toThrow(/adminMfa=required .*--no-seed/);
});

const bearer = ({ accessToken }: { accessToken: string }) => ({ authorization: `Bearer ${accessToken}` });

const closed = routesOf(shop.contracts).filter(
  ({ route }) => !route.access.includes('public') && !route.opensWithoutFactor,
);

describe('an admin of a shop that requires a second factor', () => {
  it('can do nothing but enrol, then works with a code, and again nothing without the factor', async () => {
    const { email, password } = cloud.outputs.admin;
    const enter = async () => bearer((await logIn(email, password)).body);
    const bare = await enter();

    for (const { route } of closed) {
      const path = route.path.replace(/\{\w+\}/g, 'x');
      expectProblem(await call(route.method, path, { headers: bare }), 403, 'request.mfa_enrolment_required');
    }
    expect((await call('GET', '/products', { headers: bare })).status).toBe(200);
    const drafts = await call('GET', '/products?status=draft', { headers: bare });
    expectProblem(drafts, 403, 'request.mfa_enrolment_required');
    expect((await call('GET', '/users/me/mfa', { headers: bare })).body).toEqual({ enabled: false });
    const begun = await call('POST', '/users/me/mfa', { headers: bare, body: { currentPassword: password } });
    expect(begun.status).toBe(200);
    const app = authenticator(begun.body.secret);
    const proof = async () => ({ currentPassword: password, code: await app.next() });
    const used = await proof();
    expect((await call('POST', '/users/me/mfa/confirm', { headers: bare, body: used })).status).toBe(204);
    expectProblem(await call('GET', '/orders', { headers: bare }), 401, 'request.unauthenticated');

    const asked = await logIn(email, password);
    expect(asked.status).toBe(202);
    const answer = (code: string) =>
      call('POST', '/users/login/mfa', { body: { email, session: asked.body.session, code } });
    expectProblem(await answer(used.code), 401, 'users.invalid_mfa_code');
    const { status, body: tokens } = await answer(await app.next());
    expect(status).toBe(200);
    expect((await call('GET', '/orders', { headers: bearer(tokens) })).status).toBe(200);
    const { body: renewed } = await call('POST', '/users/refresh', { body: { refreshToken: tokens.refreshToken } });
    expect((await call('GET', '/products?status=draft', { headers: bearer(renewed) })).status).toBe(200);

    const ended = await call('POST', '/users/me/mfa/disable', { headers: bearer(renewed), body: await proof() });
    expect(ended.status).toBe(204);
    expectProblem(await call('GET', '/orders', { headers: await enter() }), 403, 'request.mfa_enrolment_required');
  });

  it('asks nothing of a customer', async () => {
    const { headers } = await aUser();

    expect((await call('GET', '/orders', { headers })).status).toBe(200);
  });
});
