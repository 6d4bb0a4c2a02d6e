import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery, pageQueryOf, timestampSchema } from '../../../shared/kernel/schemas.ts';
import { orderProgressSchema, orderSchema, statusSchema } from './schemas.ts';

const orderParams = z.strictObject({ id: idSchema.describe('The id of the order.') });

const orderEventSchema = z
  .strictObject({
    id: z.string().describe('The id, given by the shop.'),
    name: z.string().describe('The kind of event, such as `OrderPlaced`.'),
    sequence: z.int().describe('The position among the events of the order, from 1.'),
    occurredAt: timestampSchema.describe('The time of the event.'),
    data: z.record(z.string(), z.unknown()).describe('The facts. Their form depends on the name.'),
  })
  .meta({ id: 'OrderEvent', description: 'Something that happened to an order.' });

export const orderRoutes = defineRoutes({
  listOrders: {
    method: 'GET',
    path: '/orders',
    access: ['guest', 'customer'],
    summary: "Lists the caller's orders, newest first",
    description:
      'Admins see the orders of all buyers, and may filter them. Days are in UTC. Both ends are included, and a list covers at most 92 days.',
    query: z.strictObject({
      ...pageQuery,
      status: statusSchema.optional().describe('Only orders of this status. For admins.'),
      from: z.iso
        .date()
        .optional()
        .describe('The first day, such as 2026-01-31: 30 days before the last unless given. For admins.'),
      to: z.iso.date().optional().describe('The last day: today unless given. For admins.'),
    }),
    responses: { 200: pageOf(orderSchema, 'OrderPage', 'Orders, newest first.') },
  },
  getOrder: {
    method: 'GET',
    path: '/orders/{id}',
    access: ['guest', 'customer'],
    summary: "Reads one of the caller's orders",
    description: 'Admins read any order.',
    params: orderParams,
    responses: { 200: orderSchema },
  },
  getOrderStatus: {
    method: 'GET',
    path: '/orders/{id}/status',
    access: ['guest', 'customer'],
    summary: 'Reads the states of an order',
    description: 'A client may read this often while a payment is in progress.',
    params: orderParams,
    responses: { 200: orderProgressSchema },
  },
  cancelOrder: {
    method: 'PUT',
    path: '/orders/{id}/cancel',
    access: ['guest', 'customer'],
    summary: 'Cancels an order before it is shipped',
    description: 'The stock of the order is released, and its payment is refunded.',
    params: orderParams,
    responses: { 200: orderSchema },
    refusals: { 'orders.not_cancellable': 409 },
  },
  listOrderEvents: {
    method: 'GET',
    path: '/orders/{id}/events',
    access: ['guest', 'customer'],
    summary: 'Lists the events of an order, oldest first',
    params: orderParams,
    query: z.strictObject(pageQueryOf(100)),
    responses: { 200: pageOf(orderEventSchema, 'OrderEventPage', 'Events, oldest first.') },
  },
});
