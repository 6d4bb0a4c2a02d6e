import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery } from '../../../shared/kernel/schemas.ts';
import { lineSchema, textSchema } from '../../../shared/kernel/text.ts';
import { storedFields } from './product.ts';
import { productPageSchema } from './products.ts';

const categoryFields = {
  name: lineSchema(120).describe('The name that people read.'),
  description: textSchema(2000).optional().describe('Text for the page of the category.'),
  parentId: idSchema.optional().describe('The parent category. A category at the top has none.'),
};

const categoryInputSchema = z.strictObject(categoryFields).meta({
  id: 'CategoryInput',
  description: 'The whole category. A member that is left out is removed.',
});

const categorySchema = z
  .strictObject({ ...storedFields, ...categoryFields })
  .meta({ id: 'Category', description: 'A node of the tree that products are sorted into.' });

const byId = z.strictObject({ id: idSchema.describe('The id of the category.') });

const placeRefusals = {
  'catalog.category_cycle': 409,
  'catalog.unknown_category': 422,
  'catalog.category_too_deep': 422,
} as const;

export const categoryRoutes = defineRoutes({
  listCategories: {
    method: 'GET',
    path: '/categories',
    access: ['public'],
    summary: 'Lists categories',
    description: 'Each category names its parent. Together they form the tree.',
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(categorySchema, 'CategoryPage', 'Categories.') },
  },
  getCategory: {
    method: 'GET',
    path: '/categories/{id}',
    access: ['public'],
    summary: 'Reads a category',
    params: byId,
    responses: { 200: categorySchema },
    responseHeaders: { ETag: 'always' },
  },
  listCategoryProducts: {
    method: 'GET',
    path: '/categories/{id}/products',
    access: ['public'],
    summary: 'Lists the active products of a category and of those below it, newest first',
    params: byId,
    query: z.strictObject(pageQuery),
    responses: { 200: productPageSchema },
  },
  createCategory: {
    method: 'POST',
    path: '/categories',
    access: ['admin'],
    summary: 'Creates a category',
    description: 'A repeated Idempotency-Key creates nothing, and answers the category as it is.',
    body: categoryInputSchema,
    examples: { top: { name: 'Instruments', description: 'Guitars, drums and more.' } },
    idempotencyKey: 'optional',
    responses: { 201: categorySchema },
    responseHeaders: { ETag: 'always', Location: 'always', 'Idempotent-Replayed': 'sometimes' },
    refusals: {
      ...placeRefusals,
      'catalog.too_many_categories': 409,
      'request.not_found': 404,
      'request.idempotency_key_reused': 422,
    },
  },
  updateCategory: {
    method: 'PUT',
    path: '/categories/{id}',
    access: ['admin'],
    summary: 'Replaces a category',
    description:
      'A different `parentId` moves it with all categories below it. Without `parentId` it moves to the top.',
    params: byId,
    body: categoryInputSchema,
    examples: { renamed: { name: 'Instruments and scores' } },
    ifMatch: 'required',
    responses: { 200: categorySchema },
    responseHeaders: { ETag: 'always' },
    refusals: { ...placeRefusals, 'catalog.too_many_categories': 409 },
  },
  deleteCategory: {
    method: 'DELETE',
    path: '/categories/{id}',
    access: ['admin'],
    summary: 'Deletes a category that has no products and no categories below it',
    params: byId,
    ifMatch: 'required',
    responses: { 204: null },
    refusals: { 'catalog.category_not_empty': 409 },
  },
});
