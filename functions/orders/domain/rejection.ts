import type { Refusal } from '../../../shared/kernel/result.ts';
import type { RaisedError, RejectionCode } from '../../../state-machines/order/order.ts';

/** Errors that Step Functions raises, and no step: they bring no refusal of their own. */
const RAISED: Readonly<Record<RaisedError, Refusal<RejectionCode>>> = {
  'States.Timeout': { code: 'payments.timed_out', detail: 'The payment was not completed in time.' },
};

const NOT_COMPLETED: Refusal = { code: 'orders.not_completed', detail: 'The order could not be completed.' };

/** The reason that the buyer reads: the refusal, or the meaning of the error's name. */
export const rejectionFor = (errorName: string | undefined, refusal: Refusal | undefined): Refusal =>
  refusal ?? (RAISED as Readonly<Record<string, Refusal>>)[errorName ?? ''] ?? NOT_COMPLETED;
