import * as z from 'zod';
import { rule } from '../../../shared/kernel/field-error.ts';
import { idSchema, moneySchema, priceSchema, skuSchema, timestampSchema } from '../../../shared/kernel/schemas.ts';
import { lineSchema, textSchema } from '../../../shared/kernel/text.ts';
import { PRODUCT_STATUSES } from '../domain/values.ts';
import { attributesSchema } from './attributes.ts';
import { imageSchema } from './image.ts';

/** A page of 100 products must fit into the 6 MB that a function may return. */
const MAX_PRODUCT_BYTES = 48 * 1024;

export const productStatusSchema = z
  .enum(PRODUCT_STATUSES)
  .meta({ id: 'ProductStatus', description: '`draft`: not shown yet. `active`: on sale. `archived`: no longer sold.' });

const titleSchema = lineSchema(200);

const TEXTS = {
  sku: 'The SKU that is sold. If there are variants, their SKUs are sold, and this one is only reserved.',
  title: 'The name of the product.',
  description: 'Text for the product page.',
  price: 'The price of one piece.',
  compareAtPrice: 'The former or recommended price, to show beside the price.',
  categoryIds: 'The categories that it is in.',
  attributes: 'Values by name, such as `material`: `oak`.',
  variants: 'The variants in which it is sold. Without any, the product itself is sold.',
  images: 'The https URLs of the pictures, the main one first.',
  taxClass: 'The class that decides the tax rate.',
  variantTitle: 'The name of the variant.',
  variantPrice: 'The price of one piece, where it differs from the price of the product.',
} as const;

const newVariantSchema = z
  .strictObject({
    sku: skuSchema,
    title: titleSchema.describe(TEXTS.variantTitle),
    price: priceSchema.optional().describe(TEXTS.variantPrice),
    attributes: attributesSchema(20).default({}),
  })
  .meta({ id: 'VariantInput', description: 'A variant to store.' });

const productFields = {
  sku: skuSchema.describe(TEXTS.sku),
  title: titleSchema.describe(TEXTS.title),
  description: textSchema(10_000).optional().describe(TEXTS.description),
  price: priceSchema.describe(TEXTS.price),
  compareAtPrice: priceSchema.optional().describe(TEXTS.compareAtPrice),
  categoryIds: z.array(idSchema).max(6).default([]).describe(TEXTS.categoryIds),
  attributes: attributesSchema(50).default({}),
  /**
   * The limit lets a whole product fit into one transaction of 100 actions: product, event, 91 SKU
   * claims, 6 categories and a seller.
   */
  variants: z.array(newVariantSchema).max(90).default([]).describe(`${TEXTS.variants} Default: \`[]\`.`),
  images: z.array(imageSchema).max(20).default([]).describe(TEXTS.images),
  taxClass: lineSchema(64).optional().describe(TEXTS.taxClass),
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
        ...rule('duplicate', 'The product has this SKU twice.'),
      });
    }
    skus.add(variant.sku);
  });
  categoryIds.forEach((id, index) => {
    if (categoryIds.indexOf(id) !== index) {
      context.addIssue({
        code: 'custom',
        path: ['categoryIds', index],
        ...rule('duplicate', 'The category is listed twice.'),
      });
    }
  });
}

const fits = (product: unknown): boolean =>
  new TextEncoder().encode(JSON.stringify(product)).length <= MAX_PRODUCT_BYTES;
const tooLarge = rule('too_large', `A product has at most ${MAX_PRODUCT_BYTES / 1024} KB as JSON.`);

export const productInputSchema = z
  .strictObject({ ...productFields, status: productStatusSchema.default('active') })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge)
  .meta({
    id: 'ProductInput',
    description: `A product to be created: at most ${MAX_PRODUCT_BYTES / 1024} KB as JSON.`,
  });

export const productChangeSchema = z
  .strictObject({ ...productFields, status: productStatusSchema.optional() })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge)
  .meta({
    id: 'ProductChange',
    description: 'The whole product. A member that is left out is removed, except the status, which stays.',
  });

/** A product in a file. Its categories are given by id or by path, e.g. `Kitchen > Knives`. */
export const importedProductSchema = z
  .strictObject({
    ...productFields,
    categoryIds: z.array(lineSchema(1100)).max(6).default([]),
    status: productStatusSchema.optional(),
  })
  .superRefine(refuseRepetition)
  .refine(fits, tooLarge);

/** Members that the shop sets on each product and category. */
export const storedFields = {
  id: idSchema.describe('The id, given by the shop.'),
  version: z
    .int()
    .positive()
    .describe('The version, which rises by 1 with each change. The ETag is this number in quotes.'),
  createdAt: timestampSchema.describe('The time of creation.'),
  updatedAt: timestampSchema.describe('The time of the last change.'),
};

const variantSchema = z
  .strictObject({
    sku: skuSchema,
    title: z.string().describe(TEXTS.variantTitle),
    price: moneySchema.optional().describe(TEXTS.variantPrice),
    attributes: z.record(z.string(), z.string()).describe(TEXTS.attributes),
  })
  .meta({ id: 'Variant', description: 'A variant in which a product is sold.' });

export const productSchema = z
  .strictObject({
    ...storedFields,
    sku: skuSchema.describe(TEXTS.sku),
    title: z.string().describe(TEXTS.title),
    description: z.string().optional().describe(TEXTS.description),
    status: productStatusSchema,
    price: moneySchema.describe(TEXTS.price),
    compareAtPrice: moneySchema.optional().describe(TEXTS.compareAtPrice),
    categoryIds: z.array(z.string()).describe(TEXTS.categoryIds),
    attributes: z.record(z.string(), z.string()).describe(TEXTS.attributes),
    variants: z.array(variantSchema).describe(TEXTS.variants),
    images: z.array(z.string()).describe(TEXTS.images),
    taxClass: z.string().optional().describe(TEXTS.taxClass),
    sellerId: z.string().optional().describe("The seller who owns it; the shop's own products have none."),
  })
  .meta({ id: 'Product', description: 'An article of the shop, with its variants.' });

const availabilitySchema = z
  .strictObject({ sku: skuSchema, available: z.int().describe('Pieces that can be bought now.') })
  .meta({ id: 'ProductStock', description: 'The stock of one SKU of a product.' });

export const productWithStockSchema = productSchema
  .extend({
    stock: z
      .array(availabilitySchema)
      .optional()
      .describe('With `?include=stock`: the stock of each SKU that is sold.'),
  })
  .meta({ id: 'ProductWithStock', description: 'A product, with its stock if it was requested.' });
