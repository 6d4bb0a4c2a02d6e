import { expectTypeOf, test } from 'vitest';
import type { RejectionCode } from '../../../state-machines/order/order.ts';
import type { REJECTION_CODES } from './values.ts';

test('The codes that the contract publishes are the refusals of the saga, and the one of its faults.', () => {
  type Published = (typeof REJECTION_CODES)[number];

  expectTypeOf<Published>().toEqualTypeOf<RejectionCode | 'orders.not_completed'>();
});
