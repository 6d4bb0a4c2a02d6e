import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { pageOf, pageQueryOf, skuSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';

const reviewFields = {
  sku: skuSchema.describe('The SKU of the product or variant.'),
  rating: z.int().min(1).max(5).describe('Stars: 5 is best.'),
  text: z.string().trim().min(1).max(2000).optional().describe('The reason for the rating.'),
};

const reviewSchema = z
  .strictObject({ ...reviewFields, writtenAt: timestampSchema.describe('The time of the last change.') })
  .meta({ id: 'Review', description: 'A customer’s review of a product.' });

const bySku = z.strictObject({ sku: skuSchema.describe('The SKU of the product or variant.') });

export const reviewsContract = defineContract({
  domain: 'reviews',
  description: 'Reviews of products by customers.',
  codes: { 'reviews.unknown_sku': 'No product has this SKU.' },
  routes: {
    writeReview: {
      method: 'POST',
      path: '/reviews',
      access: ['customer'],
      summary: "Writes the caller's review of a product, or replaces it",
      body: z.strictObject(reviewFields).meta({ id: 'ReviewInput', description: 'A review to be written.' }),
      examples: { spoon: { sku: 'spoon-olive', rating: 5, text: 'Lies well in the hand.' } },
      responses: { 200: reviewSchema },
      refusals: { 'reviews.unknown_sku': 422 },
    },
    listReviews: {
      method: 'GET',
      path: '/reviews/{sku}',
      access: ['public'],
      summary: 'Lists the reviews of a product',
      params: bySku,
      query: z.strictObject(pageQueryOf(20)),
      responses: { 200: pageOf(reviewSchema, 'ReviewPage', 'Reviews, newest first.') },
    },
  },
});
