import {
  AdminDeleteUserCommand,
  type AttributeType,
  CognitoIdentityProviderClient,
  ListUsersCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { setting } from '../../../shared/runtime/settings.ts';
import type { Account } from '../domain/user.ts';
import type { DeleteAccountPorts } from '../use-cases/erase-user.ts';

export const client = new CognitoIdentityProviderClient({});

export const inPool = (username: string) => ({ UserPoolId: setting('USER_POOL_ID'), Username: username });

/** Finds an account by its user id. The list that it asks lags behind changes. */
export async function findAccount(userId: string): Promise<Account | undefined> {
  // The id becomes part of a filter expression.
  if (!/^[0-9a-f-]{36}$/i.test(userId)) return undefined;
  const { Users = [] } = await client.send(
    new ListUsersCommand({ UserPoolId: setting('USER_POOL_ID'), Filter: `sub = "${userId}"`, Limit: 1 }),
  );
  return Users[0] && accountOf(Users[0].Username, Users[0].Attributes, Users[0].UserStatus);
}

/** The part of the directory that finds an account, and deletes it. */
export const accounts = {
  findAccount,

  async deleteAccount(username) {
    await succeeds(client.send(new AdminDeleteUserCommand(inPool(username))), 'UserNotFoundException');
  },
} satisfies DeleteAccountPorts['directory'];

/** Returns false if the call fails with one of these errors. */
export const succeeds = async (work: Promise<unknown>, ...refusals: readonly string[]): Promise<boolean> =>
  (await unlessRefused(
    work.then(() => true),
    refusals,
  )) ?? false;

/** Returns undefined if the call fails with one of these errors. */
export async function unlessRefused<T>(work: Promise<T>, refusals: readonly string[]): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Error && refusals.includes(error.name)) return undefined;
    throw error;
  }
}

export function accountOf(username = '', list: readonly AttributeType[] = [], status = ''): Account {
  const attributes = new Map(list.map(({ Name, Value }) => [Name, Value]));
  return {
    userId: attributes.get('sub') ?? username,
    username,
    email: (attributes.get('email') ?? '').toLowerCase(),
    emailVerified: attributes.get('email_verified') === 'true',
    name: attributes.get('name'),
    locale: attributes.get('locale'),
    confirmed: status !== 'UNCONFIRMED',
  };
}
