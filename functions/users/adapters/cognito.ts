import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  type AuthenticationResultType,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  ListUsersInGroupCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { ROLES, type Role } from '../../../shared/kernel/roles.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import type { Account } from '../domain/user.ts';
import type { ConfirmPorts } from '../use-cases/confirm.ts';
import type { LogInPorts } from '../use-cases/log-in.ts';
import type { CodeLogInPorts } from '../use-cases/log-in-with-code.ts';
import type { PasswordDirectory } from '../use-cases/passwords.ts';
import type { RefreshDirectory } from '../use-cases/refresh-session.ts';
import type { RegisterPorts } from '../use-cases/register.ts';
import type { SecondFactorDirectory } from '../use-cases/second-factor.ts';
import type { RoleDirectory } from '../use-cases/set-roles.ts';
import { accountOf, accounts, client, inPool, succeeds } from './cognito-accounts.ts';
import { secondFactors } from './cognito-second-factor.ts';
import { challengeOf, hashFor, ownClient, secretOf, sessionOf, signIn } from './cognito-sign-in.ts';

/** The common input of calls that need no rights: the client and the account. */
const asClient = async (email: string) => ({
  ClientId: ownClient(),
  Username: email,
  SecretHash: await hashFor(email, ownClient()),
});

/** Cognito errors that mean the code was wrong. A distinction would reveal which accounts exist. */
const WRONG_CODE = [
  ...['CodeMismatchException', 'ExpiredCodeException', 'NotAuthorizedException', 'UserNotFoundException'],
  ...['TooManyFailedAttemptsException', 'LimitExceededException', 'AliasExistsException', 'InvalidParameterException'],
  'UserNotConfirmedException',
];

/**
 * Cognito errors that keep a code from being sent. They stay hidden, because they would reveal
 * whether an account exists.
 */
const NOT_SENT = [
  ...['UserNotFoundException', 'InvalidParameterException', 'LimitExceededException', 'NotAuthorizedException'],
  ...['UserNotConfirmedException', 'CodeDeliveryFailureException'],
];

/** The user pool as the directory of accounts. */
export const directory = {
  ...accounts,
  ...secondFactors,

  async signUp({ email, password, name, locale }) {
    const UserAttributes = [
      { Name: 'email', Value: email },
      ...(name === undefined ? [] : [{ Name: 'name', Value: name }]),
      ...(locale === undefined ? [] : [{ Name: 'locale', Value: locale }]),
    ];
    const signUp = new SignUpCommand({ ...(await asClient(email)), Password: password, UserAttributes });
    return succeeds(client.send(signUp), 'UsernameExistsException');
  },

  async resendCode(email: string): Promise<void> {
    await succeeds(client.send(new ResendConfirmationCodeCommand(await asClient(email))), ...NOT_SENT);
  },

  async confirm(email, code) {
    const confirm = new ConfirmSignUpCommand({ ...(await asClient(email)), ConfirmationCode: code });
    return succeeds(client.send(confirm), ...WRONG_CODE);
  },

  async forgotPassword(email: string): Promise<void> {
    await succeeds(client.send(new ForgotPasswordCommand(await asClient(email))), ...NOT_SENT);
  },

  async resetPassword(email, code, password) {
    const reset = { ...(await asClient(email)), ConfirmationCode: code, Password: password };
    return succeeds(client.send(new ConfirmForgotPasswordCommand(reset)), ...WRONG_CODE);
  },

  async changePassword(userId, current, password) {
    const account = await accounts.findAccount(userId);
    const isRight =
      account && (await succeeds(signIn(account.email, current), 'NotAuthorizedException', 'LimitExceededException'));
    if (!isRight) return false;
    const change = { ...inPool(account.username), Password: password, Permanent: true };
    await client.send(new AdminSetUserPasswordCommand(change));
    return true;
  },

  async authenticate(email, password) {
    const answer = await signIn(email, password);
    const challenge = challengeOf(answer);
    return challenge === undefined ? sessionOf(answer.AuthenticationResult) : { challenge };
  },

  async refresh(refreshToken) {
    const refresh = new GetTokensFromRefreshTokenCommand({
      ClientId: ownClient(),
      ClientSecret: await secretOf(ownClient()),
      RefreshToken: refreshToken,
    });
    let result: AuthenticationResultType | undefined;
    const valid = await succeeds(
      client.send(refresh).then((answer) => {
        result = answer.AuthenticationResult;
      }),
      ...['NotAuthorizedException', 'RefreshTokenReuseException', 'InvalidParameterException', 'UserNotFoundException'],
    );
    return valid ? sessionOf({ RefreshToken: refreshToken, ...withoutNothing(result) }) : undefined;
  },

  /** Ignores an invalid token: it needs no revocation. */
  async revoke(refreshToken: string): Promise<void> {
    const revoke = new RevokeTokenCommand({
      ClientId: ownClient(),
      ClientSecret: await secretOf(ownClient()),
      Token: refreshToken,
    });
    await succeeds(
      client.send(revoke),
      ...['NotAuthorizedException', 'UnauthorizedException', 'UnsupportedTokenTypeException'],
      'InvalidParameterException',
    );
  },

  async endSessions(username) {
    await succeeds(client.send(new AdminUserGlobalSignOutCommand(inPool(username))), 'UserNotFoundException');
  },

  async findByEmail(email) {
    let account: Account | undefined;
    await succeeds(
      client.send(new AdminGetUserCommand(inPool(email))).then(({ Username, UserAttributes, UserStatus }) => {
        account = accountOf(Username, UserAttributes, UserStatus);
      }),
      'UserNotFoundException',
    );
    return account;
  },

  async rolesOf(username) {
    const { Groups = [] } = await client.send(new AdminListGroupsForUserCommand(inPool(username)));
    return rolesAmong(Groups.map(({ GroupName }) => GroupName));
  },

  async grant(username, role) {
    await client.send(new AdminAddUserToGroupCommand({ ...inPool(username), GroupName: role }));
  },

  async takeAway(username, role) {
    await client.send(new AdminRemoveUserFromGroupCommand({ ...inPool(username), GroupName: role }));
  },

  async hasOthers(role, username) {
    const { Users = [] } = await client.send(
      new ListUsersInGroupCommand({ UserPoolId: setting('USER_POOL_ID'), GroupName: role, Limit: 2 }),
    );
    return Users.some((user) => user.Username !== username);
  },
} satisfies RegisterPorts['directory'] &
  ConfirmPorts['directory'] &
  LogInPorts['directory'] &
  CodeLogInPorts['directory'] &
  SecondFactorDirectory &
  PasswordDirectory &
  RefreshDirectory &
  RoleDirectory & { readonly [more: string]: unknown };

/** Only the groups that are roles, in the order of `ROLES`. */
export const rolesAmong = (groups: readonly (string | undefined)[]): Role[] =>
  ROLES.filter((role) => groups.includes(role));

const withoutNothing = (result: AuthenticationResultType | undefined): AuthenticationResultType =>
  Object.fromEntries(Object.entries(result ?? {}).filter(([, value]) => value !== undefined));
