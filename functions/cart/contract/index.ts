import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import {
  currencySchema,
  idSchema,
  moneySchema,
  quantitySchema,
  skuSchema,
  totalsSchema,
} from '../../../shared/kernel/schemas.ts';

const itemSchema = z.discriminatedUnion('available', [
  z.strictObject({
    available: z.literal(true),
    sku: skuSchema,
    productId: z.string(),
    title: z.string(),
    quantity: quantitySchema,
    unitPrice: moneySchema,
    lineTotal: moneySchema,
  }),
  /** No longer sold: not part of the totals, and checkout refuses it. */
  z.strictObject({
    available: z.literal(false),
    sku: skuSchema,
    productId: z.string().optional(),
    title: z.string().optional(),
    quantity: quantitySchema,
  }),
]);

const cartSchema = z.strictObject({
  id: z.string(),
  /** 0 for a cart that was never changed. */
  version: z.int().min(0),
  currency: currencySchema,
  items: z.array(itemSchema),
  totals: totalsSchema,
});

const line = { sku: skuSchema, quantity: quantitySchema };

const mergeSchema = z.strictObject({
  cart: cartSchema,
  /** `quantity` is what the cart holds now. */
  merged: z.array(z.strictObject(line)),
  /** `wanted` is what both carts held together, `quantity` what the cart holds now. */
  capped: z.array(z.strictObject({ ...line, wanted: z.int(), reason: z.enum(['stock', 'quantity_limit']) })),
  /** `quantity` is what the guest's cart held. */
  dropped: z.array(z.strictObject({ ...line, reason: z.enum(['not_sold', 'out_of_stock', 'too_many_lines']) })),
});

const bySku = z.strictObject({ sku: idSchema });

const itemRefusals = {
  'cart.unknown_sku': 422,
  'cart.too_many_lines': 422,
  'cart.quantity_too_large': 422,
} as const;

export const cartContract = defineContract({
  domain: 'cart',
  routes: {
    createCart: {
      method: 'POST',
      path: '/carts',
      access: ['public'],
      summary: 'Creates a guest cart; its token is shown only here',
      responses: { 201: cartSchema.extend({ token: z.string() }) },
    },
    getCart: {
      method: 'GET',
      path: '/cart',
      access: ['guest', 'customer'],
      summary: "Reads the caller's cart at current prices",
      responses: { 200: cartSchema },
    },
    emptyCart: {
      method: 'DELETE',
      path: '/cart',
      access: ['guest', 'customer'],
      summary: "Empties the caller's cart",
      ifMatch: 'optional',
      responses: { 204: null },
    },
    addItem: {
      method: 'POST',
      path: '/cart/items',
      access: ['guest', 'customer'],
      summary: 'Adds to the cart; the same SKU again adds quantities',
      body: z.strictObject({ sku: skuSchema, quantity: quantitySchema }),
      ifMatch: 'optional',
      responses: { 200: cartSchema },
      refusals: itemRefusals,
    },
    changeItem: {
      method: 'PUT',
      path: '/cart/items/{sku}',
      access: ['guest', 'customer'],
      summary: 'Sets the quantity of an item in the cart; 0 removes it',
      params: bySku,
      body: z.strictObject({ quantity: z.int().min(0).max(999) }),
      ifMatch: 'optional',
      responses: { 200: cartSchema },
      refusals: { 'cart.unknown_sku': 422 },
    },
    removeItem: {
      method: 'DELETE',
      path: '/cart/items/{sku}',
      access: ['guest', 'customer'],
      summary: 'Removes an item from the cart',
      params: bySku,
      ifMatch: 'optional',
      responses: { 200: cartSchema },
    },
    mergeCart: {
      method: 'POST',
      path: '/cart/merge',
      access: ['customer'],
      summary: 'Merges the guest cart of `X-Cart-Token` into the cart of the signed-in user, and ends that token',
      responses: { 200: mergeSchema },
      refusals: { 'cart.checkout_in_progress': 409 },
    },
  },
});
