import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
} from '@aws-sdk/client-cognito-identity-provider';
import { vi } from 'vitest';
import { createFaultSwitch, type FaultSwitch } from '../../../local/cloud/faults/switch.ts';
import { createCognito } from '../../../local/cloud/services/cognito.ts';
import { createEndpoint } from '../../../local/cloud/services/endpoint.ts';
import { createMailbox } from '../../../local/cloud/services/mailbox.ts';
import { fakeCloud, run } from '../../../local/cloud/services/testing.ts';
import { apiClient, type TestAnswer, type TestRequest } from '../../../shared/testing/api-client.ts';
import { startTestTable, type TestTable } from '../../../shared/testing/dynamodb.ts';

export const PASSWORD = 'Correct-horse-1';

/** The routes of users over the real engines: DynamoDB, and Cognito as the local cloud runs it. */
export interface UsersShop {
  readonly db: TestTable;
  readonly cognito: CognitoIdentityProviderClient;
  readonly faults: FaultSwitch;
  readonly mailUrl: string;
  readonly userPoolId: string;
  /** Each call comes from a source address of its own, so that tests do not share throttles. */
  call(route: string, request?: TestRequest): Promise<TestAnswer>;
  stop(): Promise<void>;
}

/**
 * Stubs the variables of the function: unstub them after `stop`.
 *
 * @param now the clock of Cognito alone.
 */
export async function startUsersShop(now: () => number = Date.now): Promise<UsersShop> {
  const db = await startTestTable();
  const faults = createFaultSwitch();
  const endpoint = createEndpoint(faults);
  const mailbox = createMailbox(endpoint);
  const { service } = createCognito(endpoint, mailbox.deliver);
  const cloud = await run([endpoint.service, service, mailbox.service], fakeCloud({ clock: { now } }));
  const UserPoolId = (
    await cloud.create('AWS::Cognito::UserPool', {
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      Policies: { PasswordPolicy: { MinimumLength: 12, RequireSymbols: true } },
      MfaConfiguration: 'OPTIONAL',
      EnabledMfas: ['SOFTWARE_TOKEN_MFA'],
    })
  ).ref;
  const aClient = async (name: string, flow: string) => {
    const properties = { UserPoolId, GenerateSecret: true, ExplicitAuthFlows: [flow], AuthSessionValidity: 5 };
    return (await cloud.create('AWS::Cognito::UserPoolClient', properties, name)).ref;
  };
  const environment = {
    USER_POOL_CLIENT_ID: await aClient('Client', 'ALLOW_USER_PASSWORD_AUTH'),
    ENROLMENT_CLIENT_ID: await aClient('Enrolment', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'),
    AWS_ENDPOINT_URL_DYNAMODB: db.endpoint,
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: cloud.url('COGNITO_IDENTITY_PROVIDER'),
    ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    ...{ USER_POOL_ID: UserPoolId, SHOP_CURRENCY: 'EUR', THROTTLE_FACTOR: '1' },
  };
  for (const GroupName of ['customer', 'seller', 'admin', 'second-factor']) {
    await cloud.create('AWS::Cognito::UserPoolGroup', { UserPoolId, GroupName }, GroupName);
  }
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  for (const owner of ['USERS', 'ORDERS', 'CART', 'PARTNERS', 'PAYMENTS', 'THROTTLES', 'SESSIONS']) {
    vi.stubEnv(`${owner}_TABLE`, db.tableName);
  }
  const cognito = new CognitoIdentityProviderClient(cloud.client('COGNITO_IDENTITY_PROVIDER'));
  const send = apiClient((await import('../entry/api.ts')).handler);
  return {
    ...{ db, cognito, faults, userPoolId: UserPoolId, mailUrl: mailbox.url() },
    call(route, request = {}) {
      const [method, path] = route.split(' ');
      return send(`${method} /v1/users${path}`, { sourceIp: randomUUID(), ...request });
    },
    async stop() {
      cognito.destroy();
      await cloud.stop();
      await db.stop();
    },
  };
}

export const claimsOf = (token: string) => JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());

/**
 * A registered and logged-in user. The directory makes it directly, since registration takes time.
 */
export async function aUser({ cognito, userPoolId, call }: UsersShop) {
  const email = `ada-${randomUUID()}@example.com`;
  const user = { UserPoolId: userPoolId, Username: email };
  const UserAttributes = [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ];
  await cognito.send(new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: 'SUPPRESS' }));
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password: PASSWORD, Permanent: true }));
  const { body: tokens } = await call('POST /login', { body: { email, password: PASSWORD } });
  const id: string = claimsOf(tokens.accessToken).sub;
  const headers = { authorization: `Bearer ${tokens.accessToken}` };
  return { id, email, tokens, user: { id, groups: ['customer'] }, headers };
}
