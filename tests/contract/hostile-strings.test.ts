import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../functions/index.ts';
import { type RunningShop, startShop } from '../../local/shop/start.ts';
import { routeKey, routesOf } from '../../shared/http/contract.ts';
import { call } from '../e2e/shop.ts';
import { ONE_NETWORK } from '../local-cloud.ts';
import { pointAt } from '../saga/cloud.ts';
import type { World } from './answers.ts';
import { type Operation, publishedOperations } from './document.ts';
import { bodySweep, flawsOf, pointersOf, type ValidRequest, validRequest } from './hostile-bodies.ts';
import { HOSTILE_HEADERS, HOSTILE_TEXTS, HOSTILE_URL_PARTS } from './hostile-texts.ts';
import { rawCall } from './raw-call.ts';
import { prepareWorld } from './world.ts';

const routes = routesOf(shop.contracts).map(({ route }) => ({ key: routeKey(route), route }));

let cloud: RunningShop;
let world: World;
let operations: ReadonlyMap<string, Operation>;

// The limits of guesses and mails are those of one network, which the other files share.
beforeAll(async () => {
  cloud = await startShop({ port: 0, retryDelayScale: 0.05, context: { throttleFactor: ONE_NETWORK } });
  pointAt(cloud);
  [world, operations] = await Promise.all([prepareWorld(), publishedOperations()]);
});

afterAll(() => cloud?.stop());

const operationOf = (key: string): Operation => {
  const operation = operations.get(key);
  if (!operation) throw new Error(`${key} is not published.`);
  return operation;
};

describe('a hostile text in a body', () => {
  it.each(routes.filter(({ route }) => route.body))(
    'of $key is refused by its place, or comes back as it was meant',
    async ({ key, route }) => {
      const { sendValid, flawsWith } = bodySweep(world, route, operationOf(key));
      const found: string[] = [];

      const { status } = await sendValid();
      for (const [what, text] of Object.entries(HOSTILE_TEXTS)) {
        found.push(...(await flawsWith(text)).map((flaw) => `${what}: ${flaw}`));
      }

      expect([status, (await sendValid()).status].filter((one) => one >= 300)).toEqual([]);
      expect(found).toEqual([]);
    },
  );
});

describe('a hostile text as a whole body', () => {
  it.each(routes.filter(({ route }) => route.method !== 'GET'))(
    'of $key is an answer as published',
    async ({ key, route }) => {
      let request: ValidRequest | undefined;
      const type = route.rawBody?.contentTypes[0] ?? 'application/json';
      const found: string[] = [];

      for (const [what, raw] of Object.entries({ ...HOSTILE_TEXTS, '300,000 characters': 'x'.repeat(300_000) })) {
        request ??= await validRequest(world, key);
        const headers = { ...request.headers, 'content-type': type };
        const answer = await call(route.method, request.path, { raw, headers });
        if (answer.status < 300) request = undefined;
        found.push(...flawsOf(operationOf(key), answer).map((flaw) => `${what}: ${flaw}`));
      }

      expect(found).toEqual([]);
    },
  );
});

/** Sends each hostile part of a URL, or of a header, and lists what is wrong with the answers. */
async function flawsOfEach(
  key: string,
  texts: Readonly<Record<string, string>>,
  place: { readonly pointer: string; put(request: ValidRequest, text: string): Sendable },
): Promise<string[]> {
  const operation = operationOf(key);
  const [method = ''] = key.split(' ');
  let request: ValidRequest | undefined;
  const found: string[] = [];
  for (const [what, text] of Object.entries(texts)) {
    request ??= await validRequest(world, key);
    const { path, headers, body } = place.put(request, text);
    const answer = await rawCall(method, path, { body, headers });
    if (answer.status < 300 && method !== 'GET') request = undefined;
    const unclear = pointersOf(answer).filter((pointer) => !pointer.startsWith(place.pointer));
    const isTaken = place.pointer.startsWith('#/path') && answer.status < 400;
    const flaws = [
      ...flawsOf(operation, answer),
      ...unclear.map((pointer) => `names ${pointer}`),
      ...(isTaken ? [`answers ${answer.status}`] : []),
    ];
    found.push(...flaws.map((flaw) => `${place.pointer}, ${what}: ${flaw}`));
  }
  return found;
}

interface Sendable {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The request as it is sent, without a query. */
function sendable({ path, headers, body, raw }: ValidRequest): Sendable {
  const text = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const [plain = ''] = path.split('?');
  if (text === undefined) return { path: plain, headers };
  return { path: plain, headers: { 'content-type': 'application/json', ...headers }, body: text };
}

describe('a hostile text in a query', () => {
  it.each(routes)('of $key is refused by its name, or finds nothing', async ({ key }) => {
    const names = operationOf(key).parameters.flatMap((one) => (one.in === 'query' ? [one.name] : []));
    const found = await flawsOfEach(key, HOSTILE_URL_PARTS, {
      pointer: '#/query',
      put: (request, text) => {
        const sent = sendable(request);
        return { ...sent, path: `${sent.path}?${text}=1` };
      },
    });
    for (const name of names) {
      const flaws = await flawsOfEach(key, HOSTILE_URL_PARTS, {
        pointer: `#/query/${name}`,
        put: (request, text) => {
          const sent = sendable(request);
          return { ...sent, path: `${sent.path}?${name}=${text}` };
        },
      });
      found.push(...flaws);
    }

    expect(found).toEqual([]);
  });
});

describe('a hostile text in a path', () => {
  it.each(routes.filter(({ key }) => key.includes('{')))('of $key is refused', async ({ key, route }) => {
    const found: string[] = [];
    for (const [index, segment] of route.path.split('/').entries()) {
      if (!segment.startsWith('{')) continue;
      const flaws = await flawsOfEach(key, HOSTILE_URL_PARTS, {
        pointer: `#/path/${segment.slice(1, -1)}`,
        put: (request, text) => {
          const sent = sendable(request);
          return { ...sent, path: sent.path.split('/').with(index, text).join('/') };
        },
      });
      found.push(...flaws);
    }

    expect(found).toEqual([]);
  });
});

describe('a hostile text in a header', () => {
  const ofGuests = ({ access }: (typeof routes)[number]['route']) => (access.includes('guest') ? ['X-Cart-Token'] : []);

  it.each(routes)('of $key is refused by its name, or ignored', async ({ key, route }) => {
    const named = operationOf(key).parameters.flatMap((one) => (one.in === 'header' ? [one.name] : []));
    const found: string[] = [];
    for (const header of new Set([...named, ...ofGuests(route)])) {
      const name = header.toLowerCase();
      const flaws = await flawsOfEach(key, HOSTILE_HEADERS, {
        pointer: `#/headers/${name}`,
        put: (request, text) => {
          const sent = sendable(request);
          return { ...sent, headers: { ...sent.headers, [name]: text } };
        },
      });
      found.push(...flaws);
    }

    expect(found).toEqual([]);
  });
});

const listed = (key: string): string[] => operationOf(key).parameters.map(({ name }) => name);

/** The cursor after the first item of a list; undefined for a list with fewer than two. */
async function cursorOf(key: string): Promise<string | undefined> {
  const { path, headers } = sendable(await validRequest(world, key));
  const { body, headers: answered } = await rawCall(
    'GET',
    `${path}${listed(key).includes('limit') ? '?limit=1' : ''}`,
    { headers },
  );
  return body.nextCursor ?? /[?&]cursor=([^&>]+)/.exec(answered.get('link') ?? '')?.[1];
}

/** The cursor with another character at several places, and shortened or lengthened. */
const editionsOf = (cursor: string): string[] => [
  ...[0, 12, Math.floor(cursor.length / 2), cursor.length - 1].map(
    (at) => `${cursor.slice(0, at)}${cursor[at] === 'A' ? 'B' : 'A'}${cursor.slice(at + 1)}`,
  ),
  ...[cursor.slice(1), cursor.slice(0, -1), `${cursor}A`, `${cursor}=`, ` ${cursor}`, cursor.repeat(2)],
];

/** Both page through the same index: the export shows all of what the list sums up. */
const ONE_LIST = ['GET /v1/products', 'GET /v1/products/export'];

describe('a cursor', () => {
  const lists = routes.filter(({ route }) => route.query && 'cursor' in route.query.shape).map(({ key }) => key);
  const genuine = new Map<string, string>();

  beforeAll(async () => {
    const twice = <T>(make: () => Promise<T>) => Promise.all([make(), make()]);
    await Promise.all([twice(() => world.aProductOf('seller')), twice(world.aCategory), twice(world.anApiKey)]);
    for (const key of lists) {
      const cursor = await cursorOf(key);
      if (cursor !== undefined) genuine.set(key, cursor);
    }
    expect([...genuine.keys()]).toEqual(
      expect.arrayContaining(['GET /v1/products', 'GET /v1/categories', 'GET /v1/api-keys']),
    );
  });

  it.each(lists)('that another list made, somebody edited or invented, is refused by %s', async (key) => {
    const { path, headers } = sendable(await validRequest(world, key));
    const ask = (cursor: string) => rawCall('GET', `${path}?cursor=${encodeURIComponent(cursor)}`, { headers });
    const foreign = [...genuine].flatMap(([of, cursor]) =>
      of === key || [of, key].every((one) => ONE_LIST.includes(one)) ? [] : [cursor],
    );
    const bad = [
      ...foreign,
      ...[...genuine.values()].flatMap(editionsOf),
      ...Object.values(HOSTILE_TEXTS).filter((text) => text.isWellFormed() && text.length < 2_000),
      Buffer.from(JSON.stringify(['gsi1', { pk: 'product#1', sk: 'product' }])).toString('base64url'),
    ];
    const taken: string[] = [];

    for (const cursor of bad) {
      const answer = await ask(cursor);
      const isRefused = answer.status === 400 && pointersOf(answer).join() === '#/query/cursor';
      if (!isRefused || flawsOf(operationOf(key), answer).length > 0) taken.push(`${answer.status} ${cursor}`);
    }

    expect(taken).toEqual([]);
    const own = genuine.get(key);
    expect(own === undefined ? 200 : (await ask(own)).status).toBe(200);
  });
});
