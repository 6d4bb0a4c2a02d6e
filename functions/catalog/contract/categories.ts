import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery } from '../../../shared/kernel/schemas.ts';
import { productSchema, storedFields } from './product.ts';

const categoryFieldsSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2000).optional(),
  /** The category that it is below; one at the top has none. */
  parentId: idSchema.optional(),
});

const categorySchema = z.strictObject({ ...storedFields, ...categoryFieldsSchema.shape });

const byId = z.strictObject({ id: idSchema });

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
    summary: 'Lists categories; the parents make the tree',
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(categorySchema) },
  },
  getCategory: {
    method: 'GET',
    path: '/categories/{id}',
    access: ['public'],
    summary: 'Reads a category',
    params: byId,
    responses: { 200: categorySchema },
  },
  listCategoryProducts: {
    method: 'GET',
    path: '/categories/{id}/products',
    access: ['public'],
    summary: 'Lists the active products of a category and of those below it, newest first',
    params: byId,
    query: z.strictObject(pageQuery),
    responses: { 200: pageOf(productSchema) },
  },
  createCategory: {
    method: 'POST',
    path: '/categories',
    access: ['admin'],
    summary: 'Creates a category',
    body: categoryFieldsSchema,
    responses: { 201: categorySchema },
    refusals: { ...placeRefusals, 'catalog.too_many_categories': 409 },
  },
  updateCategory: {
    method: 'PUT',
    path: '/categories/{id}',
    access: ['admin'],
    summary: 'Replaces a category; another parent moves it, with all that is below it',
    params: byId,
    body: categoryFieldsSchema,
    ifMatch: 'required',
    responses: { 200: categorySchema },
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
