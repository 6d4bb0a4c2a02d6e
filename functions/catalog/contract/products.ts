import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery } from '../../../shared/kernel/schemas.ts';
import {
  newProductSchema,
  productChangeSchema,
  productSchema,
  productStatusSchema,
  productWithStockSchema,
} from './product.ts';

const includeSchema = z
  .string()
  .max(100)
  .transform((list) => list.split(','))
  .pipe(z.array(z.enum(['stock'])));

const byId = z.strictObject({ id: idSchema });

const productRuleRefusals = {
  'catalog.sku_taken': 409,
  'catalog.unknown_category': 422,
  'catalog.foreign_currency': 422,
  'catalog.change_too_large': 422,
} as const;

export const productRoutes = defineRoutes({
  listProducts: {
    method: 'GET',
    path: '/products',
    access: ['public'],
    summary: 'Lists products, newest first: active ones; admins, and sellers of their own products, choose by status',
    query: z.strictObject({
      ...pageQuery,
      category: idSchema.optional(),
      seller: idSchema.optional(),
      status: productStatusSchema.optional(),
    }),
    responses: { 200: pageOf(productSchema) },
  },
  getProduct: {
    method: 'GET',
    path: '/products/{id}',
    access: ['public'],
    summary: 'Reads a product; drafts and archived ones are shown to admins and to their seller',
    params: byId,
    query: z.strictObject({ include: includeSchema.optional() }),
    responses: { 200: productWithStockSchema },
  },
  createProduct: {
    method: 'POST',
    path: '/products',
    access: ['seller', 'admin'],
    summary: "Creates a product; a seller's product is theirs",
    body: newProductSchema,
    responses: { 201: productSchema },
    refusals: productRuleRefusals,
  },
  updateProduct: {
    method: 'PUT',
    path: '/products/{id}',
    access: ['seller', 'admin'],
    summary: 'Replaces a product',
    params: byId,
    body: productChangeSchema,
    ifMatch: 'required',
    responses: { 200: productSchema },
    refusals: productRuleRefusals,
  },
  archiveProduct: {
    method: 'DELETE',
    path: '/products/{id}',
    access: ['seller', 'admin'],
    summary: 'Archives a product: it is no longer sold, and keeps its SKUs',
    params: byId,
    ifMatch: 'required',
    responses: { 200: productSchema },
  },
});
