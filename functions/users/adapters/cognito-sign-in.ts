import { createHmac } from 'node:crypto';
import {
  type AuthenticationResultType,
  DescribeUserPoolClientCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { WITH_FACTOR } from '../../../shared/kernel/roles.ts';
import { setting } from '../../../shared/runtime/settings.ts';
import type { Session, Tokens } from '../use-cases/issue-session.ts';
import { client } from './cognito-accounts.ts';

const secrets = new Map<string, Promise<string>>();

/** The secret of a client. Only Cognito stores it. */
export function secretOf(clientId: string): Promise<string> {
  const known = secrets.get(clientId);
  if (known) return known;
  const read = readSecret(clientId).catch((error: unknown) => {
    secrets.delete(clientId);
    throw error;
  });
  secrets.set(clientId, read);
  return read;
}

async function readSecret(clientId: string): Promise<string> {
  const { UserPoolClient } = await client.send(
    new DescribeUserPoolClientCommand({ UserPoolId: setting('USER_POOL_ID'), ClientId: clientId }),
  );
  return UserPoolClient?.ClientSecret ?? '';
}

/** The proof that a call about this account comes from a client, by its secret. */
export const hashFor = async (username: string, clientId: string): Promise<string> =>
  createHmac('sha256', await secretOf(clientId))
    .update(`${username}${clientId}`)
    .digest('base64');

/** The client of the shop's API. */
export const ownClient = (): string => setting('USER_POOL_CLIENT_ID');

export const signIn = async (email: string, password: string) => {
  const SECRET_HASH = await hashFor(email, ownClient());
  const AuthParameters = { USERNAME: email, PASSWORD: password, SECRET_HASH };
  return client.send(
    new InitiateAuthCommand({ AuthFlow: 'USER_PASSWORD_AUTH', ClientId: ownClient(), AuthParameters }),
  );
};

/**
 * Answers the challenge of a sign-in with a code.
 *
 * @param username the account's name: Cognito documents that an address will not do.
 */
export const answerWithCode = async (clientId: string, username: string, session: string, code: string) => {
  const SECRET_HASH = await hashFor(username, clientId);
  const ChallengeResponses = { USERNAME: username, SECRET_HASH, SOFTWARE_TOKEN_MFA_CODE: code };
  const challenge = { ClientId: clientId, ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: session } as const;
  return client.send(new RespondToAuthChallengeCommand({ ...challenge, ChallengeResponses }));
};

/** Cognito errors that mean a code is wrong or used, or its sign-in has ended. */
export const WRONG_ANSWER = [
  ...['CodeMismatchException', 'ExpiredCodeException', 'NotAuthorizedException', 'UserNotFoundException'],
  ...['EnableSoftwareTokenMFAException', 'SoftwareTokenMFANotFoundException', 'TooManyFailedAttemptsException'],
  ...['LimitExceededException', 'InvalidParameterException', 'UserNotConfirmedException'],
  'PasswordResetRequiredException',
] as const;

/** The session of a challenge that asks for a code; undefined for tokens and other challenges. */
export const challengeOf = ({
  ChallengeName,
  Session,
}: {
  readonly ChallengeName?: string | undefined;
  readonly Session?: string | undefined;
}): string | undefined => (ChallengeName === 'SOFTWARE_TOKEN_MFA' ? Session : undefined);

function tokensOf(result: AuthenticationResultType | undefined): Tokens | undefined {
  if (!result?.AccessToken || !result.IdToken || !result.RefreshToken) return undefined;
  return {
    accessToken: result.AccessToken,
    idToken: result.IdToken,
    refreshToken: result.RefreshToken,
    expiresIn: result.ExpiresIn ?? 900,
  };
}

/** Reads the claims without verification: the token has just come from the directory. */
export function sessionOf(result: AuthenticationResultType | undefined): Session | undefined {
  const tokens = tokensOf(result);
  if (!tokens) return undefined;
  const payload = Buffer.from(tokens.accessToken.split('.')[1] ?? '', 'base64url').toString('utf8');
  const { sub, iat, 'cognito:groups': groups = [] } = JSON.parse(payload);
  return { userId: sub, issuedAt: iat, isMarked: groups.includes(WITH_FACTOR), tokens };
}
