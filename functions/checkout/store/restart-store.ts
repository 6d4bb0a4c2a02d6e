import * as z from 'zod';
import { put } from '../../../shared/dynamodb/actions.ts';
import { expiryFrom } from '../../../shared/dynamodb/expiry.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import { restartKey } from './keys.ts';

/** Longer than the 90 days for which Step Functions remembers an execution's name. */
const RESTART_DAYS = 400;

const restartItem = z.object({ attempt: z.int() });

/** The number of each order's newest execution. The first one has no record. */
export const restartStore = (table: Table) => ({
  getAttempt: async (orderId: string): Promise<number> =>
    (await table.get(restartKey(orderId), restartItem))?.attempt ?? 1,

  async saveAttempt(orderId: string, attempt: number, at: Date): Promise<void> {
    const expiresAt = expiryFrom(at, { days: RESTART_DAYS });
    await table.transact([put({ ...restartKey(orderId), entity: 'restart', orderId, attempt, expiresAt })]);
  },
});
