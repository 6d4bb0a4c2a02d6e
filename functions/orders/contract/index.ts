import * as z from 'zod';
import { defineContract, type Throttle } from '../../../shared/http/contract.ts';
import { addressSchema, lineSchema } from '../../../shared/kernel/address.ts';
import { checkAddress } from '../../../shared/kernel/address-check.ts';
import {
  idSchema,
  moneySchema,
  pageOf,
  pageQuery,
  priceSchema,
  quantitySchema,
  skuSchema,
  timestampSchema,
  totalsSchema,
} from '../../../shared/kernel/schemas.ts';

export const checkoutSchema = z.strictObject({
  email: z.email().max(254),
  shippingAddress: addressSchema.superRefine(checkAddress),
  billingAddress: addressSchema.superRefine(checkAddress).optional(),
  shippingMethod: lineSchema(64).optional(),
  /** A payment method id of Stripe, e.g. `pm_card_visa`. */
  paymentMethod: z.string().regex(/^pm_[A-Za-z0-9_]{1,128}$/, 'A Stripe payment-method id such as pm_card_visa.'),
  /** What the buyer was shown; when the total is another by now, nothing is bought. */
  expectedTotal: priceSchema.optional(),
});

/** Room for a buyer's retries, not for a program that tries cards. A guest is counted per cart. */
const CHECKOUT: Throttle = {
  name: 'checkout',
  per: 'caller',
  counts: 'requests',
  limit: { guest: 60, customer: 120, partner: 1200 },
  windowSeconds: 60,
};

const paymentStatusSchema = z.enum([
  'pending',
  'requires_action',
  'authorized',
  'captured',
  'partially_refunded',
  'refunded',
  'failed',
  'cancelled',
]);
const statusSchema = z.enum(['pending', 'confirmed', 'cancelled', 'rejected', 'needs_attention']);
const fulfilmentStatusSchema = z.enum(['unfulfilled', 'partially_shipped', 'shipped', 'delivered', 'returned']);
const nextActionSchema = z.strictObject({ type: z.string(), redirectUrl: z.string(), clientSecret: z.string() });

export const orderSchema = z.strictObject({
  id: z.string(),
  number: z.string(),
  status: statusSchema,
  paymentStatus: paymentStatusSchema,
  fulfilmentStatus: fulfilmentStatusSchema,
  rejection: z.strictObject({ code: z.string(), detail: z.string() }).optional(),
  email: z.string(),
  items: z.array(
    z.strictObject({
      sku: skuSchema,
      productId: z.string(),
      title: z.string(),
      quantity: quantitySchema,
      unitPrice: moneySchema,
      lineTotal: moneySchema,
    }),
  ),
  totals: totalsSchema,
  shippingAddress: addressSchema,
  billingAddress: addressSchema.optional(),
  shippingMethod: z.string().optional(),
  nextAction: nextActionSchema.optional(),
  version: z.int(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});

const orderParams = z.strictObject({ id: idSchema });

export const ordersContract = defineContract({
  domain: 'orders',
  routes: {
    placeOrder: {
      method: 'POST',
      path: '/orders',
      access: ['guest', 'customer'],
      summary: 'Buys what is in the cart',
      function: 'checkout',
      body: checkoutSchema,
      idempotencyKey: 'required',
      throttles: [CHECKOUT],
      responses: { 201: orderSchema, 202: orderSchema },
      refusals: {
        'orders.idempotency_key_reused': 422,
        'orders.cart_empty': 422,
        'orders.total_too_large': 422,
        'orders.checkout_in_progress': 409,
        'orders.item_unavailable': 409,
        'orders.total_changed': 409,
      },
    },
    listOrders: {
      method: 'GET',
      path: '/orders',
      access: ['guest', 'customer'],
      summary: "The caller's orders, newest first; for an admin everybody's",
      /** The filters are an admin's; days are UTC and inclusive, at most 92, by default the last 31. */
      query: z.strictObject({
        ...pageQuery,
        status: statusSchema.optional(),
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
      }),
      responses: { 200: pageOf(orderSchema) },
    },
    getOrder: {
      method: 'GET',
      path: '/orders/{id}',
      access: ['guest', 'customer'],
      summary: "One of the caller's orders; any order for an admin",
      params: orderParams,
      responses: { 200: orderSchema },
    },
    getOrderStatus: {
      method: 'GET',
      path: '/orders/{id}/status',
      access: ['guest', 'customer'],
      summary: 'How far an order is, cheap to ask often',
      params: orderParams,
      responses: {
        200: z.strictObject({
          status: statusSchema,
          paymentStatus: paymentStatusSchema,
          fulfilmentStatus: fulfilmentStatusSchema,
          nextAction: nextActionSchema.optional(),
          updatedAt: timestampSchema,
        }),
      },
    },
    cancelOrder: {
      method: 'PUT',
      path: '/orders/{id}/cancel',
      access: ['guest', 'customer'],
      summary: 'Cancels an order before it is shipped: its stock is released, its payment refunded',
      params: orderParams,
      responses: { 200: orderSchema },
      refusals: { 'orders.not_cancellable': 409 },
    },
    listOrderEvents: {
      method: 'GET',
      path: '/orders/{id}/events',
      access: ['guest', 'customer'],
      summary: 'What happened to an order, oldest first',
      params: orderParams,
      query: z.strictObject({ ...pageQuery }),
      responses: {
        200: pageOf(
          z.strictObject({
            id: z.string(),
            name: z.string(),
            sequence: z.int(),
            occurredAt: timestampSchema,
            data: z.record(z.string(), z.unknown()),
          }),
        ),
      },
    },
  },
});
