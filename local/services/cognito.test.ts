import { createPublicKey, verify } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { type CognitoService, createCognito } from './cognito.ts';
import { createEndpoint } from './endpoint.ts';
import { type Running, run } from './testing.ts';

let service: CognitoService;
let running: Running;
let client: CognitoIdentityProviderClient;
let UserPoolId: string;
let ClientId: string;
let codes: { to: string; code: string }[];

const Username = 'admin@example.com';
const Password = 'Correct-horse-1';

beforeEach(async () => {
  const endpoint = createEndpoint(createFaultSwitch());
  codes = [];
  service = createCognito(endpoint, ({ to, text }) => String(codes.push({ to, code: /\d{6}/.exec(text)?.[0] ?? '' })));
  running = await run([endpoint.service, service.service]);
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
