import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import { type Caller, isAdmin } from '../../../shared/http/caller.ts';
import { checkVersion, entityTag, type IfMatch } from '../../../shared/http/precondition.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { inventoryQueries } from '../../inventory/queries.ts';
import { catalogContract } from '../contract/index.ts';
import type { Viewer } from '../domain/product.ts';
import { categoryStore } from '../store/category-store.ts';
import { productStore } from '../store/product-store.ts';
import { archiveProduct, updateProduct } from '../use-cases/change-product.ts';
import { createProduct } from '../use-cases/create-product.ts';
import { createCategory, deleteCategory, getCategory, updateCategory } from '../use-cases/manage-categories.ts';
import { getProduct, listProducts, listSubtree, stockOf } from '../use-cases/read-products.ts';

const table = domainTable('catalog');
const products = productStore(table);
const categories = categoryStore(table);
const stores = { products, categories };
const inventory = inventoryQueries(domainTable('inventory'));
const currency = setting('SHOP_CURRENCY');

const viewerOf = (caller: Caller): Viewer => ({
  isAdmin: isAdmin(caller),
  userId: caller.kind === 'user' ? caller.userId : undefined,
});

const basedOn = (ifMatch: IfMatch | undefined) => (version: number) => checkVersion(ifMatch, version);

const tagged = ({ version }: { version: number }) => ({ etag: entityTag(version) });

export const handler = createApi(catalogContract, 'api', {
  listProducts: async ({ caller, query }) => {
    const { status, category, seller, limit, cursor } = query;
    const listed = await listProducts(stores, {
      viewer: viewerOf(caller),
      status,
      category,
      seller,
      limit,
      cursor,
    });
    return listed.ok ? reply(200, listed.value) : listed;
  },

  getProduct: async ({ caller, params, query }) => {
    const found = await getProduct(products, params.id, viewerOf(caller));
    if (!found.ok) return found;
    const product = found.value;
    const stock = query.include?.includes('stock') ? await stockOf(product, inventory.getAvailability) : undefined;
    return reply(200, stock ? { ...product, stock } : product, tagged(product));
  },

  createProduct: async ({ caller, body, requestId }) => {
    const { isAdmin: byAdmin, userId } = viewerOf(caller);
    const sellerId = byAdmin ? undefined : userId;
    const created = await createProduct(products, systemClock, { details: body, sellerId, currency, requestId });
    if (!created.ok) return created;
    return reply(201, created.value, { ...tagged(created.value), location: `/v1/products/${created.value.id}` });
  },

  updateProduct: async ({ caller, params, body, ifMatch, requestId }) => {
    const change = {
      productId: params.id,
      caller: viewerOf(caller),
      checkVersion: basedOn(ifMatch),
      details: body,
      currency,
      requestId,
    };
    const updated = await updateProduct(products, systemClock, change);
    return updated.ok ? reply(200, updated.value, tagged(updated.value)) : updated;
  },

  archiveProduct: async ({ caller, params, ifMatch, requestId }) => {
    const change = { productId: params.id, caller: viewerOf(caller), checkVersion: basedOn(ifMatch), requestId };
    const archived = await archiveProduct(products, systemClock, change);
    return archived.ok ? reply(200, archived.value, tagged(archived.value)) : archived;
  },

  listCategories: async ({ query: { limit, cursor } }) => reply(200, await categories.list({ limit, cursor })),

  getCategory: async ({ params }) => {
    const found = await getCategory(categories, params.id);
    return found.ok ? reply(200, found.value, tagged(found.value)) : found;
  },

  listCategoryProducts: async ({ params, query: { limit, cursor } }) => {
    const found = await getCategory(categories, params.id);
    if (!found.ok) return found;
    return reply(200, await listSubtree(stores, 'active', params.id, { limit, cursor }));
  },

  createCategory: async ({ body }) => {
    const created = await createCategory(categories, systemClock, body);
    if (!created.ok) return created;
    const { value } = created;
    return reply(201, value, { ...tagged(value), location: `/v1/categories/${value.id}` });
  },

  updateCategory: async ({ params, body, ifMatch }) => {
    const change = { categoryId: params.id, checkVersion: basedOn(ifMatch), details: body };
    const updated = await updateCategory(categories, systemClock, change);
    return updated.ok ? reply(200, updated.value, tagged(updated.value)) : updated;
  },

  deleteCategory: async ({ params, ifMatch }) => {
    const deleted = await deleteCategory(categories, systemClock, {
      categoryId: params.id,
      checkVersion: basedOn(ifMatch),
    });
    return deleted.ok ? reply(204, undefined) : deleted;
  },
});
