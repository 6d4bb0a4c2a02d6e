import { request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { shop } from '../../functions/index.ts';
import { routeKey, routesOf } from '../../shared/http/contract.ts';
import { admin, aProduct, call } from '../e2e/shop.ts';
import { WHO, type World } from './answers.ts';
import { EXPECTATIONS } from './expectations.ts';
import { prepareWorld } from './world.ts';

const reads = routesOf(shop.contracts)
  .filter(({ route }) => route.method === 'GET')
  .map(({ route }) => ({ key: routeKey(route), route }));

let world: World;

beforeAll(async () => {
  world = await prepareWorld();
});

/** A complete request of a caller who may read it. */
async function aReadOf(key: string): Promise<{ path: string; headers: Record<string, string> }> {
  const [row] = EXPECTATIONS[key] ?? [];
  const who = WHO.findLast((one) => row && row.answers[one] < 300);
  if (!row || !who) throw new Error(`Nobody may call ${key}.`);
  const probe = await row.request(world, who);
  return { path: probe.path, headers: { ...(probe.credentials ?? world.people[who].headers), ...probe.headers } };
}

/** The bytes as they were sent: `fetch` would decompress them. */
function bytesOf(path: string, headers: Readonly<Record<string, string>>) {
  return new Promise<{ readonly coding: string; readonly vary: string; readonly bytes: Buffer }>((resolve, reject) => {
    const sent = request(`${process.env.API_URL}${path}`, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { 'content-encoding': coding = 'identity', vary = '' } = response.headers;
        resolve({ coding, vary, bytes: Buffer.concat(chunks) });
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe.each(reads)('$key', ({ key, route }) => {
  it('is compressed above 1 KB as the client allows, and says that it varies', async () => {
    const { path, headers } = await aReadOf(key);

    const plain = await bytesOf(path, headers);
    const refused = await bytesOf(path, { ...headers, 'accept-encoding': 'br;q=0, gzip;q=0' });
    const brotli = await bytesOf(path, { ...headers, 'accept-encoding': 'gzip, br' });
    const gzip = await bytesOf(path, { ...headers, 'accept-encoding': 'gzip' });

    const isLarge = plain.bytes.length >= 1024;
    const codings = [plain, refused, brotli, gzip].map(({ coding }) => coding);
    expect(codings).toEqual(['identity', 'identity', ...(isLarge ? ['br', 'gzip'] : ['identity', 'identity'])]);
    for (const { vary } of [plain, refused, brotli, gzip]) expect(vary).toContain('accept-encoding');
    if (!isLarge) return;
    expect(brotliDecompressSync(brotli.bytes).toString()).toMatch(/\S/);
    expect(gunzipSync(gzip.bytes).toString()).toMatch(/\S/);
  });

  it(`${route.access.includes('public') ? 'ignores' : 'refuses'} what trackers add to its query`, async () => {
    const { path, headers } = await aReadOf(key);
    const tracked = `${path}${path.includes('?') ? '&' : '?'}utm_source=x&utm_campaign=%ff&gclid=1&_=2`;

    const { status } = await call('GET', tracked, { headers });
    const unknown = await call('GET', `${path}${path.includes('?') ? '&' : '?'}sauce=x`, { headers });

    expect([status, unknown.status]).toEqual([route.access.includes('public') ? 200 : 400, 400]);
  });
});

it('A change may be based on the tag that a compressing proxy has weakened.', async () => {
  const { product, sku, etag } = await aProduct();
  const change = { sku, title: 'Changed', price: product.price, status: 'active' };
  const send = async (ifMatch: string) =>
    (
      await call('PUT', `/products/${product.id}`, {
        headers: { ...(await admin()), 'if-match': ifMatch },
        body: change,
      })
    ).status;

  expect([await send(`W/${etag}`), await send(`W/${etag}`)]).toEqual([200, 412]);
});
