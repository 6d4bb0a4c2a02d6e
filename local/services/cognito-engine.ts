import type { Triggers } from 'cognito-local/lib/services/triggers/triggers.js';
import type { Clock } from '../cloud.ts';

export interface CognitoEngine {
  /** The key, as a JWK, that all tokens are signed with. */
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
  call(operation: string, input: unknown): Promise<unknown>;
  countUsers(userPoolId: string): Promise<number>;
}

const silence = () => {};
const LOGGER = { debug: silence, info: silence, warn: silence, error: silence, child: () => LOGGER };
const CONTEXT = { logger: LOGGER };

/**
 * Loads cognito-local without its server: that one logs, keeps its files in the working directory, names another host as the issuer and
 * pulls in the whole SDK v2 (this way it takes about 130 ms instead of 600).
 */
export async function loadCognito(directory: string, issuerDomain: string, time: Clock): Promise<CognitoEngine> {
  const [
    { Router },
    { StormDBDataStoreFactory },
    { CognitoServiceFactoryImpl, USER_POOL_AWS_DEFAULTS },
    pools,
    tokens,
    { otp },
    keys,
  ] = await Promise.all([
    import('cognito-local/lib/server/Router.js'),
    import('cognito-local/lib/services/dataStore/stormDb.js'),
    import('cognito-local/lib/services/cognitoService.js'),
    import('cognito-local/lib/services/userPoolService.js'),
    import('cognito-local/lib/services/tokenGenerator.js'),
    import('cognito-local/lib/services/otp.js'),
    import('cognito-local/lib/keys/cognitoLocal.public.json', { with: { type: 'json' } }),
  ]);
  const { DefaultConfig } = await import('cognito-local/lib/server/config.js');
  const clock = { get: () => new Date(time.now()) };
  const stores = new StormDBDataStoreFactory(directory);
  const factory = new CognitoServiceFactoryImpl(directory, stores, new pools.UserPoolServiceFactoryImpl(clock, stores));
  const cognito = await factory.create(CONTEXT, {});
  const triggers = { enabled: () => false } as unknown as Triggers;
  const config = { ...DefaultConfig, TokenConfig: { IssuerDomain: issuerDomain } };
  const route = Router({
    clock,
    cognito,
    config,
    // Codes and welcome mails go nowhere.
    messages: { deliver: async () => {} },
    otp,
    tokenGenerator: new tokens.JwtTokenGenerator(clock, triggers, config.TokenConfig),
    triggers,
  });

  return {
    publicKey: keys.default.jwk,
    async ensurePool(pool, schema) {
      const known = (await cognito.listUserPools(CONTEXT)).some(({ Id }) => Id === pool.Id);
      if (known) return;
      const standard = USER_POOL_AWS_DEFAULTS.SchemaAttributes ?? [];
      const custom = schema
        .filter(({ Name }) => !standard.some((attribute) => attribute.Name === Name))
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
    // Dates are seconds since the epoch in the AWS JSON protocol.
    call: async (operation, input) => toSeconds(await route(operation)(CONTEXT, input)),
    countUsers: async (userPoolId) =>
      (await (await cognito.getUserPool(CONTEXT, userPoolId)).listUsers(CONTEXT)).length,
  };
}

function toSeconds(value: unknown): unknown {
  if (value instanceof Date) return Math.floor(value.getTime() / 1_000);
  if (Array.isArray(value)) return value.map(toSeconds);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toSeconds(item)]));
}
