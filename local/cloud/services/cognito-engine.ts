import { createPrivateKey } from 'node:crypto';
import type { DataStoreFactory } from 'cognito-local/lib/services/dataStore/factory.js';
import type { Messages } from 'cognito-local/lib/services/messages.js';
import type { Triggers } from 'cognito-local/lib/services/triggers/triggers.js';
import type { Clock } from '../cloud.ts';
import type { CognitoUser } from './cognito-calls.ts';
import { closeGaps } from './cognito-gaps.ts';
import { type TokenTrigger, withTrigger } from './cognito-tokens.ts';

export interface CognitoEngine {
  /** The public JWK of the key that signs all tokens. */
  readonly publicKey: object;
  ensurePool(
    pool: { readonly Id: string; readonly [setting: string]: unknown },
    schema: readonly { readonly Name: string }[],
  ): Promise<void>;
  ensureClient(client: {
    readonly ClientId: string;
    readonly UserPoolId: string;
    readonly [setting: string]: unknown;
  }): Promise<void>;
  ensureGroup(
    userPoolId: string,
    group: { readonly GroupName: string; readonly [setting: string]: unknown },
  ): Promise<void>;
  call(operation: string, input: Readonly<Record<string, unknown>>): Promise<unknown>;
  countUsers(userPoolId: string): Promise<number>;
}

const silence = () => {};
const LOGGER = { debug: silence, info: silence, warn: silence, error: silence, child: () => LOGGER };
const CONTEXT = { logger: LOGGER };

/**
 * Loads cognito-local without its server. The server logs, keeps its files in the working
 * directory, names a different host as the issuer and loads the whole SDK v2. Without it, loading
 * takes about 130 ms instead of 600.
 */
export async function loadCognito(
  stores: DataStoreFactory,
  issuerDomain: string,
  time: Clock,
  sendCode: (userPoolId: string, to: string, code: string) => void,
  triggerOf: (userPoolId: string) => TokenTrigger | undefined,
): Promise<CognitoEngine> {
  const [{ Router }, { CognitoServiceImpl, USER_POOL_AWS_DEFAULTS }, pools, tokens, { otp }, keys, privateKeys] =
    await Promise.all([
      import('cognito-local/lib/server/Router.js'),
      import('cognito-local/lib/services/cognitoService.js'),
      import('cognito-local/lib/services/userPoolService.js'),
      import('cognito-local/lib/services/tokenGenerator.js'),
      import('cognito-local/lib/services/otp.js'),
      import('cognito-local/lib/keys/cognitoLocal.public.json', { with: { type: 'json' } }),
      import('cognito-local/lib/keys/cognitoLocal.private.json', { with: { type: 'json' } }),
    ]);
  const { DefaultConfig } = await import('cognito-local/lib/server/config.js');
  const clock = { get: () => new Date(time.now()) };
  const clients = await stores.create(CONTEXT, 'clients', { Clients: {} });
  const cognito = new CognitoServiceImpl('', clients, {}, new pools.UserPoolServiceFactoryImpl(clock, stores));
  // Its own start looks for files of pools. Here the template creates each pool, on its store.
  Object.assign(cognito, { userPools: [] });
  const triggers = { enabled: () => false } as unknown as Triggers;
  const config = { ...DefaultConfig, TokenConfig: { IssuerDomain: issuerDomain } };
  const route = Router({
    clock,
    cognito,
    config,
    messages: {
      deliver: async (
        ...[, , , userPoolId, , code, , { Destination }]: [
          ...[context: unknown, source: string, clientId: unknown, userPoolId: string, user: unknown, code: string],
          ...[metadata: unknown, details: { Destination: string }],
        ]
      ) => sendCode(userPoolId, Destination, code),
    } as unknown as Messages,
    otp,
    tokenGenerator: withTrigger(
      new tokens.JwtTokenGenerator(clock, triggers, config.TokenConfig),
      triggerOf,
      createPrivateKey(privateKeys.default.pem),
    ),
    triggers,
  });
  const poolOf = (input: Readonly<Record<string, unknown>>) =>
    typeof input.ClientId === 'string'
      ? cognito.getUserPoolForClientId(CONTEXT, input.ClientId)
      : cognito.getUserPool(CONTEXT, String(input.UserPoolId));
  const call = closeGaps({
    run: (operation, input) => route(operation)(CONTEXT, input),
    optionsOf: async (input) => (await poolOf(input)).options as never,
    findClient: async (clientId) => cognito.getAppClient(CONTEXT, String(clientId)) as never,
    findUser: async (input) => (await poolOf(input)).getUserByUsername(CONTEXT, String(input.Username)) as never,
    saveUser: async (input, user) => (await poolOf(input)).saveUser(CONTEXT, user as never),
    sendCode: async (input, user) => {
      const code = otp();
      await (await poolOf(input)).saveUser(CONTEXT, { ...user, ConfirmationCode: code } as never);
      sendCode((await poolOf(input)).options.Id, emailOf(user), code);
    },
    now: time.now,
  });
  let last: Promise<unknown> = Promise.resolve();

  return {
    publicKey: keys.default.jwk,
    async ensurePool(pool, schema) {
      const standard = USER_POOL_AWS_DEFAULTS.SchemaAttributes ?? [];
      const custom = schema
        .filter(({ Name }) => !standard.some((attribute: { Name?: string }) => attribute.Name === Name))
        .map((attribute) => ({
          AttributeDataType: 'String',
          Mutable: true,
          ...attribute,
          Name: `custom:${attribute.Name}`,
        }));
      await cognito.createUserPool(CONTEXT, { ...pool, SchemaAttributes: [...standard, ...custom] });
    },
    async ensureClient(client) {
      const pool = await cognito.getUserPool(CONTEXT, client.UserPoolId);
      const now = clock.get();
      await pool.saveAppClient(CONTEXT, { CreationDate: now, LastModifiedDate: now, ...client } as Parameters<
        typeof pool.saveAppClient
      >[1]);
    },
    async ensureGroup(userPoolId, group) {
      const pool = await cognito.getUserPool(CONTEXT, userPoolId);
      const groups = await pool.listGroups(CONTEXT);
      if (groups.some(({ GroupName }) => GroupName === group.GroupName)) return;
      await pool.saveGroup(CONTEXT, { CreationDate: clock.get(), LastModifiedDate: clock.get(), ...group });
    },
    call(operation, input) {
      // One call after the other: the engine reads, computes and writes.
      const result = last.then(() => call(operation, input));
      last = result.catch(() => undefined);
      // Dates are seconds since the epoch in the AWS JSON protocol.
      return result.then(toSeconds);
    },
    countUsers: async (userPoolId) =>
      (await (await cognito.getUserPool(CONTEXT, userPoolId)).listUsers(CONTEXT)).length,
  };
}

const emailOf = ({ Attributes }: CognitoUser): string => Attributes.find(({ Name }) => Name === 'email')?.Value ?? '';

function toSeconds(value: unknown): unknown {
  if (value instanceof Date) return Math.floor(value.getTime() / 1_000);
  if (Array.isArray(value)) return value.map(toSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toSeconds(item)]));
}
