import { domainSessionMarks, domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { userActions } from '../actions.ts';
import { accounts } from '../adapters/cognito-accounts.ts';
import { users } from '../manifest.ts';
import { deleteAccountOf } from '../use-cases/erase-user.ts';

const { erasePart } = userActions(domainTable('users'));
const ports = { directory: accounts, sessions: domainSessionMarks('sessions') };

export const handler = createConsumer(users.functions.events, {
  'UserErased.v1': ({ data: { userId } }) =>
    erasePart({ domain: users.name, userId, clock: systemClock }, () => deleteAccountOf(ports, userId)),
});
