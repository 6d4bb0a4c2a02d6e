import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery, timestampSchema } from '../../../shared/kernel/schemas.ts';
import { fulfilmentStatusSchema, nextActionSchema, orderSchema, paymentStatusSchema, statusSchema } from './schemas.ts';

const orderParams = z.strictObject({ id: idSchema });

export const orderRoutes = defineRoutes({
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
});
