import * as z from 'zod';
import { isCurrency } from './currency.ts';
import { rule } from './field-error.ts';
import { MAX_AMOUNT } from './money.ts';
import { MAX_QUANTITY } from './quantity.ts';

/**
 * Schemas that several contracts and events share. All are strict: an unknown member is refused.
 * Their descriptions and names (`id`) are those of the published contract.
 */

export const currencySchema = z
  .string()
  .refine(isCurrency, rule('bad_format', 'Not an ISO 4217 currency code.'))
  .describe('An ISO 4217 code such as EUR.');

const minorUnits = z
  .int()
  .min(0)
  .meta({ format: 'int64', description: 'The amount in minor units: 1999 EUR is 19.99 €, 1999 JPY is 1,999 ¥.' });

/** An amount that the server computed: not negative. */
export const moneySchema = z
  .strictObject({ amount: minorUnits, currency: currencySchema })
  .meta({ id: 'Money', description: 'An exact amount of money.' });

const TOO_MUCH = `An amount is at most ${MAX_AMOUNT.toLocaleString('en')} in minor units.`;

/** An amount that a client may set: not negative, at most {@link MAX_AMOUNT}. */
export const priceSchema = z
  .strictObject({ amount: minorUnits.max(MAX_AMOUNT, TOO_MUCH), currency: currencySchema })
  .meta({ id: 'MoneyInput', description: 'An exact amount of money, as a client may set it.' });

export const skuSchema = z
  .string()
  .regex(/^[A-Za-z0-9._-]{1,64}$/, 'A SKU is 1 to 64 letters, digits, dots, underscores or hyphens.')
  // Clients fold such steps of a path, so no client could address that SKU.
  .refine((sku) => sku !== '.' && sku !== '..', rule('bad_format', 'A SKU is not a step of a path.'))
  .describe('Stock keeping unit: the code of what is sold, unique in the shop.');

/**
 * A text with known values that may gain others, so an `enum` would be too strict: generators make
 * it a string. Its description and `x-extensible-enum` list what is known.
 */
export const openListSchema = (known: readonly string[], description: string) =>
  z.string().meta({
    description: `${description} More may be added to: ${known.map((value) => `\`${value}\``).join(', ')}.`,
    'x-extensible-enum': known,
  });

/** The pieces in one line of a cart or an order. */
export const quantitySchema = z.int().min(1).max(MAX_QUANTITY).describe('The number of pieces.');

/** An address for mails. Its local part has at most 64 characters: RFC 5321, section 4.5.3.1.1. */
export const emailSchema = z
  .email()
  .max(254)
  .refine((address) => address.indexOf('@') <= 64, rule('too_long', 'At most 64 characters before the @.'));

/** An id in a path. Its exact form is not checked: an unknown id is not found. */
export const idSchema = z.string().min(1).max(128);

export const timestampSchema = z.iso.datetime().describe('A time in UTC (ISO 8601).');

const MAX_PAGE = 100;
const LIMITS = `A number from 1 to ${MAX_PAGE}.`;

export const cursorSchema = z.string().min(1).max(2048).describe('The `nextCursor` of the page before.');

/** `?limit=&cursor=` of a list. Query values arrive as strings. */
export const pageQueryOf = (defaultLimit: number) => ({
  limit: z
    .string()
    .refine((text) => /^(?:0|-?[1-9]\d*)$/.test(text), rule('wrong_type', LIMITS))
    .transform(Number)
    .refine((limit) => limit >= 1, rule('too_small', LIMITS))
    .refine((limit) => limit <= MAX_PAGE, rule('too_large', LIMITS))
    .meta({ override: { type: 'integer', minimum: 1, maximum: MAX_PAGE, default: defaultLimit } })
    .default(defaultLimit)
    .describe('The most items that the page may have.'),
  cursor: cursorSchema.optional(),
});

export const pageQuery = pageQueryOf(20);

/** `{ items, nextCursor? }`: a page of a list. @param id its name in the published contract. */
export const pageOf = <Item extends z.ZodType>(item: Item, id: string, items: string) =>
  z
    .strictObject({
      items: z.array(item).describe(items),
      nextCursor: z.string().optional().describe('The `?cursor=` of the next page. The last page has none.'),
    })
    .meta({ id, description: 'A page of a list.' });

/** Totals of a cart, a quote or an order; `total = subtotal − discount + tax + shipping`. */
export const totalsSchema = z
  .strictObject({
    subtotal: moneySchema.describe('The sum of the lines.'),
    discount: moneySchema.describe('The amount that is taken off the subtotal.'),
    tax: moneySchema.describe('The tax that is added.'),
    shipping: moneySchema.describe('The cost of delivery.'),
    total: moneySchema.describe('The amount to pay: subtotal − discount + tax + shipping.'),
  })
  .meta({ id: 'Totals', description: 'The sums of a cart or an order.' });

export type Totals = z.output<typeof totalsSchema>;
