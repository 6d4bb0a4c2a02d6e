import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { stringify } from 'csv-stringify/sync';
import { CURRENCY_EXPONENTS } from '../../shared/kernel/currency.ts';
import type { Progress } from './progress.ts';

export interface SeedOptions {
  /** With the prefix, e.g. `http://127.0.0.1:4000/v1`. */
  readonly apiUrl: string;
  readonly admin: { readonly email: string; readonly password: string };
  /** The shop's, ISO 4217. The demo's prices have two decimals. Default EUR. */
  readonly currency?: string | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
}

/** A row of a file in `demo/`, by the names of its columns. */
type Row = Readonly<Record<string, string>>;

const IMPORT_LIMIT_MS = 60_000;

/**
 * Fills the shop with the demo catalogue over its own API: categories, an import of products,
 * stock. Existing data stays as it is: a category of the same path, a product with the same SKU,
 * stock that was set before.
 *
 * @throws Error for an unexpected response of the API.
 */
export async function seed({ apiUrl, admin, currency = 'EUR', onProgress = () => {} }: SeedOptions): Promise<void> {
  const call = await signIn(apiUrl, admin);
  const missing = await missingProducts(call, currency);
  if (missing.rows.length > 0) {
    await ensureCategories(call, missing.rows);
    await importProducts(call, missing.csv, (done, total) => onProgress({ what: 'products', done, total }));
  }
  await importStock(call, (done, total) => onProgress({ what: 'SKUs with their stock', done, total }));
}

const demoFile = (name: 'categories' | 'products' | 'stock'): Promise<string> =>
  readFile(new URL(`demo/${name}.csv`, import.meta.url), 'utf8');

const rowsOf = (csv: string): Row[] => parse(csv, { columns: true });

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

interface Payload {
  readonly type: 'application/json' | 'text/csv';
  readonly text: string;
}

type Call = (method: string, path: string, payload?: Payload) => Promise<Answer>;

const json = (value: unknown): Payload => ({ type: 'application/json', text: JSON.stringify(value) });

async function signIn(apiUrl: string, admin: SeedOptions['admin']): Promise<Call> {
  const { body } = expectStatus(await send(apiUrl, 'POST', '/users/login', json(admin)), [200], 'signing in');
  return (method, path, payload) => send(apiUrl, method, path, payload, String(body.accessToken));
}

async function send(apiUrl: string, method: string, path: string, payload?: Payload, token?: string): Promise<Answer> {
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: {
      ...(payload === undefined ? {} : { 'content-type': payload.type }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(payload === undefined ? {} : { body: payload.text }),
    signal: AbortSignal.timeout(30_000),
  });
  const text = await response.text();
  try {
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  } catch {
    throw new Error(`${method} ${path} answered ${response.status} without JSON: ${text.slice(0, 200)}`);
  }
}

function expectStatus(answer: Answer, allowed: readonly number[], what: string): Answer {
  if (allowed.includes(answer.status)) return answer;
  throw new Error(`${what} was answered with ${answer.status}: ${JSON.stringify(answer.body).slice(0, 500)}`);
}

async function listAll<T>(call: Call, path: string, filter: Readonly<Record<string, string>> = {}): Promise<T[]> {
  const query = new URLSearchParams({ ...filter, limit: '100' });
  const items: T[] = [];
  do {
    const { body } = expectStatus(await call('GET', `${path}?${query}`), [200], `listing ${path}`);
    items.push(...(body.items as T[]));
    query.set('cursor', String(body.nextCursor ?? ''));
  } while (query.get('cursor') !== '');
  return items;
}

/**
 * The products that the shop lacks: an import would reset existing products. An empty shop gets the
 * file as it is.
 */
async function missingProducts(
  call: Call,
  currency: string,
): Promise<{ readonly rows: readonly Row[]; readonly csv: string }> {
  const lists = await Promise.all(
    ['active', 'draft', 'archived'].map((status) => listAll<{ sku: string }>(call, '/products', { status })),
  );
  const there = new Set(lists.flat().map(({ sku }) => sku));
  const demo = await demoFile('products');
  const csv = CURRENCY_EXPONENTS.get(currency) === 0 ? withoutDecimals(demo) : demo;
  const all = rowsOf(csv);
  const rows = all.filter(({ sku = '', parentSku }) => !there.has(parentSku || sku));
  return { rows, csv: rows.length === all.length ? csv : stringify(rows, { header: true }) };
}

/** The prices in a currency that has no decimals: 11.90 becomes 1190. */
function withoutDecimals(csv: string): string {
  const whole = (price = '') => price.replace('.', '');
  const rows = rowsOf(csv).map((row) => ({
    ...row,
    price: whole(row.price),
    compareAtPrice: whole(row.compareAtPrice),
  }));
  return stringify(rows, { header: true });
}

const PATH_SEPARATOR = ' > ';
const LIST_SEPARATOR = '|';

/** Creates the categories that products are in, and those above them. */
async function ensureCategories(call: Call, products: readonly Row[]): Promise<void> {
  const needed = products.flatMap(({ categories = '' }) => categories.split(LIST_SEPARATOR));
  const isNeeded = (path: string) => needed.some((own) => own === path || own.startsWith(path + PATH_SEPARATOR));
  const ids = await categoryIds(call);
  // Parents come before their children in the file.
  for (const { path = '', description } of rowsOf(await demoFile('categories'))) {
    if (ids.has(path) || !isNeeded(path)) continue;
    const names = path.split(PATH_SEPARATOR);
    const parentId = ids.get(names.slice(0, -1).join(PATH_SEPARATOR));
    const answer = await call('POST', '/categories', json({ name: names.at(-1), description, parentId }));
    ids.set(path, String(expectStatus(answer, [201], `creating ${path}`).body.id));
  }
}

/** By path, e.g. `Kitchen > Knives`. */
async function categoryIds(call: Call): Promise<Map<string, string>> {
  const categories = await listAll<{ id: string; name: string; parentId?: string }>(call, '/categories');
  const byId = new Map(categories.map((category) => [category.id, category]));
  const pathOf = (id: string): string => {
    const { name = '', parentId } = byId.get(id) ?? {};
    return parentId === undefined ? name : `${pathOf(parentId)}${PATH_SEPARATOR}${name}`;
  };
  return new Map(categories.map(({ id }) => [pathOf(id), id]));
}

type OnImported = (processed: number, total: number) => void;

/**
 * A SKU that a different product has taken is no longer the demo's; any other error stops the seed.
 */
async function importProducts(call: Call, csv: string, onProgress: OnImported): Promise<void> {
  const upload = { to: '/products/import', at: '/products/import', csv, what: 'products', total: 'products' };
  await importFile(call, upload, ['catalog.sku_taken'], onProgress);
}

/**
 * Sets the first stock of each SKU. Stock that was set before has a higher version, and stays. A
 * SKU that the shop no longer has is not found.
 */
async function importStock(call: Call, onProgress: OnImported): Promise<void> {
  const rows = rowsOf(await demoFile('stock')).map((row) => ({ ...row, reason: 'seed', version: 0 }));
  const csv = stringify(rows, { header: true });
  const upload = { to: '/inventory/import?onError=skip', at: '/inventory/imports', csv, what: 'stock', total: 'rows' };
  await importFile(call, upload, ['request.version_mismatch', 'not_found'], onProgress);
}

interface Upload {
  /** The path that takes the file, and the one that the import's id follows. */
  readonly to: string;
  readonly at: string;
  readonly csv: string;
  readonly what: string;
  /** The member of the import that counts its entries. */
  readonly total: string;
}

/** @param expected the codes of errors that leave their row as it is. Others stop the seed. */
async function importFile(
  call: Call,
  { to, at, csv, what, total }: Upload,
  expected: readonly string[],
  onProgress: OnImported,
): Promise<void> {
  const requested = await call('POST', to, { type: 'text/csv', text: csv });
  const { id } = expectStatus(requested, [202], `importing ${what}`).body;
  const deadline = performance.now() + IMPORT_LIMIT_MS;
  for (;;) {
    const { body } = expectStatus(await call('GET', `${at}/${id}`), [200], `following the import of ${what}`);
    const { status, processed, reason } = body;
    if (status === 'running' || status === 'done') onProgress(Number(processed), Number(body[total]));
    if (status === 'done' || status === 'failed') {
      const error = (await errorsOf(call, `${at}/${id}`, body)).find(({ code }) => !expected.includes(code));
      if (error) throw new Error(`importing ${what} failed in line ${error.line}: ${error.code} ${error.detail}`);
      if (status === 'done') return;
      throw new Error(`importing ${what} failed: ${reason}`);
    }
    if (performance.now() > deadline) throw new Error(`The import ${id} takes too long: ${JSON.stringify(body)}`);
    await delay(50);
  }
}

interface ImportError {
  readonly line: number;
  readonly code: string;
  readonly detail: string;
}

/** All errors of an import, from its first page on. */
async function errorsOf(call: Call, path: string, first: Answer['body']): Promise<ImportError[]> {
  const errors = [...(first.errors as readonly ImportError[])];
  for (let cursor = first.nextCursor; cursor !== undefined; ) {
    const query = new URLSearchParams({ limit: '100', cursor: String(cursor) });
    const { body } = expectStatus(await call('GET', `${path}?${query}`), [200], `reading the errors of ${path}`);
    errors.push(...(body.errors as readonly ImportError[]));
    cursor = body.nextCursor;
  }
  return errors;
}
