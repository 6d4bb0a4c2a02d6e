import type { PaymentView } from '../../payments/queries.ts';
import { NO_ADDRESS, type OrderContact } from './contact.ts';
import type { Order } from './order.ts';
import type { FulfilmentStatus } from './values.ts';

/** The part of a payment that the views of its order show. */
export type Payment = Pick<PaymentView, 'status' | 'updatedAt' | 'nextAction'>;

/** An order that ended without a payment needs none any more. */
export function paymentStatusOf({ status }: Order, payment: Payment | undefined): Payment['status'] {
  if (payment) return payment.status;
  return status === 'rejected' || status === 'cancelled' ? 'cancelled' : 'pending';
}

const NOT_SHIPPED: FulfilmentStatus = 'unfulfilled';

/** The states that both views of an order show. */
export const statusView = (order: Order, payment: Payment | undefined) => ({
  status: order.status,
  paymentStatus: paymentStatusOf(order, payment),
  fulfilmentStatus: NOT_SHIPPED,
  // The payment of a cancelled order may not be fenced yet, but the buyer has nothing left to do.
  ...(order.status === 'pending' && payment?.status === 'requires_action' && payment.nextAction
    ? { nextAction: payment.nextAction }
    : {}),
  updatedAt: payment && payment.updatedAt > order.updatedAt ? payment.updatedAt : order.updatedAt,
});

/**
 * An order as the API shows it. The contact's members are empty once the buyer's data is erased.
 */
export const presentOrder = (
  order: Order,
  contact: Omit<OrderContact, 'orderId'> | undefined,
  payment: Payment | undefined,
) => ({
  id: order.id,
  number: order.number,
  ...statusView(order, payment),
  ...(order.rejection ? { rejection: order.rejection } : {}),
  email: contact?.email ?? '',
  items: order.lines,
  totals: order.totals,
  shippingAddress: contact?.shippingAddress ?? NO_ADDRESS,
  ...(contact?.billingAddress ? { billingAddress: contact.billingAddress } : {}),
  ...(contact?.shippingMethod ? { shippingMethod: contact.shippingMethod } : {}),
  version: order.version,
  createdAt: order.createdAt,
});
