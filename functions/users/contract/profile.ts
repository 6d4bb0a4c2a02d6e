import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { addressSchema } from '../../../shared/kernel/address.ts';
import { rule } from '../../../shared/kernel/field-error.ts';
import { cursorSchema, moneySchema, pageOf, skuSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';
import {
  preferencesInputSchema,
  preferencesSchema,
  profileSchema,
  roleSchema,
  savedAddressSchema,
  userParams,
  userSchema,
} from './schemas.ts';

const rolesFields = {
  roles: z
    .array(roleSchema)
    .max(3)
    .refine((roles) => new Set(roles).size === roles.length, rule('duplicate', 'Each role may be listed once.'))
    .describe('All roles of the user.'),
};
const rolesInputSchema = z
  .strictObject(rolesFields)
  .meta({ id: 'RolesInput', description: 'The new roles of a user.' });
const rolesSchema = z.strictObject(rolesFields).meta({ id: 'Roles', description: 'The roles of a user.' });

const exportedLineSchema = z
  .strictObject({
    sku: skuSchema,
    title: z.string().describe('The name of the product when it was bought.'),
    quantity: z.int().describe('The number of pieces.'),
    lineTotal: moneySchema.describe('The price of all pieces.'),
  })
  .meta({ id: 'ExportedOrderLine', description: 'A line of an exported order.' });

const exportedContactSchema = z
  .strictObject({
    email: z.string().describe('The address for mails about the order.'),
    shippingAddress: addressSchema.describe('The address of the delivery; its members are empty once it is erased.'),
    billingAddress: addressSchema.optional().describe('The address of the bill, if it differs.'),
    paymentMethod: z.string().describe("The payment provider's id of the payment method; empty once it is erased."),
  })
  .meta({ id: 'ExportedContact', description: 'The personal data of an order.' });

const exportedOrderSchema = z
  .strictObject({
    id: z.string().describe('The id of the order.'),
    number: z.string().describe('The number that people use.'),
    status: z.string().describe('The status of the order.'),
    createdAt: timestampSchema.describe('The time at which it was placed.'),
    lines: z.array(exportedLineSchema).describe('The products that were bought.'),
    total: moneySchema.describe('The amount of the order.'),
    contact: exportedContactSchema.optional().describe('The personal data of the order, until it is erased.'),
  })
  .meta({ id: 'ExportedOrder', description: 'An order as it is exported.' });

const exportedItemSchema = z
  .strictObject({ sku: skuSchema, quantity: z.int().describe('The number of pieces.') })
  .meta({ id: 'ExportedCartItem', description: 'An item in the cart.' });

const exportSchema = z
  .strictObject({
    exportedAt: timestampSchema.describe('The time of the export.'),
    profile: userSchema.describe('The profile.'),
    preferences: preferencesSchema.describe('The preferences.'),
    addresses: z.array(savedAddressSchema).describe('The address book.'),
    cart: z.array(exportedItemSchema).describe('The items in the cart.'),
    orders: pageOf(exportedOrderSchema, 'ExportedOrderPage', 'Orders, newest first.').describe('A page of the orders.'),
  })
  .meta({ id: 'UserExport', description: 'Everything that the shop holds about a user.' });

const keepReasonSchema = z.enum(['being_paid', 'to_be_sent', 'refund_pending']).meta({
  id: 'KeepReason',
  description:
    '`being_paid`: its payment has no outcome yet. `to_be_sent`: it is paid. `refund_pending`: the money is not back.',
});

const keptOrderSchema = z
  .strictObject({
    id: z.string().describe('The id of the order.'),
    number: z.string().describe('The number that people use.'),
    reason: keepReasonSchema,
    until: timestampSchema.describe('Its data is erased when it is done, and at this time at the latest.'),
  })
  .meta({ id: 'KeptOrder', description: 'An order that is not done, and keeps what it needs until it is.' });

const erasureSchema = z
  .strictObject({ keptOrders: z.array(keptOrderSchema).describe('The orders that are not done.') })
  .meta({ id: 'Erasure', description: 'What is left of an erased user.' });

export const profileRoutes = defineRoutes({
  getUser: {
    method: 'GET',
    path: '/users/{id}',
    access: ['customer'],
    summary: "Reads the caller's profile",
    description: 'Admins read the profile of any user.',
    params: userParams,
    responses: { 200: userSchema },
    responseHeaders: { ETag: 'always' },
  },
  changeUser: {
    method: 'PUT',
    path: '/users/{id}',
    access: ['customer'],
    summary: "Replaces the caller's profile",
    params: userParams,
    body: profileSchema,
    examples: { profile: { name: 'Ada Buyer', phone: '+491701234567' } },
    ifMatch: 'required',
    responses: { 200: userSchema },
    responseHeaders: { ETag: 'always' },
  },
  eraseUser: {
    method: 'DELETE',
    path: '/users/{id}',
    access: ['customer'],
    summary: 'Erases the caller',
    description:
      'Admins erase any user. Orders stay without personal data. An order that is not done keeps what it needs of ' +
      'it until it is: the answer lists these, and their buyer gets a mail.',
    params: userParams,
    responses: { 200: erasureSchema, 204: null },
    refusals: { 'users.last_admin': 409 },
  },
  setRoles: {
    method: 'PUT',
    path: '/users/{id}/roles',
    access: ['admin'],
    summary: 'Sets exactly these roles',
    description: 'Removing a role ends the sessions of the user. The last admin stays an admin.',
    params: userParams,
    body: rolesInputSchema,
    examples: { seller: { roles: ['customer', 'seller'] } },
    responses: { 200: rolesSchema },
    refusals: { 'users.last_admin': 409 },
  },
  getPreferences: {
    method: 'GET',
    path: '/users/{id}/preferences',
    access: ['customer'],
    summary: "Reads the caller's preferences",
    params: userParams,
    responses: { 200: preferencesSchema },
  },
  changePreferences: {
    method: 'PUT',
    path: '/users/{id}/preferences',
    access: ['customer'],
    summary: "Replaces the caller's preferences",
    params: userParams,
    body: preferencesInputSchema,
    examples: { german: { channels: ['email'], locale: 'de-DE', currency: 'EUR' } },
    responses: { 200: preferencesSchema },
  },
  exportUser: {
    method: 'GET',
    path: '/users/{id}/export',
    access: ['customer'],
    summary: 'Reads everything that the shop holds about the caller',
    description: 'Orders are returned in pages of 100; every page has the rest of the data.',
    params: userParams,
    query: z.strictObject({ cursor: cursorSchema.optional() }),
    responses: { 200: exportSchema },
  },
});
