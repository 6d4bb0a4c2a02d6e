import {
  AdminCreateUserCommand,
  AdminDeleteUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  DeleteUserCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFaultSwitch } from '../faults/switch.ts';
import { createCognito } from './cognito.ts';
import { claimsOf } from './cognito-tokens.ts';
import { createEndpoint } from './endpoint.ts';
import { type Running, run } from './testing.ts';

const Username = 'ada@example.com';
const Password = 'Correct-horse-1';
const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS';

let told: unknown[][];
let running: Running;
let client: CognitoIdentityProviderClient;
let UserPoolId: string;
let AccessToken: string;
let sub: unknown;

beforeEach(async () => {
  told = [];
  const endpoint = createEndpoint(createFaultSwitch());
  const { service } = createCognito(
    endpoint,
    () => '',
    async (...event) => void told.push(event),
  );
  running = await run([endpoint.service, service]);
  client = new CognitoIdentityProviderClient(running.client('COGNITO_IDENTITY_PROVIDER'));
  UserPoolId = (await running.create('AWS::Cognito::UserPool', { UsernameAttributes: ['email'] })).ref;
  const flows = ['ALLOW_USER_PASSWORD_AUTH'];
  const { ref } = await running.create(
    'AWS::Cognito::UserPoolClient',
    { UserPoolId, ExplicitAuthFlows: flows },
    'Client',
  );
  const UserAttributes = [{ Name: 'email', Value: Username }];
  await client.send(new AdminCreateUserCommand({ UserPoolId, Username, UserAttributes, MessageAction: 'SUPPRESS' }));
  await client.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password, Permanent: true }));
  const AuthParameters = { USERNAME: Username, PASSWORD: Password };
  const login = new InitiateAuthCommand({ ClientId: ref, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
  AccessToken = (await client.send(login)).AuthenticationResult?.AccessToken ?? '';
  ({ sub } = claimsOf(AccessToken));
});
afterEach(async () => {
  client.destroy();
  await running.stop();
});

const deletion = (eventName: string, requestParameters: object) => [
  'aws.cognito-idp',
  'AWS API Call via CloudTrail',
  expect.objectContaining({
    ...{ eventSource: 'cognito-idp.amazonaws.com', eventName, requestParameters, additionalEventData: { sub } },
  }),
];

describe('a user who was deleted', () => {
  test('by an operator is announced as by CloudTrail, with id and pool, without a name', async () => {
    await client.send(new AdminDeleteUserCommand({ UserPoolId, Username }));

    expect(told).toEqual([deletion('AdminDeleteUser', { userPoolId: UserPoolId, username: HIDDEN })]);
  });

  test('by themselves is announced without the pool', async () => {
    await client.send(new DeleteUserCommand({ AccessToken }));

    expect(told).toEqual([deletion('DeleteUser', { accessToken: HIDDEN })]);
  });
});

test('A deletion that fails is not announced', async () => {
  const unknown = new AdminDeleteUserCommand({ UserPoolId, Username: 'nobody@example.com' });

  await expect(client.send(unknown)).rejects.toMatchObject({ name: 'UserNotFoundException' });

  expect(told).toEqual([]);
});
