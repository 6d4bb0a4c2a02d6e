import { beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../functions/index.ts';
import { routeKey, routesOf } from '../../shared/http/contract.ts';
import type { World } from './answers.ts';
import { type Operation, publishedOperations } from './document.ts';
import { flawsOf, type ValidRequest, validRequest } from './hostile-bodies.ts';
import { rawCall } from './raw-call.ts';
import { prepareWorld } from './world.ts';

const MEGABYTE = 1024 * 1024;

/** Bodies that no route without one asks for, by what is wrong with them. */
const HOSTILE: readonly (readonly [what: string, type: string | undefined, body: string | Buffer])[] = [
  ['malformed JSON', 'application/json', '{"a":'],
  ['JSON of the wrong kind', 'application/json', '[null, 1, "\\ud800"]'],
  ['deep JSON', 'application/json', '['.repeat(100_000)],
  ['another type', 'application/xml', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ['a form', 'multipart/form-data; boundary=x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n1'],
  ['bytes without a type that no text has', undefined, Buffer.from([0xff, 0xfe, 0xc3, 0x00])],
  ['a charset that does not exist', 'application/json; charset=utf-99', '{}'],
  ['7 MB', 'application/json', JSON.stringify({ a: 'x'.repeat(7 * MEGABYTE) })],
];

const routes = routesOf(shop.contracts).flatMap(({ route }) =>
  route.body || route.rawBody ? [] : [{ key: routeKey(route), method: route.method }],
);

let world: World;
let operations: ReadonlyMap<string, Operation>;

beforeAll(async () => {
  [world, operations] = await Promise.all([prepareWorld(), publishedOperations()]);
});

const send = ({ path, headers }: ValidRequest, method: string, type: string | undefined, body: string | Buffer) =>
  rawCall(method, path, { body, headers: { ...headers, ...(type && { 'content-type': type }) } });

describe('a route that takes no body', () => {
  it.each(routes)('ignores an empty object: $key', async ({ key, method }) => {
    const without = await rawCall(method, ...(await targetOf(key)));
    const answer = await send(await validRequest(world, key), method, 'application/json', '{}');

    expect(answer.status).toBe(without.status);
  });

  it.each(routes)('never fails because of a hostile one: $key', async ({ key, method }) => {
    const operation = operations.get(key);
    if (!operation) throw new Error(`${key} is not published.`);
    for (const [what, type, body] of HOSTILE) {
      const answer = await send(await validRequest(world, key), method, type, body);

      expect([what, answer.status < 500]).toEqual([what, true]);
      // The size is refused before the route is known, so its contract need not say so.
      if (answer.status !== 413) expect([what, ...flawsOf(operation, answer)]).toEqual([what]);
    }
  });
});

async function targetOf(key: string): Promise<[string, { headers: Readonly<Record<string, string>> }]> {
  const { path, headers } = await validRequest(world, key);
  return [path, { headers }];
}
