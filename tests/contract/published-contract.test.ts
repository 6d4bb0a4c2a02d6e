import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { admin, aGuest, aProduct, buy, call } from '../e2e/shop.ts';
import { WHO, type World } from './answers.ts';
import { deviations, type Operation, publishedOperations } from './document.ts';
import { EXPECTATIONS } from './expectations.ts';
import { prepareWorld } from './world.ts';

let world: World;
let operations: ReadonlyMap<string, Operation>;

beforeAll(async () => {
  [world, operations] = await Promise.all([prepareWorld(), publishedOperations()]);
});

/** Sends a body to an operation as a caller with the rights, with every header that it requires. */
async function send({ key, parameters }: Operation, { type, value }: Operation['examples'][number]) {
  const [row] = EXPECTATIONS[key] ?? [];
  const who = WHO.findLast((one) => row && row.answers[one] < 300);
  if (!row || !who) throw new Error(`Nobody may call ${key}.`);
  const { path, headers } = await row.request(world, who);
  const asked = parameters.map(({ name }) => name);
  return call(key.split(' ')[0] ?? '', path, {
    raw: typeof value === 'string' ? value : JSON.stringify(value),
    headers: {
      ...(asked.includes('If-Match') ? { 'if-match': '*' } : {}),
      ...(asked.includes('Idempotency-Key') ? { 'idempotency-key': randomUUID() } : {}),
      ...world.people[who].headers,
      ...headers,
      'content-type': type,
    },
  });
}

describe('the published contract', () => {
  it('has an example for each body that an operation takes', () => {
    const without = [...operations.values()].flatMap(({ key, bodyTypes, examples }) =>
      bodyTypes.filter((type) => !examples.some((example) => example.type === type)).map((type) => `${key} ${type}`),
    );

    expect(without).toEqual([]);
  });

  it('has only examples that the shop accepts', async () => {
    const refused: string[] = [];
    const deviating: string[] = [];

    for (const operation of operations.values()) {
      for (const example of operation.examples) {
        const answer = await send(operation, example);
        if ([400, 413, 415].includes(answer.status)) refused.push(`${operation.key} ${example.name}`);
        deviating.push(...deviations(operation, answer));
      }
    }

    expect(refused).toEqual([]);
    expect(deviating).toEqual([]);
  });

  it('lists no optional header that is never sent', async () => {
    const sometimes = [...operations.values()].flatMap(({ key, responses }) =>
      Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .flatMap(([, { headers }]) => [...headers].filter(([, always]) => !always).map(([name]) => `${key}: ${name}`)),
    );

    const seen = await Promise.all(Object.entries(SOMETIMES).map(async ([name, see]) => [name, await see()] as const));

    expect(Object.keys(SOMETIMES).sort()).toEqual([...new Set(sometimes)].sort());
    expect(seen.filter(([, { status, value }]) => status >= 300 || value === null)).toEqual([]);
  });

  it('describes the answer of API Gateway to a malformed path', async () => {
    const operation = operations.get('GET /v1/products/{id}');

    const answer = await call('GET', '/products/%E0%A4%A');

    expect([answer.status, answer.body]).toEqual([400, { message: 'Bad Request' }]);
    expect(operation && deviations(operation, answer)).toEqual([]);
  });

  it('describes the answer of a path to a method that it does not have', async () => {
    const refused = await call('DELETE', '/orders');
    const asked = await call('OPTIONS', '/orders');

    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect([asked.status, asked.headers.get('allow')]).toEqual([204, 'GET, POST']);
  });
});

interface Seen {
  readonly status: number;
  readonly value: string | null;
}

const seen = ({ status, headers }: Awaited<ReturnType<typeof call>>, name: string): Seen => ({
  status,
  value: headers.get(name),
});

/** The second answer to a request that is sent twice with one key. */
async function repeated(
  method: string,
  path: string,
  caller: Record<string, string>,
  payload: { readonly body: object } | { readonly raw: string },
): Promise<Seen> {
  const type = 'raw' in payload ? { 'content-type': 'text/csv' } : {};
  const request = { headers: { ...caller, ...type, 'idempotency-key': randomUUID() }, ...payload };
  await call(method, path, request);
  return seen(await call(method, path, request), 'idempotent-replayed');
}

/** The answers to an order, and to the same once more. */
async function boughtTwice() {
  const { sku } = await aProduct();
  const guest = await aGuest([{ sku, quantity: 1 }]);
  const key = randomUUID();
  return { first: await buy(guest, { key }), second: await buy(guest, { key }) };
}

/** For each header that an answer has sometimes: a request whose answer has it. */
const SOMETIMES: Readonly<Record<string, () => Promise<Seen>>> = {
  'GET /v1/products/export: link': async () =>
    seen(await call('GET', '/products/export?limit=1', { headers: await admin() }), 'link'),
  'GET /v1/inventory/{sku}: etag': async () =>
    seen(await call('GET', `/inventory/${world.sku}`, { headers: await admin() }), 'etag'),
  'PUT /v1/inventory/{sku}: idempotent-replayed': async () =>
    repeated('PUT', `/inventory/${world.sku}`, await admin(), { body: { adjustBy: 1, reason: 'contract' } }),
  'POST /v1/cart/items: idempotent-replayed': async () =>
    repeated('POST', '/cart/items', (await aGuest()).headers, { body: { sku: world.sku, quantity: 1 } }),
  'PUT /v1/cart/items/{sku}: idempotent-replayed': async () => {
    const { headers } = await aGuest([{ sku: world.sku, quantity: 1 }]);
    return repeated('PUT', `/cart/items/${world.sku}`, headers, { body: { quantity: 2 } });
  },
  'POST /v1/categories: idempotent-replayed': async () =>
    repeated('POST', '/categories', await admin(), { body: { name: `Repeated ${randomUUID()}` } }),
  'POST /v1/products: idempotent-replayed': async () => {
    const price = { amount: 100, currency: 'EUR' };
    const body = { sku: `R-${randomUUID()}`, title: 'Repeated', price };
    return repeated('POST', '/products', await admin(), { body });
  },
  'POST /v1/products/import: idempotent-replayed': async () =>
    repeated('POST', '/products/import', await admin(), { raw: `sku,title,price\nR-${randomUUID()},Repeated,1.00` }),
  'POST /v1/inventory/import: idempotent-replayed': async () =>
    repeated('POST', '/inventory/import', await admin(), { raw: `sku,adjustBy\n${world.sku},1` }),
  'POST /v1/cart/merge: idempotent-replayed': async () => {
    const { headers } = await aGuest();
    const request = { headers: { ...headers, ...world.people['other customer'].headers } };
    await call('POST', '/cart/merge', request);
    return seen(await call('POST', '/cart/merge', request), 'idempotent-replayed');
  },
  'POST /v1/orders: idempotent-replayed': async () => seen((await boughtTwice()).second, 'idempotent-replayed'),
  'POST /v1/orders: preference-applied': async () => seen((await boughtTwice()).first, 'preference-applied'),
};
