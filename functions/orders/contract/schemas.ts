import * as z from 'zod';
import {
  moneySchema,
  openListSchema,
  quantitySchema,
  skuSchema,
  timestampSchema,
  totalsSchema,
} from '../../../shared/kernel/schemas.ts';
import { PAYMENT_STATUSES } from '../../payments/domain/values.ts';
import { FULFILMENT_STATUSES, ORDER_STATUSES, REJECTION_CODES } from '../domain/values.ts';

export const statusSchema = z.enum(ORDER_STATUSES).meta({
  id: 'OrderStatus',
  description:
    '`pending`: not decided yet. `confirmed`: paid. `rejected`: could not be fulfilled. `needs_attention`: an operator looks at it.',
});

const paymentStatusSchema = z.enum(PAYMENT_STATUSES).meta({
  id: 'PaymentStatus',
  description: '`requires_action`: the buyer must follow `nextAction`. `captured`: the money is taken.',
});

const fulfilmentStatusSchema = z
  .enum(FULFILMENT_STATUSES)
  .meta({ id: 'FulfilmentStatus', description: 'The progress of the delivery.' });

const nextActionSchema = z
  .strictObject({
    type: z.string().describe('The kind of action.'),
    redirectUrl: z.string().describe("The bank's page, which the buyer opens."),
    clientSecret: z.string().describe("A secret for the payment provider's own client library."),
  })
  .meta({
    id: 'NextAction',
    description: 'A step that the buyer must take before the payment goes on, such as 3-D Secure.',
  });

const states = {
  status: statusSchema,
  paymentStatus: paymentStatusSchema,
  fulfilmentStatus: fulfilmentStatusSchema,
  nextAction: nextActionSchema.optional().describe('Present while the payment waits for the buyer.'),
  updatedAt: timestampSchema.describe('The time of the last change of any of these states.'),
};

const orderLineSchema = z
  .strictObject({
    sku: skuSchema,
    productId: z.string().describe('The product of the SKU.'),
    title: z.string().describe('The name of the product when it was bought.'),
    quantity: quantitySchema,
    unitPrice: moneySchema.describe('The price of one piece.'),
    lineTotal: moneySchema.describe('The price of all pieces.'),
  })
  .meta({ id: 'OrderLine', description: 'The pieces of one SKU in an order.' });

const rejectionSchema = z
  .strictObject({
    code: openListSchema(REJECTION_CODES, 'A stable code for programs, such as `payments.card_declined`.'),
    detail: z.string().describe('A sentence for people.'),
  })
  .meta({ id: 'Rejection', description: 'The reason why an order was rejected or needs attention.' });

const orderAddressSchema = z
  .strictObject({
    name: z.string().describe('The person or company.'),
    line1: z.string().describe('Street and number.'),
    line2: z.string().optional().describe('A further line, such as a floor.'),
    city: z.string().describe('The town.'),
    region: z.string().optional().describe('The state or province.'),
    postalCode: z.string().describe('The postal code.'),
    country: z.string().describe('The country: an ISO 3166-1 alpha-2 code such as DE.'),
    phone: z.string().optional().describe('A number for the carrier.'),
  })
  .meta({
    id: 'OrderAddress',
    description: "A postal address; its members are empty once the buyer's data is erased.",
  });

export const orderSchema = z
  .strictObject({
    id: z.string().describe('The id, given by the shop.'),
    number: z.string().describe('The number that people use.'),
    ...states,
    rejection: rejectionSchema.optional().describe('Present when the order was rejected or needs attention.'),
    email: z.string().describe("The address for mails. Empty once the buyer's data is erased."),
    items: z.array(orderLineSchema).describe('The lines.'),
    totals: totalsSchema.describe('The sums of the order.'),
    shippingAddress: orderAddressSchema.describe(
      "The address for the delivery. Its members are empty once the buyer's data is erased.",
    ),
    billingAddress: orderAddressSchema.optional().describe('The address for the bill, if it differs.'),
    shippingMethod: z.string().optional().describe('The kind of delivery.'),
    version: z.int().describe('The version, which rises by 1 with each event of the order.'),
    createdAt: timestampSchema.describe('The time at which it was placed.'),
  })
  .meta({ id: 'Order', description: 'The items that a buyer has bought, and their progress.' });

export const orderProgressSchema = z
  .strictObject(states)
  .meta({ id: 'OrderProgress', description: 'The states of an order.' });
