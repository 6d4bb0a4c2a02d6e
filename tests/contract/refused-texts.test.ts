import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../functions/index.ts';
import { type Route, routeKey, routesOf } from '../../shared/http/contract.ts';
import { PASSWORD } from '../e2e/person.ts';
import { call } from '../e2e/shop.ts';
import type { World } from './answers.ts';
import { type Operation, publishedOperations } from './document.ts';
import { pointersOf, validRequest } from './hostile-bodies.ts';
import { rawCall } from './raw-call.ts';
import { filled } from './text-slots.ts';
import { prepareWorld } from './world.ts';

/** Texts that no store refuses, and that nobody could use: where they are taken, none may be. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  // Clients fold such steps of a path, so no client could address that SKU.
  sku: ['.', '..'],
  // RFC 5321 has 64 characters before the @, and mail services refuse longer ones.
  email: [`${'a'.repeat(65)}@example.com`, `${'a'.repeat(200)}@example.com`],
};

const routes = routesOf(shop.contracts).map(({ route }) => ({ key: routeKey(route), route }));
const named = (pointer: string) => pointer.slice(pointer.lastIndexOf('/') + 1);

let world: World;
let operations: ReadonlyMap<string, Operation>;

beforeAll(async () => {
  [world, operations] = await Promise.all([prepareWorld(), publishedOperations()]);
});

/** Sends a body with nothing but the text, and returns the status and the place if it is named. */
async function sendAt(route: Route, pointer: string, text: string): Promise<readonly [number, string | undefined]> {
  const key = routeKey(route);
  const { path, headers } = route.path.includes('{')
    ? await validRequest(world, key)
    : { path: route.path, headers: world.people.admin.headers };
  const schema = operations.get(key)?.bodySchema ?? {};
  const others = filled(schema, {}, text, new Set()).pointers.filter((other) => other !== pointer);
  const { body } = filled(schema, {}, text, new Set(others));
  const answer = await call(route.method, path, { body, headers: { ...headers } });
  return [answer.status, pointersOf(answer).find((one) => one === pointer)];
}

describe.each(Object.entries(REFUSED))('a text that no %s can be', (name, texts) => {
  it.each(routes.filter(({ route }) => route.body))('is refused in the body of $key', async ({ key, route }) => {
    const schema = operations.get(key)?.bodySchema ?? {};
    const { pointers } = filled(schema, {}, 'x', new Set());

    for (const pointer of pointers.filter((one) => named(one) === name)) {
      for (const text of texts) expect(await sendAt(route, pointer, text)).toEqual([400, pointer]);
    }
  });

  it.each(routes.filter(({ route }) => route.path.includes(`{${name}}`)))(
    'is refused in the path of $key',
    async ({ key, route }) => {
      const { path, headers } = await validRequest(world, key);
      const index = route.path.split('/').indexOf(`{${name}}`);

      for (const text of texts) {
        const encoded = encodeURIComponent(text).replaceAll('.', '%2E');
        const answer = await rawCall(route.method, path.split('/').with(index, encoded).join('/'), { headers });
        expect([400, 404, 405]).toContain(answer.status);
      }
    },
  );
});

describe('a text that is just short enough', () => {
  it('is an email with 64 characters before the @', async () => {
    const email = `${randomUUID().padEnd(64, 'a')}@example.com`;

    const answer = await call('POST', '/users/register', { body: { email, password: PASSWORD } });

    expect(answer.status).toBe(202);
  });

  it('is a SKU of three dots, which no client folds', async () => {
    const { headers } = world.people.admin;
    const { status } = await rawCall('GET', '/inventory/...', { headers });

    expect([200, 404]).toContain(status);
  });
});
