import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { addressSchema } from '../../../shared/kernel/address.ts';
import { moneySchema, pageOf, skuSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';
import {
  keptAddress,
  preferencesSchema,
  profileSchema,
  roleSchema,
  rolesSchema,
  userParams,
  userSchema,
} from './schemas.ts';

const exportSchema = z.strictObject({
  exportedAt: timestampSchema,
  profile: userSchema,
  preferences: preferencesSchema,
  addresses: z.array(keptAddress),
  cart: z.array(z.strictObject({ sku: skuSchema, quantity: z.int() })),
  /** Newest first, a page at a time. */
  orders: pageOf(
    z.strictObject({
      id: z.string(),
      number: z.string(),
      status: z.string(),
      createdAt: timestampSchema,
      lines: z.array(z.strictObject({ sku: skuSchema, title: z.string(), quantity: z.int(), lineTotal: moneySchema })),
      total: moneySchema,
      contact: z
        .strictObject({
          email: z.string(),
          shippingAddress: addressSchema,
          billingAddress: addressSchema.optional(),
          paymentMethod: z.string(),
        })
        .optional(),
    }),
  ),
});

export const profileRoutes = defineRoutes({
  getUser: {
    method: 'GET',
    path: '/users/{id}',
    access: ['customer'],
    summary: "The caller's profile; anybody's for an admin",
    params: userParams,
    responses: { 200: userSchema },
  },
  changeUser: {
    method: 'PUT',
    path: '/users/{id}',
    access: ['customer'],
    summary: 'Replaces what the caller tells of themselves',
    params: userParams,
    body: profileSchema,
    ifMatch: 'required',
    responses: { 200: userSchema },
  },
  eraseUser: {
    method: 'DELETE',
    path: '/users/{id}',
    access: ['customer'],
    summary: 'Erases the caller, or anybody for an admin; orders stay without a name',
    params: userParams,
    responses: { 204: null },
    refusals: { 'users.orders_in_progress': 409, 'users.last_admin': 409 },
  },
  setRoles: {
    method: 'PUT',
    path: '/users/{id}/roles',
    access: ['admin'],
    summary: 'Sets exactly these roles; sessions end when one is taken away',
    params: userParams,
    body: z.strictObject({ roles: rolesSchema }),
    responses: { 200: z.strictObject({ roles: z.array(roleSchema) }) },
    refusals: { 'users.last_admin': 409 },
  },
  getPreferences: {
    method: 'GET',
    path: '/users/{id}/preferences',
    access: ['customer'],
    summary: "The caller's preferences",
    params: userParams,
    responses: { 200: preferencesSchema },
  },
  changePreferences: {
    method: 'PUT',
    path: '/users/{id}/preferences',
    access: ['customer'],
    summary: "Replaces the caller's preferences",
    params: userParams,
    body: preferencesSchema,
    responses: { 200: preferencesSchema },
  },
  exportUser: {
    method: 'GET',
    path: '/users/{id}/export',
    access: ['customer'],
    summary: 'Everything that is held about the caller',
    params: userParams,
    query: z.strictObject({ cursor: z.string().min(1).max(2048).optional() }),
    responses: { 200: exportSchema },
  },
});
