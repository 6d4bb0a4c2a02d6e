import { readdir, readFile, readlink } from 'node:fs/promises';
import { request } from 'node:http';
import { type AddressInfo, Server } from 'node:net';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RunningShop } from '../../local/shop/start.ts';
import { startTestCloud } from './cloud.ts';

/** Every server that listens while the cloud runs: one that is added later is one of them. */
const servers = new Set<Server>();
let shop: RunningShop;

/** The ports on which this process listens, its threads included, as Linux knows them. */
async function listeningPorts(): Promise<Set<number>> {
  const links = await Promise.all(
    (await readdir('/proc/self/fd')).map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')),
  );
  const tables = await Promise.all(['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8')));
  const sockets = tables.flatMap((table) => table.split('\n').slice(1, -1)).map((line) => line.trim().split(/\s+/));
  const listening = sockets.filter(
    ([, , , state, , , , , , inode]) => state === '0A' && links.includes(`socket:[${inode}]`),
  );
  return new Set(listening.map(([, address = '']) => Number.parseInt(address.split(':')[1] ?? '', 16)));
}

let portsBefore = new Set<number>();
const isLinux = process.platform === 'linux';

beforeAll(async () => {
  if (isLinux) portsBefore = await listeningPorts();
  const { listen } = Server.prototype;
  vi.spyOn(Server.prototype, 'listen').mockImplementation(function (
    this: Server,
    ...args: Parameters<Server['listen']>
  ) {
    servers.add(this);
    return listen.apply(this, args);
  });
  shop = await startTestCloud();
});
afterAll(() => shop.stop());

const doors = () =>
  [...servers].flatMap((server) => {
    const address = server.address() as AddressInfo | null;
    return address === null ? [] : [address];
  });

const portOf = (url: string) => Number(new URL(url).port);
const apiPort = () => portOf(shop.outputs.apiUrl);

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** `fetch` sets Host and Sec-Fetch headers itself, so this is what a browser sends. */
const ask = (port: number, { method = 'GET', path = '/', headers }: Asked) =>
  new Promise<{ status: number; allowed: string | undefined; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, async (response) => {
      let text = '';
      for await (const piece of response.setEncoding('utf8')) text += piece;
      resolve({
        status: response.statusCode ?? 0,
        allowed: response.headers['access-control-allow-origin'],
        text,
      });
    });
    sent.on('error', reject);
    sent.end(method === 'POST' ? '{}' : undefined);
  });

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

/** The headers that a page of another site makes a browser send, by the sign of that page. */
const attacks = (port: number): Readonly<Record<string, Readonly<Record<string, string>>>> => {
  const host = `127.0.0.1:${port}`;
  const evil = 'https://evil.example';
  return {
    'a name that was made to resolve here': { host: 'evil.example', origin: 'http://evil.example' },
    'such a name with the port, and no origin': { host: `evil.example:${port}` },
    'a name that begins like ours': { host: `127.0.0.1.evil.example:${port}` },
    'a foreign origin': { host, origin: evil },
    'a simple request of a foreign origin': { host, origin: evil, 'content-type': 'text/plain' },
    'a preflight of a foreign origin': { host, origin: evil, 'access-control-request-method': 'POST' },
    'an origin that is hidden': { host, origin: 'null' },
    'an origin that begins like ours': { host, origin: `http://${host}.evil.example` },
    'a page of another port': { host, origin: 'http://127.0.0.1:1' },
    'a browser that tells of another site': { host, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
  };
};

const ATTACKS = Object.keys(attacks(0));

it('The cloud listens on this machine only, and its outputs name each of its servers.', () => {
  const { outputs } = shop;
  const named = [outputs.apiUrl, outputs.mailUrl, outputs.stripeUrl, ...Object.values(outputs.awsEndpoints)];

  expect(new Set(doors().map(({ address }) => address))).toEqual(new Set(['127.0.0.1']));
  expect(new Set(doors().map(({ port }) => port))).toEqual(new Set(named.map(portOf)));
});

it.skipIf(!isLinux)('No thread of the cloud listens on a port of its own.', async () => {
  const own = [...(await listeningPorts())].filter((port) => !portsBefore.has(port));

  expect(new Set(own)).toEqual(new Set(doors().map(({ port }) => port)));
});

describe.each(ATTACKS)('%s', (attack) => {
  it('gets 403 from every server but the API, whatever the method', async () => {
    for (const { port } of doors().filter((door) => door.port !== apiPort())) {
      for (const method of METHODS) {
        const { status, allowed } = await ask(port, { method, headers: attacks(port)[attack] ?? {} });
        expect([port, method, status, allowed]).toEqual([port, method, 403, undefined]);
      }
    }
  });

  it('gets 403 from the console', async () => {
    for (const method of METHODS) {
      const headers = attacks(apiPort())[attack] ?? {};
      expect((await ask(apiPort(), { method, path: '/_local/faults', headers })).status).toBe(403);
    }
  });

  it('cannot read an answer of the API', async () => {
    for (const method of METHODS) {
      const headers = attacks(apiPort())[attack] ?? {};
      const { status, allowed } = await ask(apiPort(), { method, path: '/v1/products', headers });
      expect(allowed).toBeUndefined();
      if (!headers.host?.startsWith('127.0.0.1:')) expect(status).toBe(403);
    }
  });
});

describe('a program', () => {
  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '[::1]', 'souk-local-bucket.localhost'])(
    'is served by every server under the name %s',
    async (name) => {
      for (const { port } of doors()) {
        const { text } = await ask(port, { headers: { host: `${name}:${port}` } });
        expect(text).not.toContain('This server answers to');
        expect(text).not.toContain('may send this request');
      }
    },
  );
});

describe.each(['127.0.0.1', 'localhost'])('an SDK that calls %s', (name) => {
  const endpointOf = (service: string) => ({
    endpoint: String(shop.outputs.awsEndpoints[`AWS_ENDPOINT_URL_${service}`]).replace('127.0.0.1', name),
  });

  it('is served by the engines', async () => {
    const dynamodb = new DynamoDBClient(endpointOf('DYNAMODB'));
    const sqs = new SQSClient(endpointOf('SQS'));

    expect((await dynamodb.send(new ListTablesCommand())).TableNames).toContain('souk-local-catalog');
    expect((await sqs.send(new ListQueuesCommand())).QueueUrls).toContainEqual(
      expect.stringMatching(/catalog-events$/),
    );
    dynamodb.destroy();
    sqs.destroy();
  });
});

describe('a storefront in development', () => {
  it.each(['http://localhost:3000', 'http://127.0.0.1:5173'])('on %s may call the API', async (origin) => {
    const host = `localhost:${apiPort()}`;
    const fetched = { host, origin, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'cors' };

    const answer = await ask(apiPort(), { path: '/v1/products', headers: fetched });
    const preflight = await ask(apiPort(), {
      ...{ method: 'OPTIONS', path: '/v1/cart/items' },
      headers: { ...fetched, 'access-control-request-method': 'POST' },
    });

    expect(answer).toMatchObject({ status: 200, allowed: origin });
    expect(preflight).toMatchObject({ status: 204, allowed: origin });
  });

  it.each(['https://localhost:3000', 'http://localhost:3000.evil.example', 'http://localhost:1', 'null'])(
    'on %s may not',
    async (origin) => {
      const { allowed } = await ask(apiPort(), { path: '/v1/products', headers: { host: 'localhost', origin } });

      expect(allowed).toBeUndefined();
    },
  );
});
