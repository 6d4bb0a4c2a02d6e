import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { addressSchema } from '../../../shared/kernel/address.ts';
import { checkAddress } from '../../../shared/kernel/address-check.ts';
import { idSchema, pageOf } from '../../../shared/kernel/schemas.ts';
import { savedAddressSchema, userParams } from './schemas.ts';

const addressInputSchema = addressSchema
  .extend({
    isDefault: z
      .boolean()
      .optional()
      .describe('True makes it the default. The first address is the default in any case.'),
  })
  .superRefine(checkAddress)
  .meta({ id: 'SavedAddressInput', description: 'An address to save.' });

const byAddress = userParams.extend({ addressId: idSchema.describe('The id of the address.') });

const HOME = {
  name: 'Ada Buyer',
  line1: '1 Market Street',
  line2: 'Second floor',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
  phone: '+49 30 1234567',
};

export const addressRoutes = defineRoutes({
  listAddresses: {
    method: 'GET',
    path: '/users/{id}/addresses',
    access: ['customer'],
    summary: "Lists the caller's address book",
    description: 'An address book has at most 50 addresses, on one page.',
    params: userParams,
    responses: { 200: pageOf(savedAddressSchema, 'AddressPage', 'The addresses.') },
  },
  addAddress: {
    method: 'POST',
    path: '/users/{id}/addresses',
    access: ['customer'],
    summary: "Adds an address to the caller's address book",
    description: 'An address that is already in the book is returned unchanged.',
    params: userParams,
    body: addressInputSchema,
    examples: { home: { ...HOME, isDefault: true } },
    responses: { 201: savedAddressSchema },
    responseHeaders: { ETag: 'always', Location: 'always' },
    refusals: { 'users.too_many_addresses': 422 },
  },
  changeAddress: {
    method: 'PUT',
    path: '/users/{id}/addresses/{addressId}',
    access: ['customer'],
    summary: 'Replaces an address',
    params: byAddress,
    body: addressInputSchema,
    examples: { moved: { ...HOME, line1: '2 Market Street' } },
    ifMatch: 'required',
    responses: { 200: savedAddressSchema },
    responseHeaders: { ETag: 'always' },
  },
  removeAddress: {
    method: 'DELETE',
    path: '/users/{id}/addresses/{addressId}',
    access: ['customer'],
    summary: 'Removes an address',
    description: 'When it was the default, the oldest of the others becomes the default.',
    params: byAddress,
    responses: { 204: null },
  },
});
