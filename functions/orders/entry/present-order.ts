import type * as z from 'zod';
import type { orderSchema } from '../contract/index.ts';
import type { Contact } from '../domain/contact.ts';
import type { Order } from '../domain/order.ts';
import { type Payment, statusView } from '../domain/view.ts';

/** An order as the API shows it. After erasure of the buyer's data the contact's members are empty. */
export function presentOrder(
  order: Order,
  contact: Contact | undefined,
  payment: Payment | undefined,
): z.input<typeof orderSchema> {
  return {
    id: order.id,
    number: order.number,
    ...statusView(order, payment),
    ...(order.rejection ? { rejection: order.rejection } : {}),
    email: contact?.email ?? '',
    items: [...order.lines],
    totals: order.totals,
    shippingAddress: contact?.shippingAddress ?? { name: '', line1: '', city: '', postalCode: '', country: '' },
    ...(contact?.billingAddress ? { billingAddress: contact.billingAddress } : {}),
    ...(contact?.shippingMethod ? { shippingMethod: contact.shippingMethod } : {}),
    version: order.version,
    createdAt: order.createdAt,
  };
}
