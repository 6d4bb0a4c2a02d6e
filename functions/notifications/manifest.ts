import { orderCancelled } from '../../events/orders/order-cancelled.v1.ts';
import { orderConfirmed } from '../../events/orders/order-confirmed.v1.ts';
import { orderContactKept } from '../../events/orders/order-contact-kept.v1.ts';
import { orderRejected } from '../../events/orders/order-rejected.v1.ts';
import { paymentReversed } from '../../events/payments/payment-reversed.v1.ts';
import { userRegistered } from '../../events/users/user-registered.v1.ts';
import { userRegistrationRepeated } from '../../events/users/user-registration-repeated.v1.ts';
import { defineDomain } from '../manifest.ts';
import { sendMail } from '../rights.ts';

export const notifications = defineDomain({
  name: 'notifications',
  level: 9,
  table: {},
  functions: {
    events: {
      table: 'write',
      reads: ['orders', 'users'],
      consumes: [
        orderConfirmed,
        orderRejected,
        orderCancelled,
        orderContactKept,
        paymentReversed,
        userRegistered,
        userRegistrationRepeated,
      ],
      rights: [sendMail],
    },
  },
});
