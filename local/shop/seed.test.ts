import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readProductFile } from '../../functions/catalog/adapters/read-file.ts';
import { catalogContract } from '../../functions/catalog/contract/index.ts';
import type { FileProduct } from '../../functions/catalog/domain/product-file.ts';
import { readStockFile } from '../../functions/inventory/adapters/read-file.ts';
import type { Progress } from './progress.ts';
import { seed } from './seed.ts';

interface Category {
  readonly id: string;
  readonly name: string;
  readonly parentId?: string | undefined;
}

interface StockImport {
  readonly status: string;
  readonly processed: number;
  readonly rows: number;
  readonly errors: readonly object[];
}

const SEPARATOR = ' > ';
const PAGE = 100;

/**
 * The part of the API that the seed uses, with its rules. Files are read as the catalog reads them,
 * and categories must exist before the products in them. A SKU belongs to one product. Stock is set
 * for the version that a row names, and only for SKUs on sale.
 */
function startShop() {
  const products = new Map<string, FileProduct['details']>();
  const categories = new Map<string, Category>();
  const stock = new Map<string, number>();
  const imports: Record<string, unknown>[] = [];
  const stockImports: StockImport[] = [];
  /** Errors of each import of stock, beside those of its rows. */
  const stockErrors: object[] = [];
  /** By SKU: the error of an imported product. */
  const refusals = new Map<string, { code: string; detail: string }>();
  const problem = (status: number, code: string) => ({ status, body: { status, code } });
  const pathOf = ({ name, parentId }: Category): string => {
    const parent = parentId === undefined ? undefined : categories.get(parentId);
    return parent ? `${pathOf(parent)}${SEPARATOR}${name}` : name;
  };
  const pathsInUse = () => [...products.values()].flatMap(({ categoryIds }) => categoryIds);
  const isSold = (sku: string) =>
    [...products.values()].some(({ sku: own, variants }) =>
      variants.length > 0 ? variants.some((variant) => variant.sku === sku) : own === sku,
    );

  const page = <T>(items: readonly T[], query: URLSearchParams) => {
    const start = Number(query.get('cursor') ?? 0);
    const nextCursor = start + PAGE < items.length ? { nextCursor: String(start + PAGE) } : {};
    return { status: 200, body: { items: items.slice(start, start + PAGE), ...nextCursor } };
  };

  const importFile = (text: string) => {
    const { entries } = readProductFile(shop.currency)('csv', text);
    const paths = new Set([...categories.values()].map(pathOf));
    const errors = entries.flatMap((entry): readonly object[] => {
      if ('errors' in entry) return entry.errors;
      const { sku, categoryIds } = entry.details;
      const unknown = categoryIds.filter((path) => !paths.has(path));
      if (unknown.length > 0) return [{ line: entry.line, code: 'catalog.unknown_category', detail: unknown.join() }];
      const refused = refusals.get(sku);
      if (refused) return [{ line: entry.line, ...refused }];
      products.set(sku, entry.details);
      return [];
    });
    imports.push({ status: 'done', processed: entries.length, products: entries.length, errors });
    return { status: 202, body: { id: String(imports.length - 1) } };
  };

  const importStock = (text: string, onError: string | null) => {
    const { entries } = readStockFile('csv', text);
    const errors = entries.flatMap((entry): readonly object[] => {
      if ('errors' in entry) return entry.errors;
      const { line, sku, wanted, version } = entry;
      if (!isSold(sku)) return [{ line, code: 'not_found', detail: sku }];
      const isStale = version !== (stock.has(sku) ? 1 : 0);
      if (isStale) return [{ line, code: 'request.version_mismatch', detail: sku }];
      if ('onHand' in wanted) stock.set(sku, wanted.onHand);
      return [];
    });
    expect(onError).toBe('skip');
    stockImports.push({
      status: 'done',
      processed: entries.length,
      rows: entries.length,
      errors: [...errors, ...stockErrors],
    });
    return { status: 202, body: { id: String(stockImports.length - 1) } };
  };

  /** An import with a page of its errors. */
  const shown = ({ errors, ...rest }: StockImport, query: URLSearchParams) => {
    const { body } = page(errors, query);
    const { items, ...next } = body;
    return { status: 200, body: { ...rest, errors: items, ...next } };
  };

  const answer = (method: string, { pathname, searchParams }: URL, text: string) => {
    const route = `${method} ${pathname.replace(/^\/v1/, '')}`;
    if (route === 'POST /users/login') {
      return JSON.parse(text).password === 'right'
        ? { status: 200, body: { accessToken: 'token' } }
        : problem(401, 'users.no');
    }
    if (route === 'GET /products') {
      const found = [...products.values()].filter(({ status = 'active' }) => status === searchParams.get('status'));
      return page(found, searchParams);
    }
    if (route === 'GET /categories') return page([...categories.values()], searchParams);
    if (route === 'POST /categories') {
      const details = catalogContract.routes.createCategory.body.parse(JSON.parse(text));
      const category = { ...details, id: `cat_${categories.size}` };
      categories.set(category.id, category);
      return { status: 201, body: category };
    }
    if (route === 'POST /products/import') return importFile(text);
    const found = /^GET \/products\/import\/(\d+)$/.exec(route);
    if (found) return { status: 200, body: imports[Number(found[1])] ?? {} };
    if (route === 'POST /inventory/import') return importStock(text, searchParams.get('onError'));
    const followed = /^GET \/inventory\/imports\/(\d+)$/.exec(route);
    const stockImport = stockImports[Number(followed?.[1])];
    return stockImport ? shown(stockImport, searchParams) : problem(404, 'request.not_found');
  };

  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const { status, body } = answer(String(request.method), url, text);
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  });
  return {
    currency: 'EUR',
    server,
    products,
    categories,
    stock,
    stockErrors,
    imports,
    refusals,
    pathOf,
    pathsInUse,
    isSold,
  };
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

test('the seed fills a shop with a catalogue of a believable size', async () => {
  await seed({ apiUrl, admin });

  const products = [...shop.products.values()];
  const roots = [...shop.categories.values()].filter(({ parentId }) => parentId === undefined);
  const count = (matches: (product: (typeof products)[number]) => boolean) => products.filter(matches).length;
  expect(products.length).toBeGreaterThanOrEqual(200);
  expect(roots.length).toBeGreaterThanOrEqual(12);
  expect(shop.categories.size - roots.length).toBeGreaterThan(30);
  expect(count(({ variants }) => variants.length > 1)).toBeGreaterThan(50);
  expect(count(({ variants }) => variants.some(({ price }) => price !== undefined))).toBeGreaterThan(5);
  expect(count(({ status }) => status === 'draft')).toBeGreaterThan(3);
  expect(count(({ compareAtPrice }) => compareAtPrice !== undefined)).toBeGreaterThan(20);
  expect(new Set(products.map(({ price }) => price.amount)).size).toBeGreaterThan(80);
  for (const { sku, title, description, price, compareAtPrice, status, images } of products) {
    expect(description, sku).toMatch(/\.$/);
    expect(compareAtPrice?.amount ?? Number.POSITIVE_INFINITY, sku).toBeGreaterThan(price.amount);
    expect(images.length > 0, sku).toBe(status === 'active');
    expect(
      count((other) => other.title === title),
      title,
    ).toBe(1);
  }
});

test('each category has products in or below it', async () => {
  await seed({ apiUrl, admin });

  for (const category of shop.categories.values()) {
    const path = shop.pathOf(category);
    expect(
      shop.pathsInUse().some((own) => `${own}${SEPARATOR}`.startsWith(path + SEPARATOR)),
      path,
    ).toBe(true);
  }
});

test('every SKU on sale has stock, and a draft has none', async () => {
  await seed({ apiUrl, admin });

  for (const { sku, variants, status } of shop.products.values()) {
    for (const sold of variants.length > 0 ? variants : [{ sku }]) {
      expect((shop.stock.get(sold.sku) ?? 0) > 0, sold.sku).toBe(status === 'active');
    }
  }
  expect(shop.stock.get('lamp-desk-brass')).toBe(1);
  expect(shop.products.get('spoon-olive')?.price).toEqual({ amount: 990, currency: 'EUR' });
});

test('a shop in a currency without decimals gets whole prices', async () => {
  shop.currency = 'JPY';

  await seed({ apiUrl, admin, currency: 'JPY' });

  expect(shop.products.get('spoon-olive')?.price).toEqual({ amount: 990, currency: 'JPY' });
});

test('it reports its progress, up to the end of each part', async () => {
  const told: Progress[] = [];

  await seed({ apiUrl, admin, onProgress: (progress) => told.push(progress) });

  const [products, stock] = [shop.products.size, shop.stock.size];
  expect(told).toContainEqual({ what: 'products', done: products, total: products });
  expect(told.at(-1)).toEqual({ what: 'SKUs with their stock', done: stock, total: stock });
  expect(told.filter(({ done, total }) => done === total)).toHaveLength(2);
});

test('a second run leaves existing data, and adds what is missing', async () => {
  await seed({ apiUrl, admin });
  const [products, categories] = [shop.products.size, shop.categories.size];
  const changed = { ...shop.products.get('tee-organic'), title: 'Ours' } as FileProduct['details'];
  shop.products.set('tee-organic', changed);
  shop.products.delete('shirt-linen');
  shop.products.delete('lamp-desk-brass');
  shop.stock.delete('shirt-linen-m');
  shop.stock.set('spoon-olive', 3);

  await seed({ apiUrl, admin });

  expect(shop.imports.at(-1)).toMatchObject({ products: 2 });
  expect(shop.products.size).toBe(products);
  expect(shop.products.get('tee-organic')).toBe(changed);
  expect(shop.products.get('shirt-linen')?.variants).toHaveLength(4);
  expect(shop.categories.size).toBe(categories);
  expect(shop.stock.get('shirt-linen-m')).toBe(20);
  expect(shop.stock.get('spoon-olive')).toBe(3);
});

test('a shop that has all products keeps its own categories', async () => {
  await seed({ apiUrl, admin });
  shop.categories.clear();

  await seed({ apiUrl, admin });

  expect(shop.imports).toHaveLength(1);
  expect(shop.categories.size).toBe(0);
});

test('a SKU that belongs to a different product stays with it', async () => {
  shop.refusals.set('spoon-olive', { code: 'catalog.sku_taken', detail: 'Taken.' });

  await seed({ apiUrl, admin });

  expect(shop.products.has('spoon-olive')).toBe(false);
  expect(shop.stock.has('spoon-olive')).toBe(false);
});

test('an unexpected response is reported', async () => {
  await expect(seed({ apiUrl, admin: { ...admin, password: 'wrong' } })).rejects.toThrow(/signing in .* 401/);
});

test('a product that cannot be imported is reported with its line', async () => {
  shop.refusals.set('spoon-olive', { code: 'catalog.foreign_currency', detail: 'Only USD.' });

  await expect(seed({ apiUrl, admin })).rejects.toThrow(/line \d+: catalog.foreign_currency Only USD/);
});

test('stock that cannot be imported is reported with its line, on whichever page of the errors', async () => {
  await seed({ apiUrl, admin });
  shop.stockErrors.push({ line: 9, code: 'inventory.below_committed', detail: 'Held.' });

  await expect(seed({ apiUrl, admin })).rejects.toThrow('stock failed in line 9: inventory.below_committed Held.');
});
