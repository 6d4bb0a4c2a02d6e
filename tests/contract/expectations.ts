import { randomUUID } from 'node:crypto';
import { ADDRESS, aGuest, call } from '../e2e/shop.ts';
import {
  ANY_VERSION,
  admins,
  buyers,
  type Expectation,
  everyone,
  only,
  type Probe,
  sellers,
  type Who,
  type World,
} from './answers.ts';
import { USER_EXPECTATIONS } from './expectations-users.ts';

const price = { amount: 1999, currency: 'EUR' };
const aProductBody = () => ({ sku: `T-${randomUUID()}`, title: 'Matrix', price });

const orderOf = (buyer: 'guest' | 'customer', path: string, contact: Who = buyer): Omit<Expectation, 'answers'> => {
  let order: Promise<string> | undefined;
  return {
    of: `an order of the ${buyer}${contact === buyer ? '' : ` with the verified email of the ${contact}`}`,
    request: async ({ anOrderOf }) => {
      order ??= anOrderOf(buyer, contact);
      return { path: `/orders/${await order}${path}` };
    },
  };
};

/** The rows of a route about one order. */
const ordersOnly = (status: number, path = ''): readonly Expectation[] => [
  { ...orderOf('guest', path), answers: only('guest', status) },
  { ...orderOf('customer', path), answers: only('customer', status) },
  { ...orderOf('guest', path, 'other customer'), answers: { ...only('guest', status), 'other customer': status } },
];

const inCart = async ({ fillCart, sku }: World, who: Who, probe: Omit<Probe, 'path'> = {}): Promise<Probe> => {
  await fillCart(who);
  return { path: `/cart/items/${sku}`, ...probe };
};

const mergedByTheCustomer = (): Omit<Expectation, 'answers'> => {
  let guest: ReturnType<typeof aGuest> | undefined;
  return {
    of: "a guest's cart that the customer has merged",
    request: async ({ people }) => {
      guest ??= aGuest();
      const { headers } = await guest;
      await call('POST', '/cart/merge', { headers: { ...headers, ...people.customer.headers } });
      return { path: '/cart/merge', headers };
    },
  };
};

/** The status for each caller, by the key of the route. A route that is missing fails the test. */
export const EXPECTATIONS: Readonly<Record<string, readonly Expectation[]>> = {
  'GET /v1/products': [{ of: 'what is on sale', request: () => ({ path: '/products' }), answers: everyone(200) }],
  'GET /v1/products/{id}': [
    {
      of: 'a product on sale',
      request: async ({ aProductOf }) => ({ path: `/products/${await aProductOf('seller')}` }),
      answers: everyone(200),
    },
    {
      of: "a seller's draft",
      request: async ({ aProductOf }) => ({ path: `/products/${await aProductOf('seller', 'draft')}` }),
      answers: { ...everyone(404), seller: 200, admin: 200 },
    },
  ],
  'POST /v1/products': [
    { of: 'a product', request: () => ({ path: '/products', body: aProductBody() }), answers: sellers(201) },
  ],
  'PUT /v1/products/{id}': [
    {
      of: "a seller's product",
      request: async ({ aProductOf }) => ({
        path: `/products/${await aProductOf('seller')}`,
        body: aProductBody(),
        headers: ANY_VERSION,
      }),
      answers: { ...sellers(200), 'other seller': 404 },
    },
  ],
  'DELETE /v1/products/{id}': [
    {
      of: "a seller's product",
      request: async ({ aProductOf }) => ({ path: `/products/${await aProductOf('seller')}`, headers: ANY_VERSION }),
      answers: { ...sellers(200), 'other seller': 404 },
    },
  ],
  'POST /v1/products/import': [
    {
      of: 'a file',
      request: () => ({
        path: '/products/import',
        raw: `sku,title,price\nT-${randomUUID()},Matrix,1.00`,
        headers: { 'content-type': 'text/csv' },
      }),
      answers: admins(202),
    },
  ],
  'GET /v1/products/import/{id}': [
    {
      of: 'an import',
      request: async ({ anImport }) => ({ path: `/products/import/${await anImport()}` }),
      answers: admins(200),
    },
  ],
  'GET /v1/products/export': [
    { of: 'the catalogue', request: () => ({ path: '/products/export?limit=1' }), answers: admins(200) },
  ],
  'GET /v1/categories': [{ of: 'the tree', request: () => ({ path: '/categories' }), answers: everyone(200) }],
  'GET /v1/categories/{id}': [
    {
      of: 'a category',
      request: async ({ aCategory }) => ({ path: `/categories/${await aCategory()}` }),
      answers: everyone(200),
    },
  ],
  'GET /v1/categories/{id}/products': [
    {
      of: 'a category',
      request: async ({ aCategory }) => ({ path: `/categories/${await aCategory()}/products` }),
      answers: everyone(200),
    },
  ],
  'POST /v1/categories': [
    { of: 'a category', request: () => ({ path: '/categories', body: { name: 'Matrix' } }), answers: admins(201) },
  ],
  'PUT /v1/categories/{id}': [
    {
      of: 'a category',
      request: async ({ aCategory }) => ({
        path: `/categories/${await aCategory()}`,
        body: { name: 'Matrix' },
        headers: ANY_VERSION,
      }),
      answers: admins(200),
    },
  ],
  'DELETE /v1/categories/{id}': [
    {
      of: 'an empty category',
      request: async ({ aCategory }) => ({ path: `/categories/${await aCategory()}`, headers: ANY_VERSION }),
      answers: admins(204),
    },
  ],
  'POST /v1/carts': [{ of: 'a cart', request: () => ({ path: '/carts' }), answers: everyone(201) }],
  'GET /v1/cart': [{ of: 'their own', request: () => ({ path: '/cart' }), answers: buyers(200) }],
  'DELETE /v1/cart': [{ of: 'their own', request: () => ({ path: '/cart' }), answers: buyers(204) }],
  'POST /v1/cart/items': [
    {
      of: 'a product on sale',
      request: ({ sku }) => ({ path: '/cart/items', body: { sku, quantity: 1 } }),
      answers: buyers(200),
    },
  ],
  'PUT /v1/cart/items/{sku}': [
    {
      of: 'what is in their cart',
      request: (world, who) => inCart(world, who, { body: { quantity: 2 } }),
      answers: buyers(200),
    },
    {
      of: "what is in the customer's cart only",
      request: async ({ aSkuInCartOf }) => ({
        path: `/cart/items/${await aSkuInCartOf('customer')}`,
        body: { quantity: 2 },
      }),
      answers: { ...buyers(404), customer: 200 },
    },
  ],
  'DELETE /v1/cart/items/{sku}': [
    { of: 'what is in their cart', request: (world, who) => inCart(world, who), answers: buyers(200) },
    {
      of: "what is in the customer's cart only",
      request: async ({ aSkuInCartOf }) => ({ path: `/cart/items/${await aSkuInCartOf('customer')}` }),
      answers: { ...buyers(404), customer: 200 },
    },
  ],
  'POST /v1/cart/merge': [
    {
      of: "a guest's cart",
      request: async () => ({ path: '/cart/merge', headers: (await aGuest()).headers }),
      answers: { ...everyone(200), nobody: 401, guest: 401 },
    },
    { ...mergedByTheCustomer(), answers: { ...everyone(401), customer: 200 } },
  ],
  'GET /v1/inventory/{sku}': [
    { of: 'a product', request: ({ sku }) => ({ path: `/inventory/${sku}` }), answers: everyone(200) },
  ],
  'PUT /v1/inventory/{sku}': [
    {
      of: 'a product',
      request: ({ sku }) => ({
        path: `/inventory/${sku}`,
        body: { adjustBy: 1, reason: 'matrix' },
        headers: { 'idempotency-key': randomUUID() },
      }),
      answers: admins(200),
    },
  ],
  'GET /v1/inventory/{sku}/movements': [
    { of: 'a product', request: ({ sku }) => ({ path: `/inventory/${sku}/movements` }), answers: admins(200) },
  ],
  'POST /v1/inventory/import': [
    {
      of: 'a file',
      request: ({ sku }) => ({
        path: '/inventory/import',
        raw: `sku,adjustBy\n${sku},1`,
        headers: { 'content-type': 'text/csv' },
      }),
      answers: admins(202),
    },
  ],
  'GET /v1/inventory/imports/{id}': [
    {
      of: 'an import',
      request: async ({ aStockImport }) => ({ path: `/inventory/imports/${await aStockImport()}` }),
      answers: admins(200),
    },
  ],
  'GET /v1/inventory/imports/{id}/changes': [
    {
      of: 'a dry run',
      request: async ({ aStockImport }) => ({ path: `/inventory/imports/${await aStockImport()}/changes` }),
      answers: admins(200),
    },
  ],
  'POST /v1/orders': [
    {
      of: 'what is in their cart',
      request: async ({ aBuyerLike, people }, who) => ({
        path: '/orders',
        body: { email: people[who].email, shippingAddress: ADDRESS, paymentMethod: 'pm_card_visa' },
        headers: { 'idempotency-key': randomUUID() },
        credentials: await aBuyerLike(who),
      }),
      answers: buyers(202),
    },
  ],
  'GET /v1/orders': [{ of: 'their own', request: () => ({ path: '/orders' }), answers: buyers(200) }],
  'GET /v1/orders/{id}': ordersOnly(200),
  'GET /v1/orders/{id}/status': ordersOnly(200, '/status'),
  'GET /v1/orders/{id}/events': ordersOnly(200, '/events'),
  'PUT /v1/orders/{id}/cancel': ordersOnly(200, '/cancel'),
  'POST /v1/webhooks/stripe': [
    {
      of: 'an event without a signature',
      request: () => ({ path: '/webhooks/stripe', body: { type: 'payment_intent.canceled' } }),
      answers: everyone(400),
    },
  ],
  ...USER_EXPECTATIONS,
  'POST /v1/api-keys': [
    { of: 'a key', request: () => ({ path: '/api-keys', body: { name: 'Matrix' } }), answers: admins(201) },
  ],
  'GET /v1/api-keys': [{ of: 'the keys', request: () => ({ path: '/api-keys' }), answers: admins(200) }],
  'DELETE /v1/api-keys/{id}': [
    {
      of: 'a key',
      request: async ({ anApiKey }) => ({ path: `/api-keys/${await anApiKey()}` }),
      answers: admins(204),
    },
  ],
  'GET /v1/health': [{ of: 'the shop', request: () => ({ path: '/health' }), answers: everyone(200) }],
  'GET /v1/openapi.json': [{ of: 'the API', request: () => ({ path: '/openapi.json' }), answers: everyone(200) }],
};
