import { paymentActionRequired } from './payment-action-required.v1.ts';
import { paymentAuthorized } from './payment-authorized.v1.ts';
import { paymentCancelled } from './payment-cancelled.v1.ts';
import { paymentFailed } from './payment-failed.v1.ts';
import { paymentIntentCreated } from './payment-intent-created.v1.ts';
import { paymentRefundRequested } from './payment-refund-requested.v1.ts';
import { paymentRefunded } from './payment-refunded.v1.ts';
import { paymentRequested } from './payment-requested.v1.ts';
import { paymentSucceeded } from './payment-succeeded.v1.ts';

export const paymentEvents = [
  paymentRequested,
  paymentIntentCreated,
  paymentActionRequired,
  paymentAuthorized,
  paymentSucceeded,
  paymentFailed,
  paymentCancelled,
  paymentRefundRequested,
  paymentRefunded,
] as const;
