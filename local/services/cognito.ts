import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Cloud, Created, Resource, Service } from '../cloud.ts';
import { AwsError } from './aws-error.ts';
import { type CognitoEngine, loadCognito } from './cognito-engine.ts';
import type { Endpoint, Operation } from './endpoint.ts';
import type { Cognito } from './index.ts';
import { arn, stableId } from './names.ts';

const OPERATIONS = [
  ...['AdminAddUserToGroup', 'AdminConfirmSignUp', 'AdminCreateUser', 'AdminDeleteUser', 'AdminDisableUser'],
  ...['AdminEnableUser', 'AdminGetUser', 'AdminInitiateAuth', 'AdminListGroupsForUser', 'AdminRemoveUserFromGroup'],
  ...['AdminSetUserPassword', 'AdminUpdateUserAttributes', 'ChangePassword', 'ConfirmForgotPassword', 'ConfirmSignUp'],
  ...['DeleteUser', 'ForgotPassword', 'GetUser', 'InitiateAuth', 'ListGroups', 'ListUsers', 'ListUsersInGroup'],
  ...['RespondToAuthChallenge', 'RevokeToken', 'SignUp', 'UpdateUserAttributes', 'DescribeUserPool'],
];

// What the engine takes over as it is.
const POOL_SETTINGS = [
  'AutoVerifiedAttributes',
  'AliasAttributes',
  'UsernameAttributes',
  'MfaConfiguration',
  'Policies',
];

// Understood, and without effect on one machine: no mail or message leaves it, and nothing watches for attacks.
const POOL_WITHOUT_EFFECT = [
  ...['AccountRecoverySetting', 'AdminCreateUserConfig', 'DeletionProtection', 'EmailConfiguration', 'EnabledMfas'],
  ...['EmailVerificationMessage', 'EmailVerificationSubject', 'SmsVerificationMessage', 'UsernameConfiguration'],
  ...['UserAttributeUpdateSettings', 'UserPoolAddOns', 'UserPoolTags', 'UserPoolTier', 'VerificationMessageTemplate'],
];

const CLIENT_SETTINGS = [
  ...['AccessTokenValidity', 'IdTokenValidity', 'RefreshTokenValidity', 'TokenValidityUnits', 'ExplicitAuthFlows'],
  ...['ReadAttributes', 'WriteAttributes'],
];

const CLIENT_WITHOUT_EFFECT = [
  ...[
    'AllowedOAuthFlows',
    'AllowedOAuthFlowsUserPoolClient',
    'AllowedOAuthScopes',
    'AuthSessionValidity',
    'CallbackURLs',
  ],
  ...['EnableTokenRevocation', 'LogoutURLs', 'PreventUserExistenceErrors', 'SupportedIdentityProviders'],
];

export interface CognitoService {
  readonly service: Service;
  readonly cognito: Cognito;
}

/**
 * Cognito user pools. Against AWS, the issuer is the local endpoint instead of `cognito-idp.<region>.amazonaws.com`, and all pools
 * share one signing key.
 */
export function createCognito(endpoint: Endpoint): CognitoService {
  const pools: string[] = [];
  let engine: CognitoEngine | undefined;
  let temporary: string | undefined;

  const live = (): CognitoEngine => {
    if (!engine) throw new Error('Cognito has not started');
    return engine;
  };
  const issuerOf = (userPoolId: string) => `${endpoint.url()}/${userPoolId}`;

  const createPool = async ({ properties, ...resource }: Resource, cloud: Cloud): Promise<Created> => {
    const Id = `${cloud.region}_${stableId({ properties, ...resource }, 9)}`;
    const Arn = arn(cloud, 'cognito-idp', `userpool/${Id}`);
    const schema = (properties.Schema ?? []) as { readonly Name: string }[];
    const settings = pick(properties, POOL_SETTINGS);
    await live().ensurePool(
      { Id, Arn, Name: String(properties.UserPoolName ?? resource.logicalId), ...settings },
      schema,
    );
    pools.push(Id);
    const host = endpoint.url().replace(/^http:\/\//, '');
    return { ref: Id, attributes: { Arn, UserPoolId: Id, ProviderName: `${host}/${Id}`, ProviderURL: issuerOf(Id) } };
  };

  const createClient = async (resource: Resource): Promise<Created> => {
    const { properties } = resource;
    if (properties.GenerateSecret === true) throw new Error('The local cloud has no user pool clients with a secret');
    const ClientId = stableId(resource, 26);
    const UserPoolId = String(properties.UserPoolId);
    const ClientName = String(properties.ClientName ?? resource.logicalId);
    await live().ensureClient({ ClientId, ClientName, UserPoolId, ...pick(properties, CLIENT_SETTINGS) });
    return { ref: ClientId, attributes: { ClientId, Name: ClientName } };
  };

  const createGroup = async ({ properties }: Resource): Promise<Created> => {
    const group = pick(properties, ['GroupName', 'Description', 'Precedence', 'RoleArn']);
    await live().ensureGroup(String(properties.UserPoolId), {
      GroupName: String(properties.GroupName),
      ...group,
    });
    return { ref: String(properties.GroupName) };
  };

  const run =
    (operation: string): Operation =>
    (input) =>
      live()
        .call(operation, input)
        .catch((error: unknown) => {
          throw asAws(operation, error);
        });
  const operations = Object.fromEntries(OPERATIONS.map((operation) => [operation, run(operation)]));
  endpoint.json('AWSCognitoIdentityProviderService', 'cognito-idp', operations);
  endpoint.route({
    method: 'GET',
    path: /^\/[\w-]+_\w+\/\.well-known\/jwks\.json$/,
    answer: () => ({ keys: [live().publicKey] }),
  });

  return {
    cognito: { issuerOf },
    service: {
      name: 'cognito',
      types: {
        'AWS::Cognito::UserPool': {
          properties: ['UserPoolName', 'Schema', ...POOL_SETTINGS, ...POOL_WITHOUT_EFFECT],
          create: createPool,
        },
        'AWS::Cognito::UserPoolClient': {
          properties: ['UserPoolId', 'ClientName', 'GenerateSecret', ...CLIENT_SETTINGS, ...CLIENT_WITHOUT_EFFECT],
          create: createClient,
        },
        'AWS::Cognito::UserPoolGroup': {
          properties: ['UserPoolId', 'GroupName', 'Description', 'Precedence', 'RoleArn'],
          create: createGroup,
        },
      },
      async start(cloud) {
        const directory = cloud.dataDir
          ? join(cloud.dataDir, 'cognito')
          : await mkdtemp(join(tmpdir(), 'souk-cognito-'));
        if (!cloud.dataDir) temporary = directory;
        await mkdir(directory, { recursive: true });
        engine = await loadCognito(directory, endpoint.url(), cloud.clock);
        return { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint.url() };
      },
      inspect: async () =>
        Promise.all(pools.map(async (id) => ({ id, issuer: issuerOf(id), users: await live().countUsers(id) }))),
      async stop() {
        if (temporary) await rm(temporary, { recursive: true, force: true, maxRetries: 3 });
      },
    },
  };
}

/** The engine tells a wrong password from an unknown user; AWS does neither at a login. */
function asAws(operation: string, error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code !== 'string') return error;
  if (operation.endsWith('InitiateAuth') && ['InvalidPasswordException', 'UserNotFoundException'].includes(code)) {
    return new AwsError('NotAuthorizedException', 'Incorrect username or password.');
  }
  return new AwsError(code, String(message));
}

function pick(properties: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );
}
