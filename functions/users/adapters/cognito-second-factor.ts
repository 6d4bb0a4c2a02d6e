import {
  AdminAddUserToGroupCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserMFAPreferenceCommand,
  AssociateSoftwareTokenCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { WITH_FACTOR } from '../../../shared/kernel/roles.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import type { Account } from '../domain/user.ts';
import type { CodeLogInPorts } from '../use-cases/log-in-with-code.ts';
import type { Proof, SecondFactorDirectory } from '../use-cases/second-factor.ts';
import { client, inPool, succeeds, unlessRefused } from './cognito-accounts.ts';
import { answerWithCode, challengeOf, hashFor, ownClient, sessionOf, signIn, WRONG_ANSWER } from './cognito-sign-in.ts';

/** The client whose tokens open Cognito's own API. They never leave this file. */
const enrolmentClient = (): string => setting('ENROLMENT_CLIENT_ID');

/** Cognito errors that mean a password is wrong, or that the account may not sign in. */
const WRONG_PASSWORD = [
  ...['NotAuthorizedException', 'UserNotFoundException', 'UserNotConfirmedException', 'LimitExceededException'],
  ...['PasswordResetRequiredException', 'TooManyFailedAttemptsException'],
] as const;

/** Signs in by the client for enrolment. Undefined when the password is wrong. */
const enter = async ({ email }: Account, password: string) => {
  const SECRET_HASH = await hashFor(email, enrolmentClient());
  const AuthParameters = { USERNAME: email, PASSWORD: password, SECRET_HASH };
  const flow = { AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', ClientId: enrolmentClient() } as const;
  const enter = new AdminInitiateAuthCommand({ UserPoolId: setting('USER_POOL_ID'), ...flow, AuthParameters });
  return unlessRefused(client.send(enter), WRONG_PASSWORD);
};

const proofOf = async (answer: Promise<unknown>): Promise<Proof> =>
  (await succeeds(answer, ...WRONG_ANSWER)) ? 'right' : 'wrong_code';

/** The second factors of the accounts in the user pool: software tokens. */
export const secondFactors = {
  async hasFactor(username) {
    const { UserMFASettingList = [] } = await client.send(new AdminGetUserCommand(inPool(username)));
    return UserMFASettingList.includes('SOFTWARE_TOKEN_MFA');
  },

  async makeSecret(account, password) {
    const entered = await enter(account, password);
    if (!entered) return 'wrong_password';
    if (challengeOf(entered) !== undefined) return 'is_on';
    const { AccessToken } = entered.AuthenticationResult ?? {};
    const { SecretCode = '' } = await client.send(new AssociateSoftwareTokenCommand({ AccessToken }));
    return { secret: SecretCode };
  },

  async verifyCode(account, password, code) {
    const entered = await enter(account, password);
    if (!entered) return 'wrong_password';
    const challenge = challengeOf(entered);
    if (challenge !== undefined) return proofOf(answerWithCode(enrolmentClient(), account.username, challenge, code));
    const { AccessToken } = entered.AuthenticationResult ?? {};
    return proofOf(client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: code })));
  },

  async prove({ email, username }, password, code) {
    const signedIn = await unlessRefused(signIn(email, password), WRONG_PASSWORD);
    if (!signedIn) return 'wrong_password';
    const challenge = challengeOf(signedIn);
    return challenge === undefined ? 'is_off' : proofOf(answerWithCode(ownClient(), username, challenge, code));
  },

  async ask(username, isAsked) {
    const SoftwareTokenMfaSettings = { Enabled: isAsked, PreferredMfa: isAsked };
    await client.send(new AdminSetUserMFAPreferenceCommand({ ...inPool(username), SoftwareTokenMfaSettings }));
  },

  async mark(username, isMarked) {
    const member = { ...inPool(username), GroupName: WITH_FACTOR };
    await client.send(isMarked ? new AdminAddUserToGroupCommand(member) : new AdminRemoveUserFromGroupCommand(member));
  },

  async answerChallenge(email, challenge, code) {
    const found = await unlessRefused(client.send(new AdminGetUserCommand(inPool(email))), WRONG_ANSWER);
    if (!found?.Username) return undefined;
    const answer = answerWithCode(ownClient(), found.Username, challenge, code);
    return sessionOf((await unlessRefused(answer, WRONG_ANSWER))?.AuthenticationResult);
  },
} satisfies Omit<SecondFactorDirectory, 'findAccount' | 'endSessions'> &
  Pick<CodeLogInPorts['directory'], 'answerChallenge'>;
