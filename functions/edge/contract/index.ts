import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';

export const edgeContract = defineContract({
  domain: 'edge',
  description: 'The API itself.',
  routes: {
    health: {
      method: 'GET',
      path: '/health',
      access: ['public'],
      summary: 'Checks that the API answers',
      responses: {
        200: z
          .strictObject({ status: z.enum(['ok']).meta({ id: 'HealthStatus', description: 'The API answers.' }) })
          .meta({ id: 'Health', description: 'The state of the API.' }),
      },
    },
    openApi: {
      method: 'GET',
      path: '/openapi.json',
      access: ['public'],
      summary: 'Reads this document',
      responses: { 200: z.record(z.string(), z.unknown()).describe('This API as OpenAPI 3.1.') },
    },
  },
});
