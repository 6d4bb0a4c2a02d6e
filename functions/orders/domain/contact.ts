import type { Address } from '../../../shared/kernel/address.ts';
import type { Trial } from '../../../shared/kernel/trials.ts';

/** Where an order goes and how it is paid. Kept apart from the order, so that it can be erased. */
export interface Contact {
  readonly email: string;
  readonly shippingAddress: Address;
  readonly billingAddress?: Address | undefined;
  readonly shippingMethod?: string | undefined;
  /** The provider's id of the buyer's payment method. */
  readonly paymentMethod: string;
}

/** An address that is erased, where one must be shown. */
export const NO_ADDRESS: Address = { name: '', line1: '', city: '', postalCode: '', country: '' };

/** A stored contact. One that must go holds only what the order still needs. */
export interface OrderContact {
  readonly orderId: string;
  readonly email: string;
  readonly shippingAddress?: Address | undefined;
  readonly billingAddress?: Address | undefined;
  readonly shippingMethod?: string | undefined;
  readonly paymentMethod?: string | undefined;
  /** The counts of the throttles that its end settles. */
  readonly trials?: readonly Trial[] | undefined;
  /** The end of a contact that must go, in seconds since 1970; no others have one. */
  readonly expiresAt?: number | undefined;
}
