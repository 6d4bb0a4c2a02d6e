import { userErased } from '../../../events/users/user-erased.v1.ts';
import { createConsumer, on } from '../../../shared/messaging/consumer.ts';
import { accounts } from '../adapters/cognito-accounts.ts';
import { deleteAccountOf } from '../use-cases/erase-user.ts';

export const handler = createConsumer([on(userErased, ({ data }) => deleteAccountOf(accounts, data.userId))]);
