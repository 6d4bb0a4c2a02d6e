import type { Address } from '../../../shared/kernel/address.ts';

/** Where an order goes and how it is paid. Kept apart from the order, so that it can be erased. */
export interface Contact {
  readonly email: string;
  readonly shippingAddress: Address;
  readonly billingAddress?: Address | undefined;
  readonly shippingMethod?: string | undefined;
  /** The provider's id of the buyer's payment method. */
  readonly paymentMethod: string;
}

export interface OrderContact extends Contact {
  readonly orderId: string;
}
