import { SEED_CATEGORIES, SEED_PRODUCTS, type SeedProduct } from './seed-data.ts';

export interface SeedOptions {
  /** With the prefix, e.g. `http://127.0.0.1:4000/v1`. */
  readonly apiUrl: string;
  readonly admin: { readonly email: string; readonly password: string };
  readonly log?: (message: string) => void;
}

const CURRENCY = 'EUR';
/** As many products at a time; the cloud runs a few environments of each function. */
const PARALLEL = 4;

/**
 * Fills the shop over its own API. What is there already stays as it is: a category of the same name, a product with the same SKU, stock that
 * was set before.
 *
 * @throws Error when the API answers what it should not.
 */
export async function seed({ apiUrl, admin, log = () => {} }: SeedOptions): Promise<void> {
  const call = await signIn(apiUrl, admin);
  const categoryIds = await ensureCategories(call);
  let created = 0;
  await inParallel(SEED_PRODUCTS, PARALLEL, async (product) => {
    if (await createProduct(call, product, categoryIds.get(product.category))) created += 1;
    for (const sku of soldSkus(product)) await setStock(call, sku, product.stock);
  });
  log(`${created} of ${SEED_PRODUCTS.length} products were created; the others were there.`);
}

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

type Call = (method: string, path: string, body?: unknown) => Promise<Answer>;

async function signIn(apiUrl: string, admin: SeedOptions['admin']): Promise<Call> {
  const { body } = expectStatus(await send(apiUrl, 'POST', '/users/login', admin), [200], 'signing in');
  return (method, path, payload) => send(apiUrl, method, path, payload, String(body.accessToken));
}

async function send(apiUrl: string, method: string, path: string, body?: unknown, token?: string): Promise<Answer> {
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
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

/** Answers the id of each seed category by its name. */
async function ensureCategories(call: Call): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  let cursor: unknown;
  do {
    const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(String(cursor))}`;
    const { body } = expectStatus(await call('GET', `/categories?limit=100${query}`), [200], 'listing categories');
    for (const { id, name } of body.items as { id: string; name: string }[]) ids.set(name, id);
    cursor = body.nextCursor;
  } while (cursor !== undefined);
  for (const category of SEED_CATEGORIES) {
    if (ids.has(category.name)) continue;
    const { body } = expectStatus(await call('POST', '/categories', category), [201], `creating ${category.name}`);
    ids.set(category.name, String(body.id));
  }
  return ids;
}

/** @returns false when the product is there already. */
async function createProduct(call: Call, product: SeedProduct, categoryId: string | undefined): Promise<boolean> {
  const { sku, title, description, price, compareAtPrice, attributes, variants = [] } = product;
  const answer = await call('POST', '/products', {
    sku,
    title,
    description,
    status: 'active',
    price: euros(price),
    ...(compareAtPrice === undefined ? {} : { compareAtPrice: euros(compareAtPrice) }),
    categoryIds: categoryId === undefined ? [] : [categoryId],
    attributes,
    variants: variants.map((variant) => ({
      ...variant,
      ...(variant.price === undefined ? {} : { price: euros(variant.price) }),
    })),
  });
  if (answer.status === 409 && answer.body.code === 'catalog.sku_taken') return false;
  expectStatus(answer, [201], `creating ${sku}`);
  return true;
}

/** Stock that was set before asks for its version (428): then it stays. */
async function setStock(call: Call, sku: string, onHand: number): Promise<void> {
  const answer = await call('PUT', `/inventory/${encodeURIComponent(sku)}`, { onHand, reason: 'seed' });
  expectStatus(answer, [200, 201, 428], `setting the stock of ${sku}`);
}

const euros = (amount: number) => ({ amount, currency: CURRENCY });

const soldSkus = ({ sku, variants = [] }: SeedProduct): string[] =>
  variants.length > 0 ? variants.map((variant) => variant.sku) : [sku];

async function inParallel<T>(items: readonly T[], lanes: number, work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const lane = async () => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}
