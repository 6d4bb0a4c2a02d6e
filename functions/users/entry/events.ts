import { domainSessionMarks } from '../../../shared/dynamodb/domain-table.ts';
import { createConsumer } from '../../../shared/messaging/consumer.ts';
import { accounts } from '../adapters/cognito-accounts.ts';
import { users } from '../manifest.ts';
import { deleteAccountOf } from '../use-cases/erase-user.ts';

const sessions = domainSessionMarks('sessions');

export const handler = createConsumer(users.functions.events, {
  'UserErased.v1': ({ data }) => deleteAccountOf({ directory: accounts, sessions }, data.userId),
});
