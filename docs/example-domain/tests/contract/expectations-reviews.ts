import { type Expectation, everyone } from './answers.ts';

/** The status that each caller gets, for each route of reviews. */
export const REVIEW_EXPECTATIONS: Readonly<Record<string, readonly Expectation[]>> = {
  'POST /v1/reviews': [
    {
      of: 'a product',
      request: ({ sku }) => ({ path: '/reviews', body: { sku, rating: 5 } }),
      answers: { ...everyone(200), nobody: 401, guest: 401 },
    },
  ],
  'GET /v1/reviews/{sku}': [
    { of: 'a product', request: ({ sku }) => ({ path: `/reviews/${sku}` }), answers: everyone(200) },
  ],
};
