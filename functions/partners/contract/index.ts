import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery, timestampSchema } from '../../../shared/kernel/schemas.ts';

const apiKeySchema = z.strictObject({ id: z.string(), name: z.string(), createdAt: timestampSchema });

export const partnersContract = defineContract({
  domain: 'partners',
  routes: {
    createApiKey: {
      method: 'POST',
      path: '/api-keys',
      access: ['admin'],
      summary: 'Makes a key for a partner’s program, which raises its limits; the key is shown only here',
      body: z.strictObject({
        name: z
          .string()
          .trim()
          .min(1)
          .max(100)
          .regex(/^[^\p{Cc}]*$/u, 'No control characters.'),
      }),
      responses: { 201: apiKeySchema.extend({ key: z.string() }) },
    },
    listApiKeys: {
      method: 'GET',
      path: '/api-keys',
      access: ['admin'],
      summary: 'The keys that there are, newest first, without their secrets',
      query: z.strictObject({ ...pageQuery }),
      responses: { 200: pageOf(apiKeySchema) },
    },
    deleteApiKey: {
      method: 'DELETE',
      path: '/api-keys/{id}',
      access: ['admin'],
      summary: 'Ends a key at once',
      params: z.strictObject({ id: idSchema }),
      responses: { 204: null },
    },
  },
});
