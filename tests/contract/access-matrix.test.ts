import { beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../functions/index.ts';
import { routeKey, routesOf } from '../../shared/http/contract.ts';
import { call } from '../e2e/shop.ts';
import { type Probe, WHO, type Who, type World } from './answers.ts';
import { EXPECTATIONS } from './expectations.ts';
import { forgeriesOf } from './forgeries.ts';
import { prepareWorld } from './world.ts';

const routes = routesOf(shop.contracts).map(({ route }) => ({ key: routeKey(route), route }));

let world: World;

beforeAll(async () => {
  world = await prepareWorld();
});

const send = (key: string, { path, body, raw, headers }: Probe, credentials: Readonly<Record<string, string>>) =>
  call(key.split(' ')[0] ?? '', path, {
    body,
    ...(raw === undefined ? {} : { raw }),
    headers: { ...credentials, ...headers },
  });

describe('the access matrix', () => {
  it('has an expectation for every route, and for nothing else', () => {
    expect(Object.keys(EXPECTATIONS).sort()).toEqual(routes.map(({ key }) => key).sort());
  });

  describe.each(routes)('$key', ({ key }) => {
    const rows = EXPECTATIONS[key] ?? [];

    it.each(rows)('$of', async ({ request, answers }) => {
      const probes: (readonly [Who, Probe])[] = [];
      for (const who of WHO) probes.push([who, await request(world, who)]);

      const seen = await Promise.all(
        probes.map(async ([who, probe]) => [who, (await send(key, probe, world.people[who].headers)).status] as const),
      );

      expect(Object.fromEntries(seen)).toEqual(answers);
    });

    it('opens to no forged token', async () => {
      const probe = await rows[0]?.request(world, 'admin');
      if (!probe) throw new Error(`${key} has no expectation.`);
      const { admin, customer } = world.tokens;
      const forged = Object.entries(forgeriesOf(admin, customer));

      const answers = await Promise.all(
        forged.map(async ([flaw, token]) => {
          const { status } = await send(key, probe, { authorization: `Bearer ${token}` });
          return [flaw, status] as const;
        }),
      );

      expect(Object.fromEntries(answers)).toEqual(Object.fromEntries(forged.map(([flaw]) => [flaw, 401])));
    });
  });

  it.each(routes.filter(({ key, route }) => key.includes('{') && !route.access.includes('public')))(
    '$key hides what belongs to somebody else',
    ({ key, route }) => {
      const isForAdminsOnly = route.access.every((access) => access === 'admin');
      const strangers: readonly Who[] = ['guest', 'customer', 'other customer', 'other seller'];

      const hides = EXPECTATIONS[key]?.some(({ answers }) => strangers.some((who) => answers[who] === 404));

      expect(isForAdminsOnly || hides).toBe(true);
    },
  );
});
