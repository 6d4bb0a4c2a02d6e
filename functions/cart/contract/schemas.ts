import * as z from 'zod';
import {
  currencySchema,
  moneySchema,
  quantitySchema,
  skuSchema,
  totalsSchema,
} from '../../../shared/kernel/schemas.ts';
import { CAP_REASONS, DROP_REASONS } from '../domain/values.ts';

const soldLineSchema = z
  .strictObject({
    available: z.literal(true).describe('The SKU is sold.'),
    sku: skuSchema,
    productId: z.string().describe('The product of the SKU.'),
    title: z.string().describe('The name of the product.'),
    quantity: quantitySchema,
    unitPrice: moneySchema.describe('The price of one piece.'),
    lineTotal: moneySchema.describe('The price of all pieces.'),
  })
  .meta({ id: 'SoldCartLine', description: 'An item that can be bought.' });

const unsoldLineSchema = z
  .strictObject({
    available: z.literal(false).describe('The SKU is no longer sold.'),
    sku: skuSchema,
    productId: z.string().optional().describe('The product of the SKU, if it still exists.'),
    title: z.string().optional().describe('The name of the product, if it still exists.'),
    quantity: quantitySchema,
  })
  .meta({
    id: 'UnsoldCartLine',
    description: 'An item that is no longer sold: it is not part of the totals, and checkout refuses it.',
  });

const lineSchema = z
  .discriminatedUnion('available', [soldLineSchema, unsoldLineSchema])
  .meta({ id: 'CartLine', description: 'The pieces of one SKU in a cart.' });

const cartFields = {
  id: z.string().describe('The id, given by the shop.'),
  version: z
    .int()
    .min(0)
    .describe('The version, which rises by 1 with each change, from 0. The ETag is this number in quotes.'),
  currency: currencySchema.describe('The currency of the shop, ISO 4217.'),
  items: z.array(lineSchema).describe('The lines, at most 40.'),
  totals: totalsSchema.describe('The sums of the cart at current prices.'),
};

export const cartSchema = z
  .strictObject(cartFields)
  .meta({ id: 'Cart', description: 'The items that a buyer wants, at current prices.' });

export const cartWithTokenSchema = z
  .strictObject({
    ...cartFields,
    token: z
      .string()
      .describe('The token that each request of the guest sends as `X-Cart-Token`. It is shown only here.'),
  })
  .meta({ id: 'CartWithToken', description: 'A cart with the token that opens it.' });

const capReasonSchema = z.enum(CAP_REASONS).meta({
  id: 'CapReason',
  description: '`stock`: no more are in stock. `quantity_limit`: a cart cannot hold more of one item.',
});

const dropReasonSchema = z
  .enum(DROP_REASONS)
  .meta({ id: 'DropReason', description: '`too_many_lines`: the cart is full of other items.' });

const fate = {
  sku: skuSchema,
  quantity: quantitySchema.describe('Pieces that the cart holds now.'),
};

export const mergeSchema = z
  .strictObject({
    cart: cartSchema.describe("The user's cart after the merge."),
    merged: z
      .array(z.strictObject(fate).meta({ id: 'MergedItem', description: 'An item that was taken over completely.' }))
      .describe('Items that were taken over completely.'),
    capped: z
      .array(
        z
          .strictObject({
            ...fate,
            wanted: z.int().describe('Pieces that both carts held together.'),
            reason: capReasonSchema,
          })
          .meta({ id: 'CappedItem', description: 'An item of which fewer pieces were taken over.' }),
      )
      .describe('Items of which fewer pieces were taken over.'),
    dropped: z
      .array(
        z
          .strictObject({
            sku: skuSchema,
            quantity: quantitySchema.describe("Pieces that the guest's cart held."),
            reason: dropReasonSchema,
          })
          .meta({ id: 'DroppedItem', description: 'An item that was not taken over.' }),
      )
      .describe('Items that were not taken over.'),
  })
  .meta({ id: 'CartMerge', description: 'A cart after a merge, and the result for each item of the guest.' });
