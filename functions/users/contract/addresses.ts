import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { addressSchema } from '../../../shared/kernel/address.ts';
import { checkAddress } from '../../../shared/kernel/address-check.ts';
import { idSchema, pageOf } from '../../../shared/kernel/schemas.ts';
import { keptAddress, userParams } from './schemas.ts';

const addressInput = addressSchema.extend({
  /** True makes it the default; what is not chosen stays what it is, and the first address is the default. */
  isDefault: z.boolean().optional(),
});

const byAddress = userParams.extend({ addressId: idSchema });

export const addressRoutes = defineRoutes({
  listAddresses: {
    method: 'GET',
    path: '/users/{id}/addresses',
    access: ['customer'],
    summary: "The caller's address book, at most 50",
    params: userParams,
    responses: { 200: pageOf(keptAddress) },
  },
  addAddress: {
    method: 'POST',
    path: '/users/{id}/addresses',
    access: ['customer'],
    summary: 'Adds an address; one that is there already is answered as it is',
    params: userParams,
    body: addressInput.superRefine(checkAddress),
    responses: { 201: keptAddress },
    refusals: { 'users.too_many_addresses': 422 },
  },
  changeAddress: {
    method: 'PUT',
    path: '/users/{id}/addresses/{addressId}',
    access: ['customer'],
    summary: 'Replaces an address',
    params: byAddress,
    body: addressInput.superRefine(checkAddress),
    ifMatch: 'required',
    responses: { 200: keptAddress },
  },
  removeAddress: {
    method: 'DELETE',
    path: '/users/{id}/addresses/{addressId}',
    access: ['customer'],
    summary: 'Removes an address; when it was the default, the oldest of the others is',
    params: byAddress,
    responses: { 204: null },
  },
});
