import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkVersion, type IfMatch } from '../../../shared/http/precondition.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';
import type { Category, CategoryDetails } from '../domain/category.ts';
import type { Product, ProductDetails } from '../domain/product.ts';
import { catalogQueries } from '../queries.ts';
import { categoryStore } from '../store/category-store.ts';
import { productStore } from '../store/product-store.ts';
import { archiveProduct, updateProduct } from './change-product.ts';
import { createProduct } from './create-product.ts';
import { createCategory, deleteCategory, updateCategory } from './manage-categories.ts';
import { listProducts, listSubtree } from './read-products.ts';
import { productEvent } from './save-product.ts';

let db: TestTable;
let store: ReturnType<typeof productStore>;
let categories: ReturnType<typeof categoryStore>;

beforeAll(async () => {
  db = await startTestTable();
  store = productStore(db.table);
  categories = categoryStore(db.table);
});
afterAll(() => db.stop());

const admin = { isAdmin: true, userId: 'admin-1' };
const eur = (amount: number) => ({ amount, currency: 'EUR' });

let serial = 0;
const details = (change: Partial<ProductDetails> = {}): ProductDetails => ({
  sku: `sku-${++serial}`,
  title: 'Thing',
  status: 'active',
  price: eur(1000),
  categoryIds: [],
  attributes: {},
  variants: [],
  images: [],
  ...change,
});

const create = (product: ProductDetails, sellerId?: string) =>
  createProduct(store, systemClock, { details: product, sellerId, currency: 'EUR', requestId: 'req-1' });

async function created(product: ProductDetails = details(), sellerId?: string): Promise<Product> {
  const result = await create(product, sellerId);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

async function aCategory(details: CategoryDetails): Promise<Category> {
  const result = await createCategory(categories, systemClock, details);
  if (!result.ok) throw new Error(result.refusal.code);
  return result.value;
}

const basedOn = (ifMatch: IfMatch | undefined) => (version: number) => checkVersion(ifMatch, version);

const update = (
  product: Product,
  change: Partial<ProductDetails>,
  ifMatch: IfMatch = [product.version],
  caller = admin,
) =>
  updateProduct(store, systemClock, {
    productId: product.id,
    caller,
    checkVersion: basedOn(ifMatch),
    details: { ...product, ...change },
    currency: 'EUR',
    requestId: 'req-2',
  });

const archive = (product: Product, caller: { isAdmin: boolean; userId: string } = admin) =>
  archiveProduct(store, systemClock, {
    productId: product.id,
    caller,
    checkVersion: basedOn([product.version]),
    requestId: 'req-3',
  });

const sellable = async (sku: string) => (await catalogQueries(db.table).getSellables([sku])).get(sku);

async function eventsOf({ id }: Product) {
  const { Items = [] } = await db.client.send(
    new QueryCommand({
      TableName: db.tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :events)',
      ExpressionAttributeValues: { ':pk': `product#${id}`, ':events': 'event#' },
    }),
  );
  return Items.map(({ event }) => event);
}

test('A created product is stored with its event, and can be sold.', async () => {
  const product = await created(details({ description: 'A thing', attributes: { color: 'red' } }));

  expect(await store.get(product.id)).toEqual(product);
  expect(await sellable(product.sku)).toEqual({
    sku: product.sku,
    productId: product.id,
    title: 'Thing',
    unitPrice: eur(1000),
    status: 'active',
  });
  expect(await eventsOf(product)).toMatchObject([
    { metadata: { name: 'ProductCreated', sequence: 1, aggregate: { id: product.id }, correlationId: 'req-1' } },
  ]);
});

test('A SKU belongs to one product, as its own or as a variant’s.', async () => {
  const taken = await created(details({ variants: [{ sku: 'taken-variant', title: 'V', attributes: {} }] }));

  const own = await create(details({ sku: 'taken-variant' }));
  const variant = await create(
    details({
      variants: [
        { sku: `free-${serial}`, title: 'V', attributes: {} },
        { sku: taken.sku, title: 'W', attributes: {} },
      ],
    }),
  );

  const detail = 'Another product has the SKU taken-variant.';
  expect(own).toMatchObject({
    refusal: { code: 'catalog.sku_taken', detail, extensions: { errors: [{ pointer: '#/sku', detail }] } },
  });
  expect(variant).toMatchObject({ refusal: { extensions: { errors: [{ pointer: '#/variants/1/sku' }] } } });
  expect(await sellable(`free-${serial}`)).toBeUndefined();
});

test('Of many products that are created concurrently with one SKU, exactly one is stored.', async () => {
  const contested = details();

  const results = await Promise.all(Array.from({ length: 8 }, () => create(contested)));

  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.filter((result) => !result.ok && result.refusal.code === 'catalog.sku_taken')).toHaveLength(7);
});

test('A changed SKU releases the old one and claims the new one.', async () => {
  const product = await created();
  const freed = product.sku;

  const updated = await update(product, { sku: `${freed}-changed` });

  expect(updated.ok).toBe(true);
  expect(await sellable(freed)).toBeUndefined();
  expect(await sellable(`${freed}-changed`)).toMatchObject({ productId: product.id });
  expect((await create(details({ sku: freed }))).ok).toBe(true);
});

test('A product that gets variants keeps its own SKU, but no longer sells it.', async () => {
  const product = await created();

  await update(product, { variants: [{ sku: `${product.sku}-v`, title: 'V', price: eur(1200), attributes: {} }] });

  expect(await sellable(product.sku)).toBeUndefined();
  expect(await sellable(`${product.sku}-v`)).toMatchObject({ title: 'Thing – V', unitPrice: eur(1200) });
  expect(await create(details({ sku: product.sku }))).toMatchObject({ refusal: { code: 'catalog.sku_taken' } });
});

test('Carts see a changed price and status at once.', async () => {
  const product = await created();

  await update(product, { price: eur(1500), status: 'draft' });

  expect(await sellable(product.sku)).toMatchObject({ unitPrice: eur(1500), status: 'draft' });
});

test('An archived product is not listed, keeps its SKU and can be reactivated.', async () => {
  const product = await created();

  const archived = await archive(product);

  if (!archived.ok) throw new Error(archived.refusal.code);
  expect(archived.value).toMatchObject({ status: 'archived', version: 2 });
  expect(await sellable(product.sku)).toMatchObject({ status: 'archived' });
  expect(await create(details({ sku: product.sku }))).toMatchObject({ refusal: { code: 'catalog.sku_taken' } });
  expect(await archive(archived.value)).toEqual(archived);
  expect(await update(archived.value, { status: 'active' })).toMatchObject({ value: { status: 'active', version: 3 } });
  expect(
    (await eventsOf(product)).map(({ metadata, data }) => [metadata.name, metadata.sequence, data.status]),
  ).toEqual([
    ['ProductCreated', 1, 'active'],
    ['ProductUpdated', 2, 'archived'],
    ['ProductUpdated', 3, 'active'],
  ]);
});

test('Of several changes based on one version, one succeeds and the others are refused.', async () => {
  const product = await created();

  const results = await Promise.all(
    Array.from({ length: 5 }, (_, index) => update(product, { title: `Title ${index}` })),
  );

  expect(results.filter(({ ok }) => ok)).toHaveLength(1);
  expect(results.filter((result) => !result.ok && result.refusal.code === 'request.version_mismatch')).toHaveLength(4);
  expect((await store.get(product.id))?.version).toBe(2);
});

test('A change without a version is refused, but only after the product is found.', async () => {
  const product = await created();
  const without = { caller: admin, checkVersion: basedOn(undefined), requestId: 'req-4' };

  expect(await archiveProduct(store, systemClock, { ...without, productId: product.id })).toMatchObject({
    refusal: { code: 'request.precondition_required' },
  });
  expect(await archiveProduct(store, systemClock, { ...without, productId: 'prd_none' })).toMatchObject({
    refusal: { code: 'request.not_found' },
  });
});

test('A seller can change only their own products; those of others are not found.', async () => {
  const product = await created(details(), 'seller-1');

  const foreign = await archive(product, { isAdmin: false, userId: 'seller-2' });
  const own = await archive(product, { isAdmin: false, userId: 'seller-1' });

  expect(foreign).toMatchObject({ refusal: { code: 'request.not_found' } });
  expect(own).toMatchObject({ ok: true, value: { sellerId: 'seller-1' } });
});

test('A product in an unknown category is refused, and nothing is written.', async () => {
  const product = details({ categoryIds: ['cat_none'] });

  const refused = await create(product);

  expect(refused).toMatchObject({
    refusal: {
      code: 'catalog.unknown_category',
      extensions: { errors: [{ pointer: '#/categoryIds/0', detail: 'There is no category cat_none.' }] },
    },
  });
  expect(await sellable(product.sku)).toBeUndefined();
});

const inCategory = ({ id }: Category) => ({ categories: [id], name: id });

test('A product is listed under its status, its categories and its seller.', async () => {
  const tea = await aCategory({ name: 'Tea' });
  const gifts = await aCategory({ name: 'Gifts' });
  const product = await created(details({ categoryIds: [tea.id, gifts.id] }), 'seller-9');
  const draft = await created(details({ categoryIds: [tea.id], status: 'draft' }), 'seller-9');
  const ids = async (of?: Parameters<typeof store.list>[0]['of'], status: Product['status'] = 'active') =>
    (await store.list(of ? { status, of } : { status }, { limit: 100, cursor: undefined })).items.map(({ id }) => id);

  expect(await ids(inCategory(tea))).toEqual([product.id]);
  expect(await ids(inCategory(tea), 'draft')).toEqual([draft.id]);
  expect(await ids({ seller: 'seller-9' })).toEqual([product.id]);
  expect(await ids()).toContain(product.id);
  expect(await ids()).not.toContain(draft.id);

  await update(product, { categoryIds: [gifts.id], status: 'draft' });

  expect(await ids(inCategory(tea), 'draft')).toEqual([draft.id]);
  expect(await ids(inCategory(gifts))).toEqual([]);
  expect(await ids(inCategory(gifts), 'draft')).toEqual([product.id]);
});

test('Pages follow each other, newest first, without gaps.', async () => {
  const category = await aCategory({ name: 'Paged' });
  const ids: string[] = [];
  for (let index = 0; index < 5; index += 1) ids.unshift((await created(details({ categoryIds: [category.id] }))).id);

  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list({ status: 'active', of: inCategory(category) }, { limit: 2, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);

  expect(seen).toEqual(ids);
});

test('A category lists the products of all categories below it, each once, even after a subtree moves.', async () => {
  const home = await aCategory({ name: 'Home' });
  const kitchen = await aCategory({ name: 'Kitchen', parentId: home.id });
  const knives = await aCategory({ name: 'Knives', parentId: kitchen.id });
  const garden = await aCategory({ name: 'Garden' });
  const stores = { products: store, categories };
  const inHome = await created(details({ categoryIds: [home.id] }));
  const inTwo = await created(details({ categoryIds: [kitchen.id, knives.id] }));
  const inKnives = await created(details({ categoryIds: [knives.id] }));
  const shown = async ({ id }: Category) => {
    const ids: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor; first = false) {
      const page = await listSubtree(stores, 'active', id, { limit: 2, cursor });
      ids.push(...page.items.map((product) => product.id));
      cursor = page.nextCursor;
    }
    return ids;
  };

  expect(await shown(home)).toEqual([inKnives.id, inTwo.id, inHome.id]);
  expect(await shown(knives)).toEqual([inKnives.id, inTwo.id]);
  expect(await shown(garden)).toEqual([]);

  const moved = { name: 'Kitchen', parentId: garden.id };
  await updateCategory(categories, systemClock, { categoryId: kitchen.id, checkVersion: basedOn('*'), details: moved });

  expect(await shown(home)).toEqual([inHome.id]);
  expect(await shown(garden)).toEqual([inKnives.id, inTwo.id]);
});

test('Drafts are listed for admins, and for sellers among their own products.', async () => {
  const list = (viewer: { isAdmin: boolean; userId?: string }, seller?: string) =>
    listProducts(
      { products: store, categories },
      { viewer, status: 'draft', category: undefined, seller, limit: 1, cursor: undefined },
    );

  expect((await list(admin)).ok).toBe(true);
  expect((await list({ isAdmin: false, userId: 'seller-1' }, 'seller-1')).ok).toBe(true);
  expect((await list({ isAdmin: false, userId: 'seller-1' }, 'seller-2')).ok).toBe(false);
  expect((await list({ isAdmin: false })).ok).toBe(false);
});

test('The largest product can be archived, and a change beyond one transaction is refused.', async () => {
  const group = await Promise.all(Array.from({ length: 6 }, (_, index) => aCategory({ name: `C${index}` })));
  const variants = (prefix: string) =>
    Array.from({ length: 90 }, (_, index) => ({ sku: `${prefix}-${index}`, title: `${index}`, attributes: {} }));
  const product = await created(details({ variants: variants('big') }), 'seller-1');
  const categorized = await update(product, { categoryIds: group.map(({ id }) => id) });
  if (!categorized.ok) throw new Error(categorized.refusal.code);

  const renumbered = await update(categorized.value, { variants: variants('other') });
  const archived = await archive(categorized.value);

  expect(renumbered).toMatchObject({ refusal: { code: 'catalog.change_too_large' } });
  expect(archived).toMatchObject({ ok: true, value: { status: 'archived' } });
});

test('A category is deleted only when no product is in it, even while one is added.', async () => {
  const category = await aCategory({ name: 'Contested' });
  const remove = () => deleteCategory(categories, systemClock, { categoryId: category.id, checkVersion: basedOn([1]) });

  const [entered, deleted] = await Promise.all([create(details({ categoryIds: [category.id] })), remove()]);

  expect(entered.ok).not.toBe(deleted.ok);
  expect(entered.ok ? !deleted.ok && deleted.refusal.code : !entered.ok && entered.refusal.code).toBe(
    entered.ok ? 'catalog.category_not_empty' : 'catalog.unknown_category',
  );
});

test('A save whose reply was lost is recognised when it is retried.', async () => {
  const product = await created();
  const after = { ...product, title: 'Changed', version: 2 };

  const event = productEvent(after, 'req-5');

  expect(await store.save(product, after, event)).toBeUndefined();
  expect(await store.save(product, after, event)).toBeUndefined();
  expect(await store.save(product, after, productEvent(after, 'req-6'))).toEqual({ kind: 'stale' });
});
