import * as z from 'zod';
import { isCurrency } from './currency.ts';
import { rule } from './field-error.ts';
import { MAX_AMOUNT } from './money.ts';
import { MAX_QUANTITY } from './quantity.ts';

/** Schemas that several contracts and events share. All are strict: an unknown member is refused. */

export const currencySchema = z.string().refine(isCurrency, rule('bad_format', 'Not an ISO 4217 currency code.'));

/** A sum that the server computed: not negative. */
export const moneySchema = z.strictObject({ amount: z.int().min(0), currency: currencySchema });

/** An amount that a client may set: not negative, at most {@link MAX_AMOUNT}. */
export const priceSchema = z.strictObject({ amount: z.int().min(0).max(MAX_AMOUNT), currency: currencySchema });

export const skuSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'A SKU is 1 to 64 letters, digits, dots, underscores or hyphens.');

/** The pieces in one line of a cart or an order. */
export const quantitySchema = z.int().min(1).max(MAX_QUANTITY);

/** An id in a path. Its exact form is not checked: what does not exist is not found. */
export const idSchema = z.string().min(1).max(128);

export const timestampSchema = z.iso.datetime();

/** `?limit=&cursor=` of lists. Query values arrive as strings. */
export const pageQuery = {
  limit: z
    .string()
    .regex(/^[1-9]\d{0,2}$/, 'A number from 1 to 100.')
    .transform(Number)
    .refine((limit) => limit <= 100, 'A number from 1 to 100.')
    .optional(),
  cursor: z.string().min(1).max(2048).optional(),
};

/** `{ items, nextCursor? }`: a page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().optional() });

/** Totals of a cart, a quote or an order; `total = subtotal − discount + tax + shipping`. */
export const totalsSchema = z.strictObject({
  subtotal: moneySchema,
  discount: moneySchema,
  tax: moneySchema,
  shipping: moneySchema,
  total: moneySchema,
});

export type Totals = z.output<typeof totalsSchema>;
