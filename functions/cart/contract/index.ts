import * as z from 'zod';
import { defineContract, type Throttle } from '../../../shared/http/contract.ts';
import { MAX_QUANTITY } from '../../../shared/kernel/quantity.ts';
import { idSchema, quantitySchema, skuSchema } from '../../../shared/kernel/schemas.ts';
import { cartSchema, cartWithTokenSchema, mergeSchema } from './schemas.ts';

const bySku = z.strictObject({ sku: idSchema.describe('The SKU of an item in the cart.') });

const itemRefusals = {
  'cart.unknown_sku': 422,
  'cart.too_many_lines': 422,
  'cart.quantity_too_large': 422,
} as const;

/** Each guest cart is a stored item. An office or a mobile network shares one source address. */
const NEW_CARTS: Throttle = {
  name: 'carts-network',
  per: 'address',
  counts: 'requests',
  limit: { guest: 200, customer: 200, partner: 20_000 },
  windowSeconds: 15 * 60,
  scaledByStage: true,
};

export const cartContract = defineContract({
  domain: 'cart',
  description: 'Carts of guests and of signed-in users.',
  codes: {
    'cart.unknown_sku': 'Nothing is sold under this SKU.',
    'cart.too_many_lines': 'A cart holds at most 40 different items.',
    'cart.quantity_too_large': `A cart holds at most ${MAX_QUANTITY} pieces of an item.`,
    'cart.checkout_in_progress': 'An order of one of the carts is in progress.',
  },
  routes: {
    createCart: {
      method: 'POST',
      path: '/carts',
      access: ['public'],
      summary: 'Creates a guest cart',
      description: 'The token of the cart is shown only here.',
      throttles: [NEW_CARTS],
      responses: { 201: cartWithTokenSchema },
      responseHeaders: { ETag: 'always', Location: 'always' },
    },
    getCart: {
      method: 'GET',
      path: '/cart',
      access: ['guest', 'customer'],
      summary: "Reads the caller's cart at current prices",
      responses: { 200: cartSchema },
      responseHeaders: { ETag: 'always' },
    },
    emptyCart: {
      method: 'DELETE',
      path: '/cart',
      access: ['guest', 'customer'],
      summary: "Empties the caller's cart",
      ifMatch: 'optional',
      responses: { 204: null },
      responseHeaders: { ETag: 'always' },
      refusals: { 'request.not_found': 404 },
    },
    addItem: {
      method: 'POST',
      path: '/cart/items',
      access: ['guest', 'customer'],
      summary: 'Adds to the cart',
      description:
        'Adds to the quantity of a SKU that is in the cart already. Quantities beyond the stock are refused at checkout. ' +
        'A repeated Idempotency-Key adds nothing, and answers the cart as it is.',
      body: z
        .strictObject({ sku: skuSchema, quantity: quantitySchema })
        .meta({ id: 'CartItemInput', description: 'An item to add.' }),
      examples: { spoons: { sku: 'spoon-olive', quantity: 2 } },
      ifMatch: 'optional',
      idempotencyKey: 'optional',
      responses: { 200: cartSchema },
      responseHeaders: { ETag: 'always', 'Idempotent-Replayed': 'sometimes' },
      refusals: { ...itemRefusals, 'request.not_found': 404, 'request.idempotency_key_reused': 422 },
    },
    changeItem: {
      method: 'PUT',
      path: '/cart/items/{sku}',
      access: ['guest', 'customer'],
      summary: 'Sets the quantity of an item in the cart',
      description: 'A repeated Idempotency-Key changes nothing, and answers the cart as it is.',
      params: bySku,
      body: z
        .strictObject({
          quantity: z.int().min(0).max(MAX_QUANTITY).describe('The number of pieces. 0 removes the item.'),
        })
        .meta({ id: 'QuantityChange', description: 'The new quantity.' }),
      examples: { three: { quantity: 3 } },
      ifMatch: 'optional',
      idempotencyKey: 'optional',
      responses: { 200: cartSchema },
      responseHeaders: { ETag: 'always', 'Idempotent-Replayed': 'sometimes' },
      refusals: { 'cart.unknown_sku': 422, 'request.idempotency_key_reused': 422 },
    },
    removeItem: {
      method: 'DELETE',
      path: '/cart/items/{sku}',
      access: ['guest', 'customer'],
      summary: 'Removes an item from the cart',
      params: bySku,
      ifMatch: 'optional',
      responses: { 200: cartSchema },
      responseHeaders: { ETag: 'always' },
    },
    mergeCart: {
      method: 'POST',
      path: '/cart/merge',
      access: ['customer'],
      summary: 'Merges a guest cart into the cart of the signed-in user',
      description: 'Takes the guest cart of `X-Cart-Token`, and ends it. A repeated merge returns the same report.',
      requestHeaders: { 'X-Cart-Token': 'required' },
      responses: { 200: mergeSchema },
      responseHeaders: { ETag: 'always', 'Idempotent-Replayed': 'sometimes' },
      refusals: { 'cart.checkout_in_progress': 409 },
    },
  },
});
