import type { Refusal } from '../../../shared/kernel/result.ts';

/** Errors that reach the end of the saga without a refusal of their own. */
const REASONS: Readonly<Record<string, Refusal>> = {
  'States.Timeout': { code: 'payments.timed_out', detail: 'The payment was not completed in time.' },
  HoldExpired: {
    code: 'inventory.hold_expired',
    detail: 'The reservation of the stock expired before the payment was complete.',
  },
};

/** What the buyer is told: the refusal, or what the error's name stands for. */
export const rejectionFor = (errorName: string | undefined, refusal: Refusal | undefined): Refusal =>
  refusal ?? REASONS[errorName ?? ''] ?? { code: 'orders.not_completed', detail: 'The order could not be completed.' };
