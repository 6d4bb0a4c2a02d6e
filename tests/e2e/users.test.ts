import { randomUUID } from 'node:crypto';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { describe, expect, it, vi } from 'vitest';
import { anEmail, aUser, logIn, PASSWORD } from './person.ts';
import { ADDRESS, admin, aGuest, aProduct, buy, call, consoleView, expectProblem, mailsTo } from './shop.ts';

const mailed = (email: string, subject: string) =>
  vi.waitFor(async () => expect((await mailsTo(email)).map((mail) => mail.subject)).toContain(subject), {
    timeout: 60_000,
    interval: 100,
  });

describe('a person who registers', () => {
  it('gets a code by mail, then an account, a welcome mail, tokens, and a profile without other fields', async () => {
    const { id, email, profile, headers } = await aUser();

    expect(profile).toEqual({
      ...{ id, email, emailVerified: true, name: 'Ada Lovelace', roles: ['customer'], version: 1 },
      ...{ createdAt: expect.any(String), updatedAt: expect.any(String) },
    });
    await mailed(email, 'Welcome');
    expectProblem(await call('GET', '/orders/ord_unknown', { headers }), 404, 'request.not_found');
    expect((await call('GET', '/cart', { headers })).body).toMatchObject({ id: `crt_${id}`, items: [] });
  });

  it('with the address of an account gets the usual answer, and the owner of the account gets a mail', async () => {
    const { email } = await aUser();

    const again = await call('POST', '/users/register', { body: { email, password: 'Another-horse-battery-2' } });
    const other = await call('POST', '/users/register', { body: { email: anEmail(), password: PASSWORD } });

    expect([again.status, again.body]).toEqual([other.status, other.body]);
    await mailed(email, 'You already have an account');
    expectProblem(await logIn(email, 'Another-horse-battery-2'), 401, 'users.invalid_credentials');
  });
});

describe('a role', () => {
  it('is granted by an admin, and holds from the next token on until it is revoked', async () => {
    const { id, headers, tokens } = await aUser();
    const product = () => ({
      sku: `T-${randomUUID()}`,
      title: 'Mine',
      price: { amount: 100, currency: 'EUR' },
    });
    const setRoles = async (roles: string[]) =>
      call('PUT', `/users/${id}/roles`, { headers: await admin(), body: { roles } });
    const refresh = () => call('POST', '/users/refresh', { body: { refreshToken: tokens.refreshToken } });

    expect((await call('POST', '/products', { headers, body: product() })).status).toBe(403);
    expect((await setRoles(['customer', 'seller'])).body).toEqual({ roles: ['customer', 'seller'] });
    const seller = { authorization: `Bearer ${(await refresh()).body.accessToken}` };
    const created = await call('POST', '/products', { headers: seller, body: product() });
    await setRoles(['customer']);

    expect(created).toMatchObject({ status: 201, body: { sellerId: id } });
    expectProblem(await refresh(), 401, 'users.invalid_refresh_token');
  });
});

describe('a guest who becomes a customer', () => {
  it('keeps the cart, buys it, and finds one history of that order and those of the guest', async () => {
    const [{ sku: first }, { sku: second }] = [await aProduct(), await aProduct()];
    const email = anEmail();
    const guest = { ...(await aGuest([{ sku: first, quantity: 1 }])), email };
    const asGuest = (await buy(guest)).body;
    await call('POST', '/cart/items', { headers: guest.headers, body: { sku: second, quantity: 2 } });

    const { headers, id } = await aUser(email);
    const merged = await call('POST', '/cart/merge', { headers: { ...guest.headers, ...headers } });
    const asCustomer = (await buy({ headers, email })).body;

    expect(asGuest.status).toBe('confirmed');
    expect(merged).toMatchObject({ status: 200, body: { merged: [{ sku: second, quantity: 2 }], dropped: [] } });
    expect(asCustomer).toMatchObject({ status: 'confirmed', items: [{ sku: second, quantity: 2 }] });
    const history = await call('GET', '/orders', { headers });
    expect(history.body.items.map((order: { id: string }) => order.id)).toEqual([asCustomer.id, asGuest.id]);
    for (const order of history.body.items) {
      expect((await call('GET', `/orders/${order.id}/events`, { headers })).status).toBe(200);
    }
    expectProblem(await call('GET', '/cart', { headers: guest.headers }), 401, 'request.unauthenticated');
    expect((await call('GET', '/cart', { headers })).body).toMatchObject({ id: `crt_${id}`, items: [] });
  });
});

describe('a person who is erased', () => {
  it('is in no store and no event afterwards, even after a replay, once the orders have ended; these stay without a name', async () => {
    const email = anEmail();
    const { sku } = await aProduct();
    const guest = { ...(await aGuest([{ sku, quantity: 1 }])), email };
    const asGuest = (await buy(guest)).body;
    const { id, headers } = await aUser(email);
    await call('POST', '/cart/items', { headers, body: { sku, quantity: 2 } });
    const placed = (await buy({ headers, email }, { wait: 10 })).body;
    await call('POST', '/cart/items', { headers, body: { sku, quantity: 1 } });
    await call('POST', `/users/${id}/addresses`, { headers, body: { ...ADDRESS, line1: 'Secret Street 7' } });
    const { body: exported } = await call('GET', '/users/me/export', { headers });
    const contacts = exported.orders.items.map((order: { id: string; contact: { email: string } }) => [
      order.id,
      order.contact.email,
    ]);

    expect(contacts).toEqual([
      [placed.id, email],
      [asGuest.id, email],
    ]);
    expect(exported).toMatchObject({
      profile: { email },
      addresses: [{ line1: 'Secret Street 7' }],
      cart: [{ sku, quantity: 1 }],
    });
    expect(await call('DELETE', '/users/me', { headers })).toMatchObject({
      status: 200,
      body: {
        keptOrders: [
          { id: placed.id, number: placed.number, reason: 'to_be_sent' },
          { id: asGuest.id, number: asGuest.number, reason: 'to_be_sent' },
        ],
      },
    });
    await cancelled([placed.id, asGuest.id]);
    await forgotten(id, email, [placed.id, asGuest.id]);
    await replay([id, placed.id, asGuest.id]);
    await forgotten(id, email, [placed.id, asGuest.id]);

    expectProblem(await logIn(email), 401, 'users.invalid_credentials');
    // The access token has not expired, but it buys nothing more.
    for (const [method, path, body] of [
      ['GET', '/users/me', undefined],
      ['POST', '/cart/items', { sku: 'spoon-olive', quantity: 1 }],
      ['POST', `/users/${id}/addresses`, ADDRESS],
    ] as const) {
      expectProblem(await call(method, path, { headers, body }), 401, 'request.unauthenticated');
    }
    expect((await mailsTo(email)).filter(({ subject }) => subject === 'Welcome')).toHaveLength(1);
  });

  it('is gone at once when no order is open', async () => {
    const { headers } = await aUser();

    expect((await call('DELETE', '/users/me', { headers })).status).toBe(204);
  });
});

/** Cancels orders as the shop does that will not send them. */
const cancelled = async (orderIds: readonly string[]): Promise<void> => {
  const headers = await admin();
  for (const id of orderIds) expect((await call('PUT', `/orders/${id}/cancel`, { headers })).status).toBe(200);
};

/**
 * Waits until a person's data is gone: from the orders as an admin reads them, the cart, and every
 * event.
 */
const forgotten = async (id: string, email: string, orderIds: readonly string[]): Promise<void> => {
  const headers = await admin();
  await vi.waitFor(
    async () => {
      const orders = await Promise.all(orderIds.map((orderId) => call('GET', `/orders/${orderId}`, { headers })));
      for (const { status, body } of orders) {
        expect([status, body.status, body.email, body.shippingAddress.name]).toEqual([200, 'cancelled', '', '']);
      }
      const events = JSON.stringify(await consoleView('events'));
      expect(events).toContain(id);
      expect(events).not.toMatch(new RegExp(`${email}|Lovelace|Secret Street|Market Street`));
    },
    { timeout: 60_000, interval: 100 },
  );
};

/**
 * Puts every event about these on the bus again, as a replay of the archive does, and waits until
 * all are consumed.
 */
async function replay(aggregateIds: readonly string[]): Promise<void> {
  const events: { source: string; 'detail-type': string; detail: { metadata?: { aggregate?: { id: string } } } }[] =
    await consoleView('events');
  const theirs = events
    .filter(({ detail }) => aggregateIds.includes(detail.metadata?.aggregate?.id ?? ''))
    .toReversed();
  const client = new EventBridgeClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  for (const { source, detail, 'detail-type': DetailType } of theirs) {
    const entry = {
      EventBusName: process.env.EVENT_BUS_NAME,
      Source: source,
      DetailType,
      Detail: JSON.stringify(detail),
    };
    const { FailedEntryCount } = await client.send(new PutEventsCommand({ Entries: [entry] }));
    expect(FailedEntryCount).toBe(0);
  }
  client.destroy();
  expect(theirs.length).toBeGreaterThanOrEqual(4);
  await vi.waitFor(
    async () => {
      const queues: { name: string; visible: number; inFlight: number }[] = await consoleView('queues');
      const busy = queues.filter(({ visible, inFlight }) => visible + inFlight > 0);
      expect(busy.map(({ name }) => name)).toEqual([]);
    },
    { timeout: 60_000, interval: 100 },
  );
}
