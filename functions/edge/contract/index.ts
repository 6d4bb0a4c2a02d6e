import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';

export const edgeContract = defineContract({
  domain: 'edge',
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
  },
});
