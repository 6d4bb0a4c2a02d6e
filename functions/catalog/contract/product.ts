import * as z from 'zod';
import { idSchema, moneySchema, priceSchema, skuSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';

/** A page of 100 products must fit into the 6 MB that a function may answer. */
const MAX_PRODUCT_BYTES = 48 * 1024;

export const productStatusSchema = z.enum(['draft', 'active', 'archived']);
const titleSchema = z.string().trim().min(1).max(200);

const attributesSchema = (most: number) =>
  z
    .record(z.string().min(1).max(64), z.string().max(500))
    .refine((attributes) => Object.keys(attributes).length <= most, `At most ${most} attributes.`);

const imageSchema = z.url({ protocol: /^https$/, error: 'An https URL.' }).max(2048);

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
      context.addIssue({ code: 'custom', path: ['variants', index, 'sku'], message: 'This product repeats the SKU.' });
    }
    skus.add(variant.sku);
  });
  categoryIds.forEach((id, index) => {
    if (categoryIds.indexOf(id) !== index) {
      context.addIssue({ code: 'custom', path: ['categoryIds', index], message: 'The category is repeated.' });
    }
  });
}

const fits = (product: unknown): boolean =>
  new TextEncoder().encode(JSON.stringify(product)).length <= MAX_PRODUCT_BYTES;
const tooLarge = `A product holds at most ${MAX_PRODUCT_BYTES} bytes.`;

export const newProductSchema = z
  .strictObject({ ...productFields, status: productStatusSchema.default('active') })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge);

/** Replaces the whole product; without `status` it keeps the one it has. */
export const productChangeSchema = z
  .strictObject({ ...productFields, status: productStatusSchema.optional() })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge);

/** A product of a file: with categories by id or by path, e.g. `Kitchen > Knives`. */
export const importedProductSchema = z
  .strictObject({
    ...productFields,
    categoryIds: z.array(z.string().min(1).max(1100)).max(6).default([]),
    status: productStatusSchema.optional(),
  })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge);

export const storedFields = {
  id: idSchema,
  version: z.int().positive(),
  createdAt: timestampSchema,
  updatedAt: timestampSchema,
};

export const productSchema = z.strictObject({
  ...storedFields,
  sku: skuSchema,
  title: z.string(),
  description: z.string().optional(),
  status: productStatusSchema,
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

export const productWithStockSchema = productSchema.extend({
  /** With `?include=stock`: what can be bought now, of each SKU that is sold. */
  stock: z.array(z.strictObject({ sku: skuSchema, available: z.int() })).optional(),
});
