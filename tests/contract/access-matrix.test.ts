import { beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../functions/index.ts';
import { type Route, routeKey, routesOf } from '../../shared/http/contract.ts';
import { type Answer, call } from '../e2e/shop.ts';
import { type Probe, WHO, type Who, type World } from './answers.ts';
import { deviations, type Operation, publishedOperations } from './document.ts';
import { EXPECTATIONS } from './expectations.ts';
import { forgeriesOf } from './forgeries.ts';
import { prepareWorld } from './world.ts';

const routes = routesOf(shop.contracts).map(({ route }) => ({ key: routeKey(route), route }));

let world: World;
let operations: ReadonlyMap<string, Operation>;
let ended: Readonly<Record<string, string>>;

beforeAll(async () => {
  [world, operations] = await Promise.all([prepareWorld(), publishedOperations()]);
  ended = await world.endedTokens();
});

const send = (key: string, { path, body, raw, headers }: Probe, credentials: Readonly<Record<string, string>>) =>
  call(key.split(' ')[0] ?? '', path, {
    body,
    ...(raw === undefined ? {} : { raw }),
    headers: { ...credentials, ...headers },
  });

/** Lists the differences between the body of a success and its strict schema. */
const misfits = (route: Route, { status, body }: Answer): string[] =>
  route.responses[status]?.safeParse(body).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ??
  [];

describe('the access matrix', () => {
  it('has an expectation for every route, and for nothing else', () => {
    expect(Object.keys(EXPECTATIONS).sort()).toEqual(routes.map(({ key }) => key).sort());
  });

  describe.each(routes)('$key', ({ key, route }) => {
    const rows = EXPECTATIONS[key] ?? [];

    it.each(rows)('$of', async ({ request, answers }) => {
      const probes: (readonly [Who, Probe])[] = [];
      for (const who of WHO) probes.push([who, await request(world, who)]);

      const seen = await Promise.all(
        probes.map(
          async ([who, probe]) =>
            [who, await send(key, probe, probe.credentials ?? world.people[who].headers)] as const,
        ),
      );

      expect(Object.fromEntries(seen.map(([who, { status }]) => [who, status]))).toEqual(answers);
      const published = operations.get(key);
      if (!published) throw new Error(`${key} is not published.`);
      expect(seen.flatMap(([, answer]) => [...deviations(published, answer), ...misfits(route, answer)])).toEqual([]);
    });

    it('refuses every forged token', async () => {
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

    it('refuses a genuine token that comes without the scheme, or with another one', async () => {
      const probe = await rows[0]?.request(world, 'admin');
      if (!probe) throw new Error(`${key} has no expectation.`);
      const token = world.tokens.admin.accessToken;

      const raw = await send(key, probe, { authorization: token });
      const basic = await send(key, probe, { authorization: `Basic ${token}` });

      expect([raw.status, basic.status]).toEqual([401, 401]);
    });
  });

  it.each(routes.filter(({ route }) => !route.access.includes('public')))(
    '$key refuses every token whose rights have ended',
    async ({ key }) => {
      const probe = await EXPECTATIONS[key]?.[0]?.request(world, 'admin');
      if (!probe) throw new Error(`${key} has no expectation.`);

      const answers = await Promise.all(
        Object.entries(ended).map(async ([whose, token]) => {
          const { status, body } = await send(key, probe, { authorization: `Bearer ${token}` });
          return [whose, `${status} ${body?.code ?? body?.message}`] as const;
        }),
      );

      expect(Object.fromEntries(answers)).toEqual(
        Object.fromEntries(Object.keys(ended).map((whose) => [whose, '401 request.unauthenticated'])),
      );
    },
  );

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
