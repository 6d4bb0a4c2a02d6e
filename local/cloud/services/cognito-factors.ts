import { randomBytes } from 'node:crypto';
import { generateSync, verifySync } from 'otplib';
import { AwsError } from './aws-error.ts';
import type { CognitoUser, Engine, Input, Operation } from './cognito-calls.ts';
import { claimsOf } from './cognito-tokens.ts';

/** A sign-in that waits for the answer to its challenge. */
interface Challenge {
  readonly clientId: unknown;
  readonly username: string;
  readonly expiresAt: number;
}

interface Answer {
  readonly ChallengeName?: string;
  readonly Session?: string;
  readonly AuthenticationResult?: { readonly RefreshToken?: string };
}

const TOTP = 'SOFTWARE_TOKEN_MFA';
const STEP_SECONDS = 30;
const MINUTE = 60_000;

/** The setting of a client that permits a flow. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  USER_PASSWORD_AUTH: 'ALLOW_USER_PASSWORD_AUTH',
  ADMIN_USER_PASSWORD_AUTH: 'ALLOW_ADMIN_USER_PASSWORD_AUTH',
  REFRESH_TOKEN_AUTH: 'ALLOW_REFRESH_TOKEN_AUTH',
  REFRESH_TOKEN: 'ALLOW_REFRESH_TOKEN_AUTH',
};
/** The flows of a client that lists none. */
const DEFAULT_FLOWS: readonly string[] = ['ALLOW_REFRESH_TOKEN_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'];

/**
 * Sign-ins and second factors as on AWS: only the flows that a client permits, challenges that end,
 * and codes by RFC 6238 that count once. The engine checks none of these, reads the machine's clock
 * instead of the cloud's, and keeps no refresh token of a sign-in with a code.
 */
export function factorsOf(engine: Engine): Readonly<Record<string, Operation>> {
  const { run, findUser, saveUser } = engine;
  const challenges = new Map<string, Challenge>();

  const permit = async ({ ClientId, AuthFlow }: Input): Promise<void> => {
    const { ExplicitAuthFlows = DEFAULT_FLOWS } = (await engine.findClient(ClientId)) ?? {};
    if (ExplicitAuthFlows.includes(PERMISSIONS[String(AuthFlow)] ?? '')) return;
    throw new AwsError('InvalidParameterException', `${AuthFlow} flow not enabled for this client`);
  };

  const begin = async (answer: Answer, { ClientId, AuthParameters }: Input): Promise<Answer> => {
    if (answer.ChallengeName === undefined) return answer;
    for (const [id, { expiresAt }] of challenges) if (expiresAt <= engine.now()) challenges.delete(id);
    const { USERNAME } = AuthParameters as { readonly USERNAME?: string };
    const { AuthSessionValidity = 3 } = (await engine.findClient(ClientId)) ?? {};
    const Session = randomBytes(48).toString('base64url');
    challenges.set(Session, {
      clientId: ClientId,
      username: (await findUser({ ClientId, Username: USERNAME }))?.Username ?? '',
      expiresAt: engine.now() + AuthSessionValidity * MINUTE,
    });
    return { ...answer, Session };
  };

  /** Accepts a code of the present step or of one beside it, once. */
  const spend = async (input: Input, user: CognitoUser, code: unknown): Promise<boolean> => {
    const { SoftwareTokenMfaConfiguration: factor, UsedStep = 0 } = user;
    const step = factor && stepOf(factor.Secret, String(code), engine.now());
    if (step === undefined) return false;
    if (step <= UsedStep) {
      throw new AwsError('ExpiredCodeException', 'Your software token has already been used once.');
    }
    await saveUser(input, { ...user, UsedStep: step });
    return true;
  };

  const answerCode = async (input: Input, user: CognitoUser): Promise<Answer> => {
    const responses = input.ChallengeResponses as Readonly<Record<string, string>>;
    if (!(await spend(input, user, responses.SOFTWARE_TOKEN_MFA_CODE))) {
      throw new AwsError('CodeMismatchException', 'Invalid code received for user');
    }
    // The engine looks at the machine's clock, so it gets the code of that.
    const SOFTWARE_TOKEN_MFA_CODE = generateSync({ secret: user.SoftwareTokenMfaConfiguration?.Secret ?? '' });
    return (await run('RespondToAuthChallenge', {
      ...input,
      ChallengeResponses: { ...responses, SOFTWARE_TOKEN_MFA_CODE },
    })) as Answer;
  };

  const setPreference = async (input: Input, user: CognitoUser | null): Promise<object> => {
    if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
    const { Enabled = false } = (input.SoftwareTokenMfaSettings ?? {}) as { readonly Enabled?: boolean };
    const { MfaConfiguration = 'OFF', EnabledMfas = [] } = await engine.optionsOf(input);
    if (Enabled && (MfaConfiguration === 'OFF' || !EnabledMfas.includes(TOTP))) {
      throw new AwsError('InvalidParameterException', 'Software token MFA is not enabled for the user pool.');
    }
    if (Enabled && !user.SoftwareTokenMfaConfiguration?.Verified) {
      throw new AwsError(
        'InvalidParameterException',
        'User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA',
      );
    }
    await saveUser(input, { ...user, UserMFASettingList: Enabled ? [TOTP] : [] });
    return {};
  };

  return {
    async InitiateAuth(input) {
      await permit(input);
      return begin((await run('InitiateAuth', input)) as Answer, input);
    },
    async AdminInitiateAuth(input) {
      await permit(input);
      if (input.AuthFlow !== 'ADMIN_USER_PASSWORD_AUTH') return run('AdminInitiateAuth', input);
      // The engine's own flow for administrators asks for no second factor.
      return begin((await run('InitiateAuth', { ...input, AuthFlow: 'USER_PASSWORD_AUTH' })) as Answer, input);
    },
    async RespondToAuthChallenge(input) {
      const { ClientId, ChallengeName, ChallengeResponses, Session } = input;
      const { USERNAME } = (ChallengeResponses ?? {}) as { readonly USERNAME?: string };
      const challenge = challenges.get(String(Session));
      const named = { ClientId, Username: USERNAME };
      const user = challenge && (await findUser(named));
      if (!user || challenge.username !== user.Username || challenge.clientId !== ClientId) {
        throw new AwsError('NotAuthorizedException', 'Invalid session for the user.');
      }
      if (challenge.expiresAt <= engine.now()) {
        throw new AwsError('NotAuthorizedException', 'Invalid session for the user, session is expired.');
      }
      if (ChallengeName !== TOTP) return run('RespondToAuthChallenge', input);
      const answer = await answerCode({ ...input, Username: USERNAME }, user);
      challenges.delete(String(Session));
      const signedIn = await findUser(named);
      const token = answer.AuthenticationResult?.RefreshToken;
      if (signedIn && token) {
        await saveUser(named, { ...signedIn, RefreshTokens: [...(signedIn.RefreshTokens ?? []), token] });
      }
      return answer;
    },
    async VerifySoftwareToken({ AccessToken, UserCode }) {
      const owner = ownerOf(AccessToken);
      const user = await findUser(owner);
      if (!user?.SoftwareTokenMfaConfiguration || !(await spend(owner, user, UserCode))) {
        throw new AwsError('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA');
      }
      const verified = (await findUser(owner)) ?? user;
      const { Secret } = user.SoftwareTokenMfaConfiguration;
      await saveUser(owner, { ...verified, SoftwareTokenMfaConfiguration: { Secret, Verified: true } });
      return { Status: 'SUCCESS' };
    },
    async SetUserMFAPreference(input) {
      const owner = ownerOf(input.AccessToken);
      return setPreference({ ...input, ...owner }, await findUser(owner));
    },
    async AdminSetUserMFAPreference(input) {
      return setPreference(input, await findUser(input));
    },
  };
}

function ownerOf(token: unknown): Input {
  const { client_id: ClientId, username: Username } = claimsOf(token);
  return { ClientId, Username };
}

/** The time step that a code is of, if that is the present one or one beside it. */
function stepOf(secret: string, code: string, now: number): number | undefined {
  if (!/^\d{6}$/.test(code)) return undefined;
  const epoch = Math.floor(now / 1000);
  const result = verifySync({ secret, token: code, epoch, period: STEP_SECONDS, epochTolerance: STEP_SECONDS });
  return result.valid ? Math.floor(epoch / STEP_SECONDS) + result.delta : undefined;
}
