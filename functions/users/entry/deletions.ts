import * as z from 'zod';
import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { MalformedData } from '../../../shared/kernel/faults.ts';
import { batchOf } from '../../../shared/messaging/batch.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import { findAccount } from '../adapters/cognito-accounts.ts';
import { erasuresStore } from '../store/erasures-store.ts';
import { usersStore } from '../store/users-store.ts';
import { noticeDeletion } from '../use-cases/notice-deletion.ts';
import { personalOrders } from './api/personal-orders.ts';

const table = domainTable('users');

const ports = {
  ...personalOrders,
  store: { ...usersStore(table), ...erasuresStore(table) },
  directory: { findAccount },
  sessions: domainSessionMarks('sessions'),
};

/** CloudTrail's event about a call on the user pool. A failed call has an error and no user. */
const calledSchema = z.object({
  id: z.string(),
  detail: z.object({
    errorCode: z.string().nullish(),
    requestParameters: z.object({ userPoolId: z.string().optional() }).nullish(),
    additionalEventData: z.object({ sub: z.string().optional() }).nullish(),
  }),
});

export const handler = batchOf(async ({ body }) => {
  const { id, detail } = calledSchema.parse(JSON.parse(body));
  if (detail.errorCode) return;
  const userId = detail.additionalEventData?.sub;
  if (!userId) throw new MalformedData('A call that deleted an account names no user.');
  const isOurs = detail.requestParameters?.userPoolId === setting('USER_POOL_ID');
  await noticeDeletion(ports, systemClock, { userId, eventId: id, isOurs });
});
