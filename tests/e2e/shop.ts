import { randomUUID } from 'node:crypto';
import { expect, vi } from 'vitest';

/** A client of the shop as an outsider would write it: fetch, JSON and the documented headers. */

const required = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever the shop answers.
  readonly body: any;
}

export async function call(
  method: string,
  path: string,
  { body, headers = {}, raw }: { body?: unknown; headers?: Record<string, string>; raw?: string } = {},
): Promise<Answer> {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const response = await fetch(`${required('API_URL')}${path}`, {
    method,
    headers: { ...(payload === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(payload === undefined ? {} : { body: payload }),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const content = isJson && text !== '' ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: text === '' ? undefined : content };
}

// biome-ignore lint/suspicious/noExplicitAny: likewise.
const json = async (url: string, init?: RequestInit): Promise<any> => (await fetch(url, init)).json();

/** By shop: each has its own admin and its own keys. */
const adminTokens = new Map<string, { readonly token: Promise<string>; readonly since: number }>();
/** A token is valid for 15 minutes. */
const TOKEN_AGE_MS = 8 * 60_000;

/** The headers of the shop's admin. */
export async function admin(): Promise<Record<string, string>> {
  const shop = required('API_URL');
  const known = adminTokens.get(shop);
  const isFresh = known !== undefined && performance.now() - known.since < TOKEN_AGE_MS;
  const { token } = isFresh ? known : { token: logIn() };
  if (!isFresh) adminTokens.set(shop, { token, since: performance.now() });
  return { authorization: `Bearer ${await token}` };
}

/** For a test that sets the clock ahead: the admin logs in again. */
export const forgetAdmin = (): void => adminTokens.clear();

async function logIn(): Promise<string> {
  const { status, body } = await call('POST', '/users/login', {
    body: { email: required('ADMIN_EMAIL'), password: required('ADMIN_PASSWORD') },
  });
  expect(status).toBe(200);
  return body.accessToken;
}

/** A product of the test's own, with stock, so that tests do not meet. */
export async function aProduct({ price = 1999, onHand = 10 }: { price?: number; onHand?: number } = {}) {
  const sku = `T-${randomUUID()}`;
  const created = await call('POST', '/products', {
    headers: await admin(),
    body: { sku, title: `Test ${sku}`, status: 'active', price: { amount: price, currency: 'EUR' } },
  });
  expect(created.status).toBe(201);
  const stocked = await call('PUT', `/inventory/${sku}`, {
    headers: await admin(),
    body: { onHand, reason: 'test' },
  });
  expect(stocked.status).toBe(200);
  return { sku, price, product: created.body, etag: created.headers.get('etag') ?? '' };
}

/** A guest with a cart that holds these lines. */
export async function aGuest(lines: readonly { sku: string; quantity: number }[] = []) {
  const created = await call('POST', '/carts');
  expect(created.status).toBe(201);
  const headers = { 'x-cart-token': created.body.token as string };
  for (const line of lines) {
    expect((await call('POST', '/cart/items', { headers, body: line })).status).toBe(200);
  }
  return { headers, cartId: created.body.id as string, email: `buyer-${randomUUID()}@example.com` };
}

export type Guest = Awaited<ReturnType<typeof aGuest>>;

export const ADDRESS = {
  name: 'Ada Buyer',
  line1: '1 Market Street',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

export const orderBody = (guest: Pick<Guest, 'email'>, paymentMethod = 'pm_card_visa') => ({
  email: guest.email,
  shippingAddress: ADDRESS,
  paymentMethod,
});

/** Buys what is in the guest's cart. */
export const buy = (
  guest: Pick<Guest, 'email'> & { headers: Record<string, string> },
  { paymentMethod = 'pm_card_visa', key = randomUUID() as string, wait = 10, body = {} as object } = {},
): Promise<Answer> =>
  call('POST', '/orders', {
    headers: { ...guest.headers, 'idempotency-key': key, ...(wait ? { prefer: `wait=${wait}` } : {}) },
    body: { ...orderBody(guest, paymentMethod), ...body },
  });

/** Waits until an order has ended. */
export const ended = (guest: Guest, orderId: string, timeout = 30_000) =>
  vi.waitFor(
    async () => {
      const { body } = await call('GET', `/orders/${orderId}`, { headers: guest.headers });
      expect(['confirmed', 'rejected', 'cancelled']).toContain(body.status);
      return body;
    },
    { timeout, interval: 100 },
  );

/** Stock as an admin sees it. */
export async function stockOf(sku: string) {
  const { status, body } = await call('GET', `/inventory/${sku}`, { headers: await admin() });
  expect(status).toBe(200);
  return body as { available: number; held: number; allocated: number; onHand: number };
}

export async function mailsTo(address: string): Promise<{ subject: string; text: string; html: string }[]> {
  const mails: { to: string; subject: string; text: string; html: string }[] = await json(required('MAIL_URL'));
  return mails.filter(({ to }) => to === address);
}

/** The last code that was mailed to an address; other mails may have come since. */
export async function codeFor(address: string): Promise<string> {
  const codes = (await mailsTo(address)).flatMap(({ text }) => /code is (\d{6})/.exec(text)?.[1] ?? []);
  expect(codes).not.toEqual([]);
  return codes[0] ?? '';
}

/** The payment intents of an order, as the provider has them. */
export async function intentsOf(orderId: string) {
  const found: {
    id: string;
    status: string;
    amount: number;
    amount_received: number;
    currency: string;
    metadata: { orderId?: string };
  }[] = [];
  for (let after = ''; ; ) {
    const page = await json(
      `${required('STRIPE_URL')}/v1/payment_intents?limit=100${after && `&starting_after=${after}`}`,
      {
        headers: { authorization: 'Bearer sk_test_outside' },
      },
    );
    found.push(...page.data);
    if (!page.has_more) return found.filter(({ metadata }) => metadata.orderId === orderId);
    after = page.data.at(-1).id;
  }
}

/** A view of the local console, e.g. `events`. */
export const consoleView = (view: string) => json(`${required('CONSOLE_URL')}/${view}`);

/**
 * Asserts that an answer is a problem document (RFC 9457) of this status and code, without internal
 * details.
 */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer.body).toMatchObject({
    type: `urn:souk:problem:${code}`,
    title: expect.any(String),
    status,
    detail: expect.any(String),
    requestId: expect.any(String),
  });
  expect(JSON.stringify(answer.body)).not.toMatch(/at .*\.(ts|js):\d+/);
}
