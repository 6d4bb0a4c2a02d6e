import { randomUUID } from 'node:crypto';
import { ADDRESS } from '../e2e/shop.ts';
import {
  ANY_VERSION,
  admins,
  type Expectation,
  everyone,
  type Person,
  type Probe,
  type Who,
  type World,
} from './answers.ts';

const signedIn = (status: number): Expectation['answers'] => ({ ...everyone(status), nobody: 401, guest: 401 });

/** For all callers but its owner it does not exist. */
const customersOwn = (status: number): Expectation['answers'] => ({ ...signedIn(404), customer: status });

const anEmail = () => `matrix-${randomUUID()}@example.com`;

const ofCustomer = (
  path: string,
  status: number,
  probe: (world: World) => Omit<Probe, 'path'> = () => ({}),
): readonly Expectation[] => [
  {
    of: "the customer's own",
    request: (world) => ({ path: `/users/${world.people.customer.id}${path}`, ...probe(world) }),
    answers: customersOwn(status),
  },
];

const ofAddress = (status: number, probe: Omit<Probe, 'path'>): readonly Expectation[] => [
  {
    of: "an address of the customer's",
    request: async ({ people, anAddressId }) => ({
      path: `/users/${people.customer.id}/addresses/${await anAddressId()}`,
      ...probe,
    }),
    answers: customersOwn(status),
  },
];

/** Those of somebody who is made for the request, unless the caller has no account. */
const ofMade = (who: Who, { headers }: Pick<Person, 'headers'>): Pick<Probe, 'credentials'> =>
  who === 'nobody' || who === 'guest' ? {} : { credentials: headers };

const ofFactor = (
  step: string,
  make: (world: World) => Promise<{ readonly headers: Person['headers']; readonly code: string }>,
): readonly Expectation[] => [
  {
    of: 'their own',
    request: async (world, who) => {
      const { headers, code } = await make(world);
      const body = { currentPassword: world.password, code };
      return { path: `/users/me/mfa/${step}`, body, ...ofMade(who, { headers }) };
    },
    answers: signedIn(204),
  },
];

/** The status for each caller, by the key of the route. */
export const USER_EXPECTATIONS: Readonly<Record<string, readonly Expectation[]>> = {
  'POST /v1/users/register': [
    {
      of: 'an address without an account',
      request: ({ password }) => ({ path: '/users/register', body: { email: anEmail(), password } }),
      answers: everyone(202),
    },
  ],
  'POST /v1/users/resend': [
    {
      of: 'any address',
      request: () => ({ path: '/users/resend', body: { email: anEmail() } }),
      answers: everyone(202),
    },
  ],
  'POST /v1/users/confirm': [
    {
      of: 'a registration',
      request: async ({ aCode }) => ({ path: '/users/confirm', body: await aCode('registration') }),
      answers: everyone(204),
    },
  ],
  'POST /v1/users/login': [
    {
      of: 'the right password',
      request: async ({ aUserEmail, password }) => ({
        path: '/users/login',
        body: { email: await aUserEmail(), password },
      }),
      answers: everyone(200),
    },
  ],
  'POST /v1/users/login/mfa': [
    {
      of: 'a code for the sign-in',
      request: async ({ aChallenge }) => ({ path: '/users/login/mfa', body: await aChallenge() }),
      answers: everyone(200),
    },
  ],
  'POST /v1/users/refresh': [
    {
      of: "the customer's token",
      request: async ({ aRefreshToken }) => ({
        path: '/users/refresh',
        body: { refreshToken: await aRefreshToken() },
      }),
      answers: everyone(200),
    },
  ],
  'POST /v1/users/logout': [
    {
      of: "the customer's token",
      request: async ({ aRefreshToken }) => ({ path: '/users/logout', body: { refreshToken: await aRefreshToken() } }),
      answers: everyone(204),
    },
  ],
  'POST /v1/users/password/change': [
    {
      of: 'their own password',
      request: async ({ password, anotherLike }, who) => ({
        path: '/users/password/change',
        body: { currentPassword: password, newPassword: password },
        credentials: await anotherLike(who),
      }),
      answers: signedIn(204),
    },
  ],
  'POST /v1/users/password/forgot': [
    {
      of: 'any address',
      request: () => ({ path: '/users/password/forgot', body: { email: anEmail() } }),
      answers: everyone(202),
    },
  ],
  'POST /v1/users/password/reset': [
    {
      of: 'a mailed code',
      request: async ({ aCode, password }) => ({
        path: '/users/password/reset',
        body: { ...(await aCode('reset')), newPassword: password },
      }),
      answers: everyone(204),
    },
  ],
  'GET /v1/users/me/mfa': [{ of: 'their own', request: () => ({ path: '/users/me/mfa' }), answers: signedIn(200) }],
  'POST /v1/users/me/mfa': [
    {
      of: 'their own',
      request: async ({ password, anotherLike }, who) => ({
        path: '/users/me/mfa',
        body: { currentPassword: password },
        credentials: await anotherLike(who),
      }),
      answers: signedIn(200),
    },
  ],
  'POST /v1/users/me/mfa/confirm': ofFactor('confirm', ({ aSecret }) => aSecret()),
  'POST /v1/users/me/mfa/disable': ofFactor('disable', ({ aFactor }) => aFactor()),
  'GET /v1/users/{id}': [
    {
      of: 'the customer',
      request: ({ people }) => ({ path: `/users/${people.customer.id}` }),
      answers: { ...customersOwn(200), admin: 200 },
    },
  ],
  'PUT /v1/users/{id}': ofCustomer('', 200, () => ({ body: { name: 'Matrix' }, headers: ANY_VERSION })),
  'DELETE /v1/users/{id}': [
    {
      of: 'somebody else',
      request: async ({ aUserId }) => ({ path: `/users/${await aUserId()}` }),
      answers: { ...signedIn(404), admin: 204 },
    },
  ],
  'PUT /v1/users/{id}/roles': [
    {
      of: 'somebody else',
      request: async ({ aUserId }) => ({ path: `/users/${await aUserId()}/roles`, body: { roles: ['seller'] } }),
      answers: admins(200),
    },
  ],
  'GET /v1/users/{id}/preferences': ofCustomer('/preferences', 200),
  'PUT /v1/users/{id}/preferences': ofCustomer('/preferences', 200, () => ({
    body: { channels: ['email'], locale: 'en', currency: 'EUR' },
  })),
  'GET /v1/users/{id}/addresses': ofCustomer('/addresses', 200),
  'POST /v1/users/{id}/addresses': ofCustomer('/addresses', 201, () => ({ body: ADDRESS })),
  'PUT /v1/users/{id}/addresses/{addressId}': ofAddress(200, { body: ADDRESS, headers: ANY_VERSION }),
  'DELETE /v1/users/{id}/addresses/{addressId}': ofAddress(204, {}),
  'GET /v1/users/{id}/export': ofCustomer('/export', 200),
};
