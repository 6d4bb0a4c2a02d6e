import { createHmac } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  AssociateSoftwareTokenCommand,
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { createCognito } from './cognito.ts';
import { createEndpoint } from './endpoint.ts';
import { fakeCloud, type Running, run } from './testing.ts';

const Username = 'ada@example.com';
const Password = 'Correct-horse-1';
const STEP = 30_000;

let running: Running;
let client: CognitoIdentityProviderClient;
let UserPoolId: string;
let ClientId: string;
let ClientSecret: string;
let now: number;
let secret: string;

const aClient = async (name: string, flows: readonly string[] | undefined) => {
  const properties = { UserPoolId, GenerateSecret: true, ClientName: name, ExplicitAuthFlows: flows };
  return (await running.create('AWS::Cognito::UserPoolClient', { ...properties, AuthSessionValidity: 5 }, name)).ref;
};

const described = async (id: string) =>
  (await client.send(new DescribeUserPoolClientCommand({ UserPoolId, ClientId: id }))).UserPoolClient;

beforeEach(async () => {
  const endpoint = createEndpoint(createFaultSwitch());
  // Far from the machine's clock, which no answer may depend on.
  now = Date.parse('2031-05-01T12:00:10Z');
  const { service } = createCognito(endpoint, () => '');
  running = await run([endpoint.service, service], fakeCloud({ clock: { now: () => now } }));
  client = new CognitoIdentityProviderClient(running.client('COGNITO_IDENTITY_PROVIDER'));
  const factors = { MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] };
  UserPoolId = (await running.create('AWS::Cognito::UserPool', { UsernameAttributes: ['email'], ...factors })).ref;
  ClientId = await aClient('Own', ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH']);
  ClientSecret = (await described(ClientId))?.ClientSecret ?? '';
  const UserAttributes = [{ Name: 'email', Value: Username }];
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }));
  await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
});
afterEach(async () => {
  client.destroy();
  await running.stop();
});

const hashOf = (username: string, id = ClientId, key = ClientSecret) =>
  createHmac('sha256', key).update(`${username}${id}`).digest('base64');

const logIn = () =>
  client.send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: Username, PASSWORD: Password, SECRET_HASH: hashOf(Username) },
    }),
  );

const codeAt = (time: number) => generateSync({ secret, epoch: Math.floor(time / 1000) });

const respond = (Session: string | undefined, code: string, username = Username) =>
  client.send(
    new RespondToAuthChallengeCommand({
      ...{ ClientId, Session, ChallengeName: 'SOFTWARE_TOKEN_MFA' },
      ChallengeResponses: { USERNAME: username, SECRET_HASH: hashOf(username), SOFTWARE_TOKEN_MFA_CODE: code },
    }),
  );

const prefer = (Enabled: boolean) =>
  client.send(new AdminSetUserMFAPreferenceCommand({ UserPoolId, Username, SoftwareTokenMfaSettings: { Enabled } }));

const verify = (AccessToken: string | undefined, UserCode: string) =>
  client.send(new VerifySoftwareTokenCommand({ AccessToken, UserCode }));

/** Leaves the code of the step before unused. */
async function enrol(): Promise<string | undefined> {
  const { AccessToken } = (await logIn()).AuthenticationResult ?? {};
  secret = (await client.send(new AssociateSoftwareTokenCommand({ AccessToken }))).SecretCode ?? '';
  await verify(AccessToken, codeAt(now - STEP));
  await prefer(true);
  return AccessToken;
}

const MISMATCH = { name: 'CodeMismatchException' };
const USED = { name: 'ExpiredCodeException' };
const INVALID = { name: 'InvalidParameterException' };
const REFUSED = { name: 'NotAuthorizedException' };

describe('a second factor', () => {
  test('is asked for only once a code has verified it and it is preferred', async () => {
    const { AccessToken } = (await logIn()).AuthenticationResult ?? {};
    await expect(prefer(true)).rejects.toMatchObject(INVALID);
    secret = (await client.send(new AssociateSoftwareTokenCommand({ AccessToken }))).SecretCode ?? '';
    await expect(prefer(true)).rejects.toMatchObject(INVALID);
    await expect(verify(AccessToken, codeAt(now + 3 * STEP))).rejects.toMatchObject({
      name: 'EnableSoftwareTokenMFAException',
    });
    await verify(AccessToken, codeAt(now));

    expect((await logIn()).AuthenticationResult).toBeDefined();
    await prefer(true);
    expect(await logIn()).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA', Session: expect.any(String) });
    const { UserMFASettingList } = await client.send(new AdminGetUserCommand({ UserPoolId, Username }));
    expect(UserMFASettingList).toEqual(['SOFTWARE_TOKEN_MFA']);
    await prefer(false);
    expect((await logIn()).AuthenticationResult).toBeDefined();
  });

  test('gives tokens for a code of this step or one beside it, by the cloud’s clock, and these are renewed', async () => {
    await enrol();

    const { AuthenticationResult } = await respond((await logIn()).Session, codeAt(now));
    expect((await respond((await logIn()).Session, codeAt(now + STEP))).AuthenticationResult).toBeDefined();
    const RefreshToken = AuthenticationResult?.RefreshToken;
    const renewed = await client.send(new GetTokensFromRefreshTokenCommand({ ClientId, ClientSecret, RefreshToken }));

    expect(renewed.AuthenticationResult?.AccessToken).toEqual(expect.any(String));
  });

  test('takes a code once, no older one after it, and none of another time', async () => {
    await enrol();
    const { Session } = await logIn();
    for (const time of [now - 2 * STEP, now + 2 * STEP]) {
      await expect(respond(Session, codeAt(time))).rejects.toMatchObject(MISMATCH);
    }
    for (const code of ['', '12345', 'abcdef']) await expect(respond(Session, code)).rejects.toMatchObject(MISMATCH);
    await expect(respond(Session, codeAt(now - STEP))).rejects.toMatchObject(USED);

    await respond(Session, codeAt(now));

    await expect(respond((await logIn()).Session, codeAt(now))).rejects.toMatchObject(USED);
    now += STEP;
    await expect(respond((await logIn()).Session, codeAt(now - STEP))).rejects.toMatchObject(USED);
  });

  test('is answered in the session of its own sign-in, once and in time', async () => {
    await enrol();
    const { Session } = await logIn();
    await client.send(
      new AdminCreateUserCommand({ UserPoolId, Username: 'eve@example.com', MessageAction: 'SUPPRESS' }),
    );

    await expect(respond('x', codeAt(now))).rejects.toMatchObject(REFUSED);
    await expect(respond(Session, codeAt(now), 'eve@example.com')).rejects.toMatchObject(REFUSED);
    await respond(Session, codeAt(now));
    await expect(respond(Session, codeAt(now + STEP))).rejects.toMatchObject(REFUSED);
    const late = (await logIn()).Session;
    now += 5 * 60_000;
    await expect(respond(late, codeAt(now))).rejects.toMatchObject({ ...REFUSED, message: /expired/ });
  });

  test('is switched by the owner of a token, and by nobody in a pool without it', async () => {
    const AccessToken = await enrol();
    const off = { AccessToken, SoftwareTokenMfaSettings: { Enabled: false } };

    await client.send(new SetUserMFAPreferenceCommand(off));

    expect((await logIn()).AuthenticationResult).toBeDefined();
    const plain = (await running.create('AWS::Cognito::UserPool', {}, 'Plain')).ref;
    await client.send(new AdminCreateUserCommand({ UserPoolId: plain, Username: 'ada', MessageAction: 'SUPPRESS' }));
    const on = { UserPoolId: plain, Username: 'ada', SoftwareTokenMfaSettings: { Enabled: true } };
    await expect(client.send(new AdminSetUserMFAPreferenceCommand(on))).rejects.toMatchObject(INVALID);
  });
});

describe('a client', () => {
  const signIn = async (id: string, AuthFlow: 'USER_PASSWORD_AUTH' | 'ADMIN_USER_PASSWORD_AUTH', isHashed = true) => {
    const { ClientSecret: key = '' } = (await described(id)) ?? {};
    const SECRET_HASH = isHashed ? hashOf(Username, id, key) : 'x';
    const input = { ClientId: id, AuthParameters: { USERNAME: Username, PASSWORD: Password, SECRET_HASH } };
    return AuthFlow === 'USER_PASSWORD_AUTH'
      ? client.send(new InitiateAuthCommand({ ...input, AuthFlow }))
      : client.send(new AdminInitiateAuthCommand({ ...input, UserPoolId, AuthFlow }));
  };

  test('permits the flows that it lists, by default neither with a password', async () => {
    const bare = await aClient('Bare', undefined);
    const admins = await aClient('Admins', ['ALLOW_ADMIN_USER_PASSWORD_AUTH']);

    await expect(signIn(bare, 'USER_PASSWORD_AUTH')).rejects.toMatchObject(INVALID);
    await expect(signIn(bare, 'ADMIN_USER_PASSWORD_AUTH')).rejects.toMatchObject(INVALID);
    await expect(signIn(admins, 'USER_PASSWORD_AUTH')).rejects.toMatchObject(INVALID);
    expect((await signIn(admins, 'ADMIN_USER_PASSWORD_AUTH')).AuthenticationResult).toBeDefined();
    expect((await described(admins))?.ClientName).toBe('Admins');
  });

  test('asks an administrator for its secret and the user’s second factor, too', async () => {
    await expect(signIn(ClientId, 'ADMIN_USER_PASSWORD_AUTH', false)).rejects.toMatchObject(REFUSED);
    await enrol();
    expect(await signIn(ClientId, 'ADMIN_USER_PASSWORD_AUTH')).toMatchObject({ ChallengeName: 'SOFTWARE_TOKEN_MFA' });
  });
});
