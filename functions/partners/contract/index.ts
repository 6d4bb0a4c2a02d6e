import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQueryOf, timestampSchema } from '../../../shared/kernel/schemas.ts';
import { lineSchema } from '../../../shared/kernel/text.ts';

const apiKeyFields = {
  id: z.string().describe('The id, given by the shop.'),
  name: z.string().describe('The name of the partner.'),
  createdAt: timestampSchema.describe('The time of creation.'),
};

const apiKeySchema = z.strictObject(apiKeyFields).meta({ id: 'ApiKey', description: 'A key of a partner’s program.' });

export const partnersContract = defineContract({
  domain: 'partners',
  description: 'Keys of partners, whose programs get higher limits.',
  codes: {
    'partners.key_issued_before': 'An earlier request with this Idempotency-Key created a key. It is shown only once.',
  },
  routes: {
    createApiKey: {
      method: 'POST',
      path: '/api-keys',
      access: ['admin'],
      summary: 'Creates a key for a partner’s program',
      description:
        'The key raises the limits of a program that sends it as `X-Api-Key`. It is shown only here, so a repeated ' +
        'Idempotency-Key is refused with the id of the first key.',
      body: z
        .strictObject({ name: lineSchema(100).describe('The name of the partner.') })
        .meta({ id: 'ApiKeyInput', description: 'A key to create.' }),
      examples: { partner: { name: 'Price comparison Ltd' } },
      idempotencyKey: 'optional',
      refusals: { 'partners.key_issued_before': 409, 'request.idempotency_key_reused': 422 },
      responses: {
        201: z
          .strictObject({
            ...apiKeyFields,
            key: z.string().describe('The key that each request sends as `X-Api-Key`.'),
          })
          .meta({ id: 'CreatedApiKey', description: 'A key with its secret.' }),
      },
    },
    listApiKeys: {
      method: 'GET',
      path: '/api-keys',
      access: ['admin'],
      summary: 'Lists the keys, newest first, without their secrets',
      query: z.strictObject(pageQueryOf(50)),
      responses: { 200: pageOf(apiKeySchema, 'ApiKeyPage', 'Keys, newest first.') },
    },
    deleteApiKey: {
      method: 'DELETE',
      path: '/api-keys/{id}',
      access: ['admin'],
      summary: 'Revokes a key at once',
      params: z.strictObject({ id: idSchema.describe('The id of the key.') }),
      responses: { 204: null },
    },
  },
});
