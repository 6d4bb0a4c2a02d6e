import { AwsError } from './aws-error.ts';
import type { CognitoUser, Engine, Input, Operation } from './cognito-calls.ts';
import { factorsOf } from './cognito-factors.ts';
import { claimsOf, requireOwnApi } from './cognito-tokens.ts';

const HOUR = 3_600_000;
/** https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html and the page on quotas. */
const CODE_LIFE = { ConfirmSignUp: 24 * HOUR, ConfirmForgotPassword: HOUR };
const MAX_WRONG_CODES = 5;

/** Responds like AWS where the engine does not, in the cases that an app's users would meet. */
export function closeGaps(engine: Engine): (operation: string, input: Input) => Promise<unknown> {
  const { run, findUser, saveUser } = engine;

  /**
   * AWS does not reveal whether a user exists (PreventUserExistenceErrors): it responds as if the
   * code had been sent.
   */
  const simulated = {
    CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
  };

  const stamped = async (input: Input): Promise<void> => {
    const user = await findUser(input);
    if (user) await saveUser(input, { ...user, CodeSentAt: engine.now(), WrongCodes: 0 });
  };

  const tried = async (operation: keyof typeof CODE_LIFE, input: Input): Promise<unknown> => {
    const user = await findUser(input);
    if (!user) throw new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
    const { WrongCodes = 0, CodeSentAt = 0, ConfirmationCode } = user;
    if (operation === 'ConfirmSignUp' && user.UserStatus !== 'UNCONFIRMED') {
      throw new AwsError('NotAuthorizedException', `User cannot be confirmed. Current status is ${user.UserStatus}`);
    }
    if (WrongCodes >= MAX_WRONG_CODES)
      throw new AwsError('TooManyFailedAttemptsException', 'Too many failed attempts.');
    if (!ConfirmationCode || engine.now() - CodeSentAt > CODE_LIFE[operation]) {
      throw new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
    }
    if (ConfirmationCode !== input.ConfirmationCode) await saveUser(input, { ...user, WrongCodes: WrongCodes + 1 });
    const answer = await run(operation, input);
    const confirmed = await findUser(input);
    if (confirmed) await saveUser(input, { ...confirmed, Attributes: verified(confirmed.Attributes) });
    return answer;
  };

  const gaps: Readonly<Record<string, Operation>> = {
    ...factorsOf(engine),
    async SignUp(input) {
      await checkPassword(engine, input, input.Password);
      const answer = await run('SignUp', input);
      await stamped(input);
      return answer;
    },
    ConfirmSignUp: (input) => tried('ConfirmSignUp', input),
    async ResendConfirmationCode(input) {
      const user = await findUser(input);
      if (!user) return simulated;
      if (user.UserStatus !== 'UNCONFIRMED') {
        throw new AwsError('InvalidParameterException', 'User is already confirmed.');
      }
      await engine.sendCode(input, user);
      await stamped(input);
      return simulated;
    },
    async ForgotPassword(input) {
      const user = await findUser(input);
      if (!user) return simulated;
      if (!user.Attributes.some(({ Name, Value }) => Name === 'email_verified' && Value === 'true')) {
        throw new AwsError(
          'InvalidParameterException',
          'Cannot reset password for the user as there is no registered/verified email or phone_number',
        );
      }
      await run('ForgotPassword', input);
      await stamped(input);
      return simulated;
    },
    async ConfirmForgotPassword(input) {
      await checkPassword(engine, input, input.Password);
      return tried('ConfirmForgotPassword', input);
    },
    async ChangePassword(input) {
      const { client_id: ClientId } = claimsOf(input.AccessToken);
      await checkPassword(engine, { ClientId }, input.ProposedPassword);
      return run('ChangePassword', input);
    },
    async GetTokensFromRefreshToken({ ClientId, RefreshToken }) {
      const { exp } = claimsOf(RefreshToken);
      if (Number(exp) * 1000 <= engine.now()) throw new AwsError('NotAuthorizedException', 'Refresh Token has expired');
      return run('InitiateAuth', {
        ClientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN: RefreshToken },
      });
    },
    async AdminUserGlobalSignOut(input) {
      const user = await findUser(input);
      if (!user) throw new AwsError('UserNotFoundException', 'User does not exist.');
      await saveUser(input, { ...user, RefreshTokens: [] });
      return {};
    },
  };
  return async (operation, input) => {
    requireOwnApi(input);
    return gaps[operation]?.(input) ?? run(operation, input);
  };
}

const verified = (attributes: CognitoUser['Attributes']): CognitoUser['Attributes'] => [
  ...attributes.filter(({ Name }) => Name !== 'email_verified'),
  { Name: 'email_verified', Value: 'true' },
];

async function checkPassword(engine: Engine, input: Input, password: unknown): Promise<void> {
  const policy = (await engine.optionsOf(input)).Policies?.PasswordPolicy ?? {};
  const text = String(password ?? '');
  const rules: readonly [broken: boolean, text: string][] = [
    [text.length < (policy.MinimumLength ?? 6), 'Password not long enough'],
    [policy.RequireLowercase === true && !/[a-z]/.test(text), 'Password must have lowercase characters'],
    [policy.RequireUppercase === true && !/[A-Z]/.test(text), 'Password must have uppercase characters'],
    [policy.RequireNumbers === true && !/\d/.test(text), 'Password must have numeric characters'],
    [policy.RequireSymbols === true && !/[^A-Za-z0-9]/.test(text), 'Password must have symbol characters'],
  ];
  const broken = rules.find(([isBroken]) => isBroken);
  if (broken) throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
}
