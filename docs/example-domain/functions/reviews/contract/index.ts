import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { pageOf, pageQuery, skuSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';

const reviewFieldsSchema = z.strictObject({
  sku: skuSchema.describe('The SKU of the product or variant.'),
  rating: z.int().min(1).max(5).describe('Stars: 5 is best.'),
  text: z.string().trim().min(1).max(2000).optional().describe('The reason for the rating.'),
});

const reviewSchema = reviewFieldsSchema.extend({ writtenAt: timestampSchema.describe('When it was written last.') });

const bySku = z.strictObject({ sku: skuSchema.describe('The SKU of the product or variant.') });

export const reviewsContract = defineContract({
  domain: 'reviews',
  routes: {
    writeReview: {
      method: 'POST',
      path: '/reviews',
      access: ['customer'],
      summary: "Writes the caller's review of a product, or replaces it",
      body: reviewFieldsSchema,
      responses: { 200: reviewSchema },
      refusals: { 'reviews.unknown_sku': 422 },
    },
    listReviews: {
      method: 'GET',
      path: '/reviews/{sku}',
      access: ['public'],
      summary: 'Lists the reviews of a product',
      params: bySku,
      query: z.strictObject(pageQuery),
      responses: { 200: pageOf(reviewSchema) },
    },
  },
});
