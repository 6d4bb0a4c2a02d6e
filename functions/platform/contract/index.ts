import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery, timestampSchema } from '../../../shared/kernel/schemas.ts';

const apiKeySchema = z.strictObject({ id: z.string(), name: z.string(), createdAt: timestampSchema });

export const platformContract = defineContract({
  domain: 'platform',
  routes: {
    health: {
      method: 'GET',
      path: '/health',
      access: ['public'],
      summary: 'Tells that the API answers',
      responses: { 200: z.strictObject({ status: z.literal('ok') }) },
    },
    openApi: {
      method: 'GET',
      path: '/openapi.json',
      access: ['public'],
      summary: 'This API as OpenAPI 3.1',
      responses: { 200: z.record(z.string(), z.unknown()) },
    },
    createApiKey: {
      method: 'POST',
      path: '/api-keys',
      access: ['admin'],
      summary: 'Makes a key for a partner’s program, which raises its limits; the key is shown only here',
      function: 'api-keys',
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
      function: 'api-keys',
      query: z.strictObject({ ...pageQuery }),
      responses: { 200: pageOf(apiKeySchema) },
    },
    deleteApiKey: {
      method: 'DELETE',
      path: '/api-keys/{id}',
      access: ['admin'],
      summary: 'Ends a key at once',
      function: 'api-keys',
      params: z.strictObject({ id: idSchema }),
      responses: { 204: null },
    },
  },
});
