import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { catalogContract } from '../functions/catalog/contract.ts';
import { seed } from './seed.ts';
import { SEED_CATEGORIES, SEED_PRODUCTS } from './seed-data.ts';

/** As much of the API as the seed uses, with its rules: a SKU is taken once, and stock is set once without a version. */
function startShop() {
  const products = new Map<string, { categoryIds: string[] }>();
  const categories = new Map<string, { id: string; name: string }>();
  const stock = new Map<string, number>();
  const problem = (status: number, code: string) => ({ status, body: { status, code } });

  const answer = (route: string, path: string, body: Record<string, unknown>) => {
    if (route === 'POST /v1/users/login') {
      return body.password === 'right' ? { status: 200, body: { accessToken: 'token' } } : problem(401, 'users.no');
    }
    if (route.startsWith('GET /v1/categories')) return { status: 200, body: { items: [...categories.values()] } };
    if (route === 'POST /v1/categories') {
      const category = { id: `cat_${categories.size}`, name: String(body.name) };
      categories.set(category.id, category);
      return { status: 201, body: category };
    }
    if (route === 'POST /v1/products') {
      const product = catalogContract.routes.createProduct.body.parse(body);
      if (products.has(product.sku)) return problem(409, 'catalog.sku_taken');
      products.set(product.sku, product);
      return { status: 201, body: product };
    }
    const sku = /^\/v1\/inventory\/(.+)$/.exec(path)?.[1];
    if (!sku) return problem(404, 'request.not_found');
    if (stock.has(sku)) return problem(428, 'request.precondition_required');
    stock.set(sku, Number(body.onHand));
    return { status: 200, body: {} };
  };

  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const path = request.url ?? '';
    const { status, body } = answer(`${request.method} ${path}`, path, text === '' ? {} : JSON.parse(text));
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return { server, products, categories, stock };
}

let shop: ReturnType<typeof startShop>;
let apiUrl: string;

beforeEach(async () => {
  shop = startShop();
  await new Promise<void>((resolve) => shop.server.listen(0, '127.0.0.1', resolve));
  apiUrl = `http://127.0.0.1:${(shop.server.address() as AddressInfo).port}/v1`;
});
afterEach(() => close(shop.server));

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

const admin = { email: 'admin@example.com', password: 'right' };

test('the seed fills a shop with products in categories, and stock for each SKU that is sold', async () => {
  await seed({ apiUrl, admin });

  expect(shop.products.size).toBe(20);
  expect(shop.categories.size).toBe(SEED_CATEGORIES.length);
  for (const { categoryIds } of shop.products.values()) expect(shop.categories.has(categoryIds[0] ?? '')).toBe(true);
  expect(shop.stock.size).toBe(SEED_PRODUCTS.reduce((sum, { variants }) => sum + (variants?.length ?? 1), 0));
  expect(shop.stock.get('lamp-desk-brass')).toBe(1);
});

test('a second run leaves what is there, and completes what is missing', async () => {
  await seed({ apiUrl, admin });
  shop.products.delete('lamp-desk-brass');
  shop.stock.delete('shirt-linen-m');
  shop.stock.set('spoon-olive', 3);

  await seed({ apiUrl, admin });

  expect(shop.products.size).toBe(20);
  expect(shop.categories.size).toBe(SEED_CATEGORIES.length);
  expect(shop.stock.get('shirt-linen-m')).toBe(20);
  expect(shop.stock.get('spoon-olive')).toBe(3);
});

test('an answer that should not be is told', async () => {
  await expect(seed({ apiUrl, admin: { ...admin, password: 'wrong' } })).rejects.toThrow(/signing in .* 401/);
});
