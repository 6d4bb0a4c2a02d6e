import { type Action, onTable, putIfAbsent } from '../../shared/dynamodb/actions.ts';
import { expiryFrom } from '../../shared/dynamodb/expiry.ts';
import type { Table } from '../../shared/dynamodb/table.ts';
import { lookKey } from './store/keys.ts';

/** An order's intent is looked at no more than once in this time, however often one asks. */
const SLOT_MS = 10_000;

/** Writes on payments that other domains put into their own transactions. */
export const paymentActions = (table: Table) => ({
  /**
   * Asks for a look at the intent of an order that waits for its buyer. The stream then settles it.
   * Fails when somebody has asked in the same ten seconds. 2 write units.
   */
  lookAt: (orderId: string, at: Date): Action =>
    onTable(
      table.name,
      putIfAbsent({
        ...lookKey(orderId, Math.floor(at.getTime() / SLOT_MS)),
        entity: 'payment-look',
        orderId,
        expiresAt: expiryFrom(at, { days: 1 }),
      }),
    ),
});

export type PaymentActions = ReturnType<typeof paymentActions>;
