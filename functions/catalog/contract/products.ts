import * as z from 'zod';
import { defineRoutes } from '../../../shared/http/contract.ts';
import { idSchema, pageOf, pageQuery } from '../../../shared/kernel/schemas.ts';
import {
  productChangeSchema,
  productInputSchema,
  productSchema,
  productStatusSchema,
  productWithStockSchema,
} from './product.ts';

const includeSchema = z
  .string()
  .max(100)
  .transform((list) => (list === '' ? [] : list.split(',')))
  .pipe(z.array(z.enum(['stock'])))
  .optional()
  .meta({
    description: 'Further data in the same answer, separated by commas.',
    param: { style: 'form', explode: false },
    override: { type: 'array', items: { type: 'string', enum: ['stock'] } },
  });

/** Pages of products, for the two resources that list them. */
export const productPageSchema = pageOf(productSchema, 'ProductPage', 'Products, newest first.');

const byId = z.strictObject({ id: idSchema.describe('The id of the product.') });

const productRuleRefusals = {
  'catalog.sku_taken': 409,
  'catalog.unknown_category': 422,
  'catalog.foreign_currency': 422,
  'catalog.change_too_large': 422,
} as const;

const KNIFE = {
  sku: 'example-knife',
  title: 'Paring knife',
  description: 'A small knife for fruit and vegetables.',
  price: { amount: 1999, currency: 'EUR' },
  attributes: { material: 'steel' },
  images: ['https://images.example.com/paring-knife.jpg'],
};

export const productRoutes = defineRoutes({
  listProducts: {
    method: 'GET',
    path: '/products',
    access: ['public'],
    summary: 'Lists products, newest first',
    description:
      'Lists active products only. Admins, and sellers for their own products, choose by `status`. A page can have fewer items than `limit`; only the last page has no `nextCursor`.',
    query: z.strictObject({
      ...pageQuery,
      category: idSchema.optional().describe('Only products of this category and of those below it.'),
      seller: idSchema.optional().describe('Only products of this seller.'),
      status: productStatusSchema.optional().describe('Only products of this status. For admins and sellers.'),
    }),
    responses: { 200: productPageSchema },
    refusals: { 'request.forbidden': 403, 'request.mfa_enrolment_required': 403 },
  },
  getProduct: {
    method: 'GET',
    path: '/products/{id}',
    access: ['public'],
    summary: 'Reads a product',
    description: 'Drafts and archived products are shown to admins and to their seller only.',
    params: byId,
    query: z.strictObject({ include: includeSchema }),
    responses: { 200: productWithStockSchema },
    responseHeaders: { ETag: 'always' },
  },
  createProduct: {
    method: 'POST',
    path: '/products',
    access: ['seller', 'admin'],
    summary: 'Creates a product',
    description:
      'A product that a seller creates is theirs; one that an admin creates belongs to the shop. ' +
      'A repeated Idempotency-Key creates nothing, and answers the product as it is.',
    body: productInputSchema,
    examples: {
      minimal: { sku: 'example-knife-small', title: 'Paring knife', price: { amount: 1999, currency: 'EUR' } },
      variants: {
        ...KNIFE,
        status: 'draft',
        variants: [
          { sku: 'example-knife-oak', title: 'Oak handle', attributes: { handle: 'oak' } },
          { sku: 'example-knife-horn', title: 'Horn handle', price: { amount: 2499, currency: 'EUR' } },
        ],
      },
    },
    idempotencyKey: 'optional',
    responses: { 201: productSchema },
    responseHeaders: { ETag: 'always', Location: 'always', 'Idempotent-Replayed': 'sometimes' },
    refusals: { ...productRuleRefusals, 'request.not_found': 404, 'request.idempotency_key_reused': 422 },
  },
  updateProduct: {
    method: 'PUT',
    path: '/products/{id}',
    access: ['seller', 'admin'],
    summary: 'Replaces a product',
    description: 'Sellers change their own products only.',
    params: byId,
    body: productChangeSchema,
    examples: {
      product: { ...KNIFE, sku: 'example-knife-changed', compareAtPrice: { amount: 2499, currency: 'EUR' } },
    },
    ifMatch: 'required',
    responses: { 200: productSchema },
    responseHeaders: { ETag: 'always' },
    refusals: productRuleRefusals,
  },
  archiveProduct: {
    method: 'DELETE',
    path: '/products/{id}',
    access: ['seller', 'admin'],
    summary: 'Archives a product',
    description: 'The product is no longer sold and keeps its SKUs. A change of its status puts it back on sale.',
    params: byId,
    ifMatch: 'required',
    responses: { 200: productSchema },
    responseHeaders: { ETag: 'always' },
  },
});
