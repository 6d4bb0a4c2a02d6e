import { createHash, createHmac } from 'node:crypto';
import type { Cloud, Created, Resource, Service } from '../cloud.ts';
import { AwsError } from './aws-error.ts';
import { toldByTrail } from './cognito-deletions.ts';
import { type CognitoEngine, loadCognito } from './cognito-engine.ts';
import { createCognitoStores } from './cognito-store.ts';
import type { TokenTrigger } from './cognito-tokens.ts';
import type { Endpoint, Operation } from './endpoint.ts';
import type { Cognito, TellDefaultBus } from './handles.ts';
import type { Mailbox } from './mailbox.ts';
import { arn, stableId } from './names.ts';

const OPERATIONS = [
  ...['AdminAddUserToGroup', 'AdminConfirmSignUp', 'AdminCreateUser', 'AdminDeleteUser', 'AdminDisableUser'],
  ...['AdminEnableUser', 'AdminGetUser', 'AdminInitiateAuth', 'AdminListGroupsForUser', 'AdminRemoveUserFromGroup'],
  ...[
    'AdminSetUserMFAPreference',
    'AdminSetUserPassword',
    'AdminUpdateUserAttributes',
    'AdminUserGlobalSignOut',
    'GetTokensFromRefreshToken',
  ],
  ...['ResendConfirmationCode', 'ChangePassword', 'ConfirmForgotPassword', 'ConfirmSignUp'],
  ...['DeleteUser', 'ForgotPassword', 'GetUser', 'InitiateAuth', 'ListGroups', 'ListUsers', 'ListUsersInGroup'],
  ...['AssociateSoftwareToken', 'GetUserAttributeVerificationCode', 'SetUserMFAPreference', 'VerifySoftwareToken'],
  'VerifyUserAttribute',
  ...[
    'RespondToAuthChallenge',
    'RevokeToken',
    'SignUp',
    'UpdateUserAttributes',
    'DescribeUserPool',
    'DescribeUserPoolClient',
  ],
];

// The engine itself implements these.
const POOL_SETTINGS = [
  'AutoVerifiedAttributes',
  'AliasAttributes',
  'UsernameAttributes',
  'MfaConfiguration',
  'EnabledMfas',
  'Policies',
];

// Understood, and without effect on one machine: no mail or message leaves it, and nothing watches
// for attacks.
const POOL_WITHOUT_EFFECT = [
  ...['AccountRecoverySetting', 'AdminCreateUserConfig', 'DeletionProtection'],
  ...['SmsVerificationMessage', 'UserAttributeUpdateSettings', 'UserPoolAddOns', 'UserPoolTags'],
  'UsernameConfiguration',
];

/** Only a trigger of version 2 runs before tokens are issued, and the plan that allows it. */
const POOL_TRIGGER = ['LambdaConfig.PreTokenGenerationConfig', 'UserPoolTier'];

/** The properties that shape the mails with codes. */
const POOL_MAIL = [
  ...['EmailConfiguration', 'EmailVerificationMessage', 'EmailVerificationSubject', 'VerificationMessageTemplate'],
];

const CLIENT_SETTINGS = [
  ...['AccessTokenValidity', 'IdTokenValidity', 'RefreshTokenValidity', 'TokenValidityUnits', 'ExplicitAuthFlows'],
  ...['AuthSessionValidity', 'ReadAttributes', 'WriteAttributes'],
];

const CLIENT_WITHOUT_EFFECT = [
  ...['AllowedOAuthFlows', 'AllowedOAuthFlowsUserPoolClient', 'AllowedOAuthScopes', 'CallbackURLs'],
  ...['EnableTokenRevocation', 'LogoutURLs', 'PreventUserExistenceErrors', 'SupportedIdentityProviders'],
];

export interface CognitoService {
  readonly service: Service;
  readonly cognito: Cognito;
}

/**
 * Cognito user pools. Unlike on AWS, the issuer is the local endpoint instead of
 * `cognito-idp.<region>.amazonaws.com`, and all pools share one signing key.
 */
export function createCognito(
  endpoint: Endpoint,
  deliver: Mailbox['deliver'],
  tell: TellDefaultBus = async () => {},
): CognitoService {
  const pools: string[] = [];
  const mails = new Map<string, MailTemplate>();
  const secrets = new Map<string, string>();
  const names = new Map<string, string>();
  const triggers = new Map<string, TokenTrigger>();
  let engine: CognitoEngine | undefined;
  let cloud: Cloud | undefined;

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
    mails.set(Id, mailTemplateOf(properties));
    const functionArn = tokenTriggerOf(properties);
    if (functionArn !== undefined) triggers.set(Id, { functionArn, invoke: cloud.invoke, region: cloud.region });
    const host = endpoint.url().replace(/^http:\/\//, '');
    return { ref: Id, attributes: { Arn, UserPoolId: Id, ProviderName: `${host}/${Id}`, ProviderURL: issuerOf(Id) } };
  };

  const createClient = async (resource: Resource): Promise<Created> => {
    const { properties } = resource;
    const ClientId = stableId(resource, 26);
    if (properties.GenerateSecret === true) secrets.set(ClientId, secretOf(ClientId));
    const UserPoolId = String(properties.UserPoolId);
    const ClientName = String(properties.ClientName ?? resource.logicalId);
    names.set(ClientId, ClientName);
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
    async (input) => {
      checkSecret(operation, input, secrets);
      if (operation === 'DescribeUserPoolClient') {
        const { ClientId, UserPoolId } = input;
        const ClientName = names.get(String(ClientId));
        return { UserPoolClient: { ClientId, ClientName, UserPoolId, ClientSecret: secrets.get(String(ClientId)) } };
      }
      const called = () =>
        live()
          .call(operation, input)
          .catch((error: unknown) => {
            throw asAws(operation, error);
          });
      return cloud ? toldByTrail({ cloud, tell, call: live().call }, operation, input, called) : called();
    };
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
          properties: [
            'UserPoolName',
            'Schema',
            ...POOL_SETTINGS,
            ...POOL_TRIGGER,
            ...POOL_MAIL,
            ...POOL_WITHOUT_EFFECT,
          ],
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
      async start(at) {
        cloud = at;
        engine = await loadCognito(
          createCognitoStores(at.journal),
          endpoint.url(),
          at.clock,
          (userPoolId, to, code) => {
            const { from, subject, message } = mails.get(userPoolId) ?? mailTemplateOf({});
            const html = message.replaceAll('{####}', code);
            deliver({ to, from, subject, html, text: html.replace(/<[^>]*>/g, '') });
          },
          (userPoolId) => triggers.get(userPoolId),
        );
        return { AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: endpoint.url() };
      },
      inspect: async () =>
        Promise.all(pools.map(async (id) => ({ id, issuer: issuerOf(id), users: await live().countUsers(id) }))),
      stop: async () => undefined,
    },
  };
}

/** The engine distinguishes a wrong password from an unknown user; AWS does not at a login. */
function asAws(operation: string, error: unknown): unknown {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (error instanceof AwsError || typeof code !== 'string') return error;
  // The engine's own check of the present password.
  if (operation === 'ChangePassword' && code === 'InvalidPasswordException') {
    return new AwsError('NotAuthorizedException', 'Incorrect username or password.');
  }
  if (operation.endsWith('InitiateAuth') && ['InvalidPasswordException', 'UserNotFoundException'].includes(code)) {
    return new AwsError('NotAuthorizedException', 'Incorrect username or password.');
  }
  return new AwsError(code, String(message));
}

/** The function that a pool runs before it issues tokens. */
function tokenTriggerOf({ LambdaConfig, UserPoolTier }: Readonly<Record<string, unknown>>): string | undefined {
  const { PreTokenGenerationConfig: config } = (LambdaConfig ?? {}) as {
    readonly PreTokenGenerationConfig?: { readonly LambdaArn: string; readonly LambdaVersion: string };
  };
  if (!config) return undefined;
  if (config.LambdaVersion !== 'V2_0') throw new Error(`A token trigger ${config.LambdaVersion} is not supported.`);
  // The default for a pool without a plan is ESSENTIALS.
  if (UserPoolTier === 'LITE') throw new Error('A pool of the plan LITE can have no token trigger V2_0.');
  return config.LambdaArn;
}

interface MailTemplate {
  readonly from: string;
  readonly subject: string;
  /** `{####}` stands for the code. */
  readonly message: string;
}

/** The template's texts, or Cognito's own by default. */
function mailTemplateOf(properties: Readonly<Record<string, unknown>>): MailTemplate {
  const template = (properties.VerificationMessageTemplate ?? {}) as Readonly<Record<string, string | undefined>>;
  const { From } = (properties.EmailConfiguration ?? {}) as { readonly From?: string };
  return {
    from: From ?? 'no-reply@verificationemail.com',
    subject: template.EmailSubject ?? String(properties.EmailVerificationSubject ?? 'Your verification code'),
    message: template.EmailMessage ?? String(properties.EmailVerificationMessage ?? 'Your confirmation code is {####}'),
  };
}

/** Stays the same from run to run, as the client's id does. */
const secretOf = (clientId: string): string =>
  createHash('sha256').update(`secret of ${clientId}`).digest('hex').slice(0, 52);

/**
 * A client with a secret serves only callers that know it. They send it as a keyed hash over the
 * username, or as it is.
 */
function checkSecret(
  operation: string,
  input: Readonly<Record<string, unknown>>,
  secrets: ReadonlyMap<string, string>,
): void {
  const secret = secrets.get(String(input.ClientId));
  if (secret === undefined || operation === 'DescribeUserPoolClient') return;
  const parameters = input.AuthParameters ?? input.ChallengeResponses ?? {};
  const { USERNAME, SECRET_HASH } = parameters as Readonly<Record<string, string | undefined>>;
  const username = String(input.Username ?? USERNAME);
  const hash = createHmac('sha256', secret).update(`${username}${input.ClientId}`).digest('base64');
  if (input.ClientSecret === secret || (input.SecretHash ?? SECRET_HASH) === hash) return;
  throw new AwsError('NotAuthorizedException', `Unable to verify secret hash for client ${input.ClientId}`);
}

function pick(properties: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]])),
  );
}
