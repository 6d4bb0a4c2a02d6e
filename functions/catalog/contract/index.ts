import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { rule } from '../../../shared/kernel/field-error.ts';
import {
  idSchema,
  moneySchema,
  pageOf,
  pageQuery,
  priceSchema,
  skuSchema,
  timestampSchema,
} from '../../../shared/kernel/schemas.ts';

/** A page of 100 products must fit into the 6 MB that a function may answer. */
const MAX_PRODUCT_BYTES = 48 * 1024;

const statusSchema = z.enum(['draft', 'active', 'archived']);
const titleSchema = z.string().trim().min(1).max(200);

const attributesSchema = (most: number) =>
  z
    .record(z.string().min(1).max(64), z.string().max(500))
    .refine((attributes) => Object.keys(attributes).length <= most, rule('too_many', `At most ${most} attributes.`));

const imageSchema = z
  .url({ protocol: /^https$/, error: ({ code }) => (code === 'invalid_format' ? 'Not an https URL.' : undefined) })
  .max(2048);

const variantSchema = z.strictObject({
  sku: skuSchema,
  title: titleSchema,
  /** The product's price unless it has its own. */
  price: priceSchema.optional(),
  attributes: attributesSchema(20).default({}),
});

const productFields = {
  /** What is sold, unless there are variants; then it is only reserved. */
  sku: skuSchema,
  title: titleSchema,
  description: z.string().max(10_000).optional(),
  price: priceSchema,
  /** The former or recommended price, to show beside the price. */
  compareAtPrice: priceSchema.optional(),
  categoryIds: z.array(idSchema).max(6).default([]),
  attributes: attributesSchema(50).default({}),
  /** With product, event, 91 SKU claims, 6 categories and a seller, a whole product is written in one transaction of 100. */
  variants: z.array(variantSchema).max(90).default([]),
  images: z.array(imageSchema).max(20).default([]),
  taxClass: z.string().trim().min(1).max(64).optional(),
};

interface Repeatable {
  readonly sku: string;
  readonly variants: readonly { readonly sku: string }[];
  readonly categoryIds: readonly string[];
}

function refuseRepetition({ sku, variants, categoryIds }: Repeatable, context: z.RefinementCtx): void {
  const skus = new Set([sku]);
  variants.forEach((variant, index) => {
    if (skus.has(variant.sku)) {
      context.addIssue({
        code: 'custom',
        path: ['variants', index, 'sku'],
        ...rule('duplicate', 'This product repeats the SKU.'),
      });
    }
    skus.add(variant.sku);
  });
  categoryIds.forEach((id, index) => {
    if (categoryIds.indexOf(id) !== index) {
      context.addIssue({
        code: 'custom',
        path: ['categoryIds', index],
        ...rule('duplicate', 'The category is repeated.'),
      });
    }
  });
}

const fits = (product: unknown): boolean =>
  new TextEncoder().encode(JSON.stringify(product)).length <= MAX_PRODUCT_BYTES;
const tooLarge = rule('too_large', `A product holds at most ${MAX_PRODUCT_BYTES} bytes.`);

const newProductSchema = z
  .strictObject({ ...productFields, status: statusSchema.default('active') })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge);

/** Replaces the whole product; without `status` it keeps the one it has. */
const productChangeSchema = z
  .strictObject({ ...productFields, status: statusSchema.optional() })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge);

/** A product of a file: with categories by id or by path, e.g. `Kitchen > Knives`. */
export const importedProductSchema = z
  .strictObject({
    ...productFields,
    categoryIds: z.array(z.string().min(1).max(1100)).max(6).default([]),
    status: statusSchema.optional(),
  })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge);

const storedFields = {
  id: idSchema,
  version: z.int().positive(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
};

const productSchema = z.strictObject({
  ...storedFields,
  sku: skuSchema,
  title: z.string(),
  description: z.string().optional(),
  status: statusSchema,
  price: moneySchema,
  compareAtPrice: moneySchema.optional(),
  categoryIds: z.array(z.string()),
  attributes: z.record(z.string(), z.string()),
  variants: z.array(
    z.strictObject({
      sku: skuSchema,
      title: z.string(),
      price: moneySchema.optional(),
      attributes: z.record(z.string(), z.string()),
    }),
  ),
  images: z.array(z.string()),
  taxClass: z.string().optional(),
  sellerId: z.string().optional(),
});

const productWithStockSchema = productSchema.extend({
  /** With `?include=stock`: what can be bought now, of each SKU that is sold. */
  stock: z.array(z.strictObject({ sku: skuSchema, available: z.int() })).optional(),
});

const categoryFieldsSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2000).optional(),
  /** The category that it is below; one at the top has none. */
  parentId: idSchema.optional(),
});

const categorySchema = z.strictObject({ ...storedFields, ...categoryFieldsSchema.shape });

const includeSchema = z
  .string()
  .max(100)
  .transform((list) => list.split(','))
  .pipe(z.array(z.enum(['stock'])));

const rowErrorSchema = z.strictObject({
  line: z.int().positive(),
  column: z.string().optional(),
  pointer: z.string().optional(),
  code: z.string(),
  detail: z.string(),
});

const importSchema = z.strictObject({
  id: idSchema,
  status: z.enum(['queued', 'running', 'done', 'failed']),
  format: z.enum(['csv', 'jsonl']),
  onError: z.enum(['stop', 'skip']),
  /** Without the header; known once it runs. */
  rows: z.int(),
  /** Rows that are no variants. */
  products: z.int(),
  processed: z.int(),
  created: z.int(),
  updated: z.int(),
  /** Equal to what the shop has: neither a version nor an event. */
  unchanged: z.int(),
  failed: z.int(),
  errorCount: z.int(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
});

/** What an import takes: Lambda gets at most 6 MB, and API Gateway may hand a body over in base64. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

const byId = z.strictObject({ id: idSchema });

const productRuleRefusals = {
  'catalog.sku_taken': 409,
  'catalog.unknown_category': 422,
  'catalog.foreign_currency': 422,
  'catalog.change_too_large': 422,
} as const;

const placeRefusals = {
  'catalog.category_cycle': 409,
  'catalog.unknown_category': 422,
  'catalog.category_too_deep': 422,
} as const;

export const catalogContract = defineContract({
  domain: 'catalog',
  routes: {
    listProducts: {
      method: 'GET',
      path: '/products',
      access: ['public'],
      summary: 'Lists products, newest first: active ones; admins, and sellers of their own products, choose by status',
      query: z.strictObject({
        ...pageQuery,
        category: idSchema.optional(),
        seller: idSchema.optional(),
        status: statusSchema.optional(),
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
    importProducts: {
      method: 'POST',
      path: '/products/import',
      access: ['admin'],
      function: 'import',
      summary:
        'Creates and changes products by SKU from a file of at most 4 MB, in the background; see the README of the catalog for its columns',
      query: z.strictObject({
        /** `stop`: with an error in any row nothing is written. `skip`: the good rows are. */
        onError: z.enum(['stop', 'skip']).optional(),
      }),
      rawBody: { contentTypes: ['text/csv', 'application/jsonl', 'application/x-ndjson'], maxBytes: MAX_FILE_BYTES },
      responses: { 202: importSchema },
    },
    getImport: {
      method: 'GET',
      path: '/products/import/{id}',
      access: ['admin'],
      function: 'import',
      summary: 'How far an import is, with a page of its errors in the order of the lines',
      params: byId,
      query: z.strictObject(pageQuery),
      responses: {
        200: importSchema.extend({ errors: z.array(rowErrorSchema), nextCursor: z.string().optional() }),
      },
    },
    exportProducts: {
      method: 'GET',
      path: '/products/export',
      access: ['admin'],
      function: 'import',
      summary: 'A page of products, newest first, as a file that can be imported; the Link header names the next page',
      query: z.strictObject({
        ...pageQuery,
        format: z.enum(['csv', 'jsonl']).optional(),
        status: statusSchema.optional(),
      }),
      produces: ['text/csv', 'application/jsonl'],
      responses: { 200: z.string() },
    },
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
  },
});
