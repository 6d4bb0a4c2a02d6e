import * as z from 'zod';
import { defineContract } from '../../../shared/http/contract.ts';
import { addressSchema } from '../../../shared/kernel/address.ts';
import { checkAddress } from '../../../shared/kernel/address-check.ts';
import { emailSchema, priceSchema, skuSchema, totalsSchema } from '../../../shared/kernel/schemas.ts';
import { lineSchema } from '../../../shared/kernel/text.ts';
import { orderSchema } from '../../orders/contract/schemas.ts';
import { CHECKOUTS } from './throttles.ts';

/** Separate from the address in answers, whose schema is open. */
const addressInputSchema = z.strictObject(addressSchema.shape).superRefine(checkAddress).meta({
  id: 'AddressInput',
  description: 'A postal address. The country must exist, and the postal code must have the form of the country.',
});

const checkoutSchema = z
  .strictObject({
    email: emailSchema.describe('The address for mails about the order.'),
    shippingAddress: addressInputSchema.describe('The address for the delivery.'),
    billingAddress: addressInputSchema
      .optional()
      .describe('The address for the bill: the shipping address unless given.'),
    shippingMethod: lineSchema(64).optional().describe('The kind of delivery.'),
    paymentMethod: z
      .string()
      .regex(/^pm_[A-Za-z0-9_]{1,128}$/, 'Must be a payment-method id of Stripe, such as pm_card_visa.')
      .describe('A payment-method id of Stripe, such as `pm_card_visa`.'),
    expectedTotal: priceSchema
      .optional()
      .describe('The total that the buyer was shown. If the total is different now, nothing is bought.'),
  })
  .meta({ id: 'Checkout', description: 'The data that an order needs beside the cart.' });

const CART_TOTALS = { totals: totalsSchema.describe('The sums of the cart.') };

const ADDRESS = {
  name: 'Ada Buyer',
  line1: '1 Market Street',
  city: 'Berlin',
  postalCode: '10115',
  country: 'DE',
};

export const checkoutContract = defineContract({
  domain: 'checkout',
  description: 'Buying what is in a cart.',
  codes: {
    'orders.idempotency_key_reused': 'The Idempotency-Key was used with another body.',
    'orders.cart_empty': 'There is nothing in the cart.',
    'orders.total_too_large': 'The total is more than one payment can be.',
    'payments.amount_not_chargeable': 'The total cannot be charged exactly: cards know no such fraction.',
    'payments.amount_too_small': 'The total is less than a card can be charged.',
    'payments.amount_too_large': 'The total is more than a card can be charged.',
    'orders.checkout_in_progress': 'An order of this cart is in progress.',
    'orders.item_unavailable': 'An item of the cart is no longer sold.',
    'orders.total_changed': 'The total has changed since it was shown.',
  },
  routes: {
    placeOrder: {
      method: 'POST',
      path: '/orders',
      access: ['guest', 'customer'],
      summary: 'Buys what is in the cart',
      description:
        'The same Idempotency-Key with the same body answers the same order; nothing is charged twice. With `Prefer: wait=…` the answer waits for the end of the order.',
      body: checkoutSchema,
      examples: {
        card: { email: 'ada@example.com', shippingAddress: ADDRESS, paymentMethod: 'pm_card_visa' },
        'shown total': {
          email: 'ada@example.com',
          shippingAddress: ADDRESS,
          billingAddress: { ...ADDRESS, name: 'Buyer Ltd' },
          paymentMethod: 'pm_card_visa',
          expectedTotal: { amount: 1999, currency: 'EUR' },
        },
      },
      requestHeaders: { Prefer: 'optional' },
      idempotencyKey: 'required',
      throttles: CHECKOUTS,
      responses: { 201: orderSchema, 202: orderSchema },
      outcomes: {
        201: 'The order has ended within the time that `Prefer` named: it is confirmed or rejected.',
        202: 'The order is placed. `status` and `paymentStatus` say whether it is decided, and whether its payment waits for the buyer. The answer to a repeated key may be an order that is decided already.',
      },
      responseHeaders: { Location: 'always', 'Idempotent-Replayed': 'sometimes', 'Preference-Applied': 'sometimes' },
      refusals: {
        'orders.idempotency_key_reused': 422,
        'orders.cart_empty': 422,
        'orders.total_too_large': 422,
        'payments.amount_not_chargeable': 422,
        'payments.amount_too_small': 422,
        'payments.amount_too_large': 422,
        'orders.checkout_in_progress': 409,
        'orders.item_unavailable': 409,
        'orders.total_changed': 409,
      },
      problemMembers: {
        'orders.total_too_large': z.strictObject(CART_TOTALS),
        'payments.amount_not_chargeable': z.strictObject(CART_TOTALS),
        'payments.amount_too_small': z.strictObject(CART_TOTALS),
        'payments.amount_too_large': z.strictObject(CART_TOTALS),
        'orders.total_changed': z.strictObject({ totals: totalsSchema.describe('The sums of the cart now.') }),
        'orders.item_unavailable': z.strictObject({
          skus: z.array(skuSchema).describe('The SKUs that are no longer sold.'),
        }),
      },
    },
  },
});
