import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { shop } from '../../functions/index.ts';
import { routeKey, routesOf } from '../../shared/http/contract.ts';
import { call } from '../e2e/shop.ts';
import { WHO, type World } from './answers.ts';
import { EXPECTATIONS } from './expectations.ts';
import { prepareWorld } from './world.ts';

/** The fields that only the shop sets: identities, roles, states, times, sums. */
const SERVER_OWNED = [
  ...['id', 'number', 'version', 'createdAt', 'updatedAt', 'expiresAt', 'token', 'tokenHash', 'pk', 'sk', 'entity'],
  ...['sellerId', 'userId', 'ownerId', 'cartId', 'buyer', 'sub', 'owner'],
  ...[
    'role',
    'roles',
    'groups',
    'cognito:groups',
    'custom:role',
    'isAdmin',
    'admin',
    'tier',
    'emailVerified',
    'email_verified',
  ],
  ...[
    'status',
    'paymentStatus',
    'total',
    'totals',
    'unitPrice',
    'lineTotal',
    'available',
    'held',
    'allocated',
    'productCount',
  ],
];

/** The fields that a body may have; one of several kinds has those of each. */
function fieldsOf(schema: z.core.$ZodType): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap(fieldsOf);
  throw new Error('A body is an object, or one of several.');
}

const routes = routesOf(shop.contracts).flatMap(({ route }) =>
  route.body ? [{ key: routeKey(route), known: fieldsOf(route.body) }] : [],
);

let world: World;

beforeAll(async () => {
  world = await prepareWorld();
});

describe('a field that only the shop decides', () => {
  it.each(routes)('is refused by $key, each by its name', async ({ key, known }) => {
    const [row] = EXPECTATIONS[key] ?? [];
    const who = WHO.findLast((one) => row && row.answers[one] < 300);
    if (!row || !who) throw new Error(`Nobody may call ${key}.`);
    const { path, body, headers } = await row.request(world, who);
    const offered = SERVER_OWNED.filter((field) => !known.includes(field));

    const answer = await call(key.split(' ')[0] ?? '', path, {
      body: { ...(body as object), ...Object.fromEntries(offered.map((field) => [field, 'admin'])) },
      headers: { ...world.people[who].headers, ...headers },
    });

    expect(answer.status).toBe(400);
    const refused = answer.body.errors.map(({ pointer }: { pointer: string }) => decodeURIComponent(pointer));
    expect(refused.sort()).toEqual(offered.map((field) => `#/${field}`).sort());
  });
});
