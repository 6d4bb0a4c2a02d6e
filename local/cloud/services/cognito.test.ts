import { createHmac, createPublicKey, verify } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  AdminUserGlobalSignOutCommand,
  ChangePasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  DescribeUserPoolClientCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RevokeTokenCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Cloud } from '../cloud.ts';
import { createFaultSwitch } from '../faults/switch.ts';
import { type CognitoService, createCognito } from './cognito.ts';
import { createEndpoint } from './endpoint.ts';
import { fakeCloud, type Running, run } from './testing.ts';

let service: CognitoService;
let running: Running;
let client: CognitoIdentityProviderClient;
let UserPoolId: string;
let ClientId: string;
let now: number;
let codes: { to: string; code: string }[];
const invoked = vi.fn<Cloud['invoke']>();

const Username = 'admin@example.com';
const Password = 'Correct-horse-1';

beforeEach(async () => {
  const endpoint = createEndpoint(createFaultSwitch());
  codes = [];
  invoked.mockReset();
  service = createCognito(endpoint, ({ to, text }) => String(codes.push({ to, code: /\d{6}/.exec(text)?.[0] ?? '' })));
  now = Date.now();
  running = await run([endpoint.service, service.service], fakeCloud({ clock: { now: () => now }, invoke: invoked }));
  client = new CognitoIdentityProviderClient(running.client('COGNITO_IDENTITY_PROVIDER'));
  UserPoolId = (
    await running.create('AWS::Cognito::UserPool', { UsernameAttributes: ['email'], AutoVerifiedAttributes: ['email'] })
  ).ref;
  const flows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'];
  ClientId = (await running.create('AWS::Cognito::UserPoolClient', { UserPoolId, ExplicitAuthFlows: flows }, 'Client'))
    .ref;
  await running.create('AWS::Cognito::UserPoolGroup', { UserPoolId, GroupName: 'admin' }, 'Group');
  const UserAttributes = [{ Name: 'email', Value: Username }];
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }));
  await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  await client.send(new AdminAddUserToGroupCommand({ UserPoolId, Username, GroupName: 'admin' }));
});
afterEach(async () => {
  client.destroy();
  await running.stop();
});

const login = (password = Password) =>
  client.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: password },
    }),
  );
const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

test('A user logs in and gets an access token with the claims of AWS', async () => {
  const { AuthenticationResult } = await login();

  expect(claimsOf(AuthenticationResult?.AccessToken ?? '')).toMatchObject({
    iss: service.cognito.issuerOf(UserPoolId),
    client_id: ClientId,
    token_use: 'access',
    'cognito:groups': ['admin'],
    sub: expect.any(String),
    exp: expect.any(Number),
  });
});

test('The keys at the issuer verify the token', async () => {
  const { AuthenticationResult } = await login();
  const token = AuthenticationResult?.AccessToken ?? '';
  const [header = '', payload, signature = ''] = token.split('.');

  const { keys } = (await (await fetch(`${claimsOf(token).iss}/.well-known/jwks.json`)).json()) as {
    keys: { kid: string }[];
  };

  const { kid } = JSON.parse(Buffer.from(header, 'base64url').toString());
  const key = keys.find((candidate) => candidate.kid === kid);
  const publicKey = createPublicKey({ key: key as never, format: 'jwk' });
  const signed = Buffer.from(`${header}.${payload}`);
  expect(verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))).toBe(true);
});

test('A wrong password is refused as AWS does', async () => {
  await expect(login('Wrong-horse-1')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
});

test('An administrator logs a user in', async () => {
  const { AuthenticationResult } = await client.send(
    new AdminInitiateAuthCommand({
      UserPoolId,
      ClientId,
      AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: Password },
    }),
  );

  expect(claimsOf(AuthenticationResult?.AccessToken ?? '').token_use).toBe('access');
});

test('Pool and client ids look like those of AWS and stay the same from run to run', () => {
  expect(UserPoolId).toMatch(/^eu-central-1_[0-9a-z]{9}$/);
  expect(ClientId).toMatch(/^[0-9a-z]{26}$/);
});

describe('a pool with a token trigger', () => {
  const LambdaArn = 'arn:aws:lambda:eu-central-1:000000000000:function:token';
  const LambdaConfig = { PreTokenGenerationConfig: { LambdaArn, LambdaVersion: 'V2_0' } };
  const suppress = (scopesToSuppress: string[]) => ({
    response: { claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToSuppress } } },
  });

  const aPool = async (properties: Record<string, unknown> = {}) => {
    const ref = (await running.create('AWS::Cognito::UserPool', { LambdaConfig, ...properties }, 'Own')).ref;
    const flows = { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] };
    const user = { UserPoolId: ref, Username: 'ada' };
    const own = await running.create('AWS::Cognito::UserPoolClient', { UserPoolId: ref, ...flows }, 'OwnClient');
    await client.send(new AdminCreateUserCommand({ ...user, MessageAction: 'SUPPRESS' }));
    await client.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
    const AuthParameters = { USERNAME: 'ada', PASSWORD: Password };
    return () =>
      client.send(new InitiateAuthCommand({ ClientId: own.ref, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }));
  };

  test('runs it before it issues tokens, as a login and as a refresh', async () => {
    invoked.mockResolvedValue({ ok: true, payload: suppress(['aws.cognito.signin.user.admin']) });
    const logIn = await aPool();

    const { AuthenticationResult = {} } = await logIn();
    const { AccessToken = '', IdToken = '' } = AuthenticationResult;

    expect(claimsOf(AccessToken)).toMatchObject({ username: 'ada', token_use: 'access' });
    expect(claimsOf(AccessToken)).not.toHaveProperty('scope');
    expect(claimsOf(IdToken)).toMatchObject({ token_use: 'id' });
    expect(invoked).toHaveBeenCalledExactlyOnceWith(
      LambdaArn,
      expect.objectContaining({ version: '2', userName: 'ada' }),
    );
    expect(invoked.mock.calls[0]?.[1]).toMatchObject({
      triggerSource: 'TokenGeneration_Authentication',
      request: { scopes: ['aws.cognito.signin.user.admin'] },
    });
  });

  test('refuses calls with a token without the scope, and serves those with it', async () => {
    invoked.mockResolvedValue({ ok: true, payload: suppress(['aws.cognito.signin.user.admin']) });
    const logIn = await aPool();
    const { AccessToken } = (await logIn()).AuthenticationResult ?? {};
    invoked.mockResolvedValue({ ok: true, payload: null });
    const unchanged = (await logIn()).AuthenticationResult ?? {};

    await expect(client.send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Access Token does not have required scopes',
    });
    expect(await client.send(new GetUserCommand({ AccessToken: unchanged.AccessToken }))).toMatchObject({
      Username: 'ada',
    });
  });

  test('issues no token when the trigger fails', async () => {
    invoked.mockResolvedValue({ ok: false, errorType: 'Error', errorMessage: 'broken' });
    const logIn = await aPool();

    await expect(logIn()).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
  });

  test('can’t have it on the plan LITE, as on AWS', async () => {
    await expect(aPool({ UserPoolTier: 'LITE' })).rejects.toThrow('LITE');
  });
});

describe('a client with a secret', () => {
  let SecretClient: string;
  let ClientSecret: string;

  beforeEach(async () => {
    const properties = { UserPoolId, GenerateSecret: true, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] };
    SecretClient = (await running.create('AWS::Cognito::UserPoolClient', properties, 'Secret')).ref;
    const described = await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: SecretClient }));
    ClientSecret = described.UserPoolClient?.ClientSecret ?? '';
  });

  const hashOf = (username: string) =>
    createHmac('sha256', ClientSecret).update(`${username}${SecretClient}`).digest('base64');

  const named = (username: string) => ({
    ClientId: SecretClient,
    Username: username,
    SecretHash: hashOf(username),
  });

  const signUp = (username: string, password = Password) =>
    client.send(new SignUpCommand({ ...named(username), Password: password }));

  const logIn = (username: string) =>
    client.send(
      new InitiateAuthCommand({
        ClientId: SecretClient,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: Password, SECRET_HASH: hashOf(username) },
      }),
    );

  const refresh = (RefreshToken: string) =>
    client.send(new GetTokensFromRefreshTokenCommand({ ClientId: SecretClient, ClientSecret, RefreshToken }));

  const codeOf = (email: string) => codes.findLast(({ to }) => to === email)?.code ?? '';

  test('serves only callers that know it', async () => {
    const refused = { name: 'NotAuthorizedException' };

    await expect(
      client.send(new SignUpCommand({ ClientId: SecretClient, Username: 'a@b.c', Password })),
    ).rejects.toMatchObject(refused);
    await expect(
      client.send(new SignUpCommand({ ...named('a@b.c'), Username: 'x@y.z', Password })),
    ).rejects.toMatchObject(refused);
    await expect(
      client.send(new RevokeTokenCommand({ ClientId: SecretClient, ClientSecret: 'x', Token: 'x' })),
    ).rejects.toMatchObject(refused);
    await expect(signUp('a@b.c')).resolves.toMatchObject({ UserConfirmed: false });
  });

  test('signs up by the policy of the pool, with a code that expires after some guesses or a day', async () => {
    const email = 'ada@example.com';
    const confirm = (code: string) =>
      client.send(new ConfirmSignUpCommand({ ...named(email), ConfirmationCode: code }));
    await expect(signUp(email, 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
    await signUp(email);
    const wrong = codeOf(email) === '111111' ? '222222' : '111111';
    for (let guess = 0; guess < 5; guess += 1) {
      await expect(confirm(wrong)).rejects.toMatchObject({ name: 'CodeMismatchException' });
    }
    await expect(confirm(codeOf(email))).rejects.toMatchObject({ name: 'TooManyFailedAttemptsException' });
    await client.send(new ResendConfirmationCodeCommand(named(email)));
    now += 25 * 3_600_000;
    await expect(confirm(codeOf(email))).rejects.toMatchObject({ name: 'ExpiredCodeException' });

    await client.send(new ResendConfirmationCodeCommand(named(email)));
    await confirm(codeOf(email));

    const { UserAttributes } = await client.send(new AdminGetUserCommand({ UserPoolId, Username: email }));
    expect(UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'true' });
    await expect(confirm(codeOf(email))).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('renews tokens until they are revoked, globally or one by one, or are too old', async () => {
    const sessions = await Promise.all([logIn(Username), logIn(Username), logIn(Username)]);
    const [first = '', second = '', third = ''] = sessions.map(
      ({ AuthenticationResult }) => AuthenticationResult?.RefreshToken ?? '',
    );
    const { AuthenticationResult } = await refresh(first);
    expect(claimsOf(AuthenticationResult?.AccessToken ?? '')['cognito:groups']).toEqual(['admin']);

    await client.send(new RevokeTokenCommand({ ClientId: SecretClient, ClientSecret, Token: first }));
    await expect(refresh(first)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await refresh(second);
    now += 31 * 86_400_000;
    await expect(refresh(third)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    const { AuthenticationResult: fresh } = await logIn(Username);
    await client.send(new AdminUserGlobalSignOutCommand({ UserPoolId, Username }));
    await expect(refresh(fresh?.RefreshToken ?? '')).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  test('mails no code to an unconfirmed address, and gives an unknown one the same response', async () => {
    const forgot = (email: string) => client.send(new ForgotPasswordCommand(named(email)));
    await signUp('new@example.com');
    const before = codes.length;

    await expect(forgot('new@example.com')).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(forgot('nobody@example.com')).resolves.toHaveProperty('CodeDeliveryDetails');

    expect(codes).toHaveLength(before);
  });

  test('reports a wrong current password as a wrong password', async () => {
    const { AuthenticationResult } = await logIn(Username);
    const change = { AccessToken: AuthenticationResult?.AccessToken, ProposedPassword: 'Another-horse-2' };

    await expect(
      client.send(new ChangePasswordCommand({ ...change, PreviousPassword: 'Wrong-horse-1' })),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    await client.send(new ChangePasswordCommand({ ...change, PreviousPassword: Password }));
    await expect(logIn(Username)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });
});
