import { type KeyObject, sign } from 'node:crypto';
import type { TokenGenerator, Tokens } from 'cognito-local/lib/services/tokenGenerator.js';
import type { Cloud } from '../cloud.ts';
import { AwsError } from './aws-error.ts';

interface Attribute {
  readonly Name: string;
  readonly Value?: string;
}

type Claims = Readonly<Record<string, unknown>>;

/** The part of the answer of a token trigger, version 2, that is about one token. */
interface Override {
  readonly claimsToAddOrOverride?: Claims;
  readonly claimsToSuppress?: readonly string[];
  readonly scopesToAdd?: readonly string[];
  readonly scopesToSuppress?: readonly string[];
}

interface TriggerAnswer {
  readonly response?: {
    readonly claimsAndScopeOverrideDetails?: {
      readonly accessTokenGeneration?: Override | null;
      readonly groupOverrideDetails?: { readonly groupsToOverride?: readonly string[] | null } | null;
      readonly idTokenGeneration?: Override | null;
    } | null;
  };
}

/** The scope of an access token that an SDK's sign-in gives. */
const OWN_API = 'aws.cognito.signin.user.admin';

export interface TokenTrigger {
  readonly functionArn: string;
  readonly invoke: Cloud['invoke'];
  readonly region: string;
}

/** Makes tokens as the pool's pre token generation trigger wants them, if it has one. */
export function withTrigger(
  generator: TokenGenerator,
  triggerOf: (userPoolId: string) => TokenTrigger | undefined,
  signingKey: KeyObject,
): TokenGenerator {
  return {
    async generate(context, user, groups, client, clientMetadata, source) {
      const tokens = await generator.generate(context, user, groups, client, clientMetadata, source);
      const trigger = triggerOf(client.UserPoolId);
      if (!trigger) return tokens;
      const answer = await trigger.invoke(trigger.functionArn, {
        ...{ version: '2', triggerSource: `TokenGeneration_${source}`, region: trigger.region },
        ...{ userPoolId: client.UserPoolId, userName: user.Username },
        callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: client.ClientId },
        request: {
          userAttributes: Object.fromEntries(user.Attributes.map((each: Attribute) => [each.Name, each.Value])),
          groupConfiguration: { groupsToOverride: groups, iamRolesToOverride: [], preferredRole: null },
          scopes: [OWN_API],
          ...(clientMetadata && { clientMetadata }),
        },
        response: {},
      });
      if (!answer.ok) {
        throw new AwsError(
          'UserLambdaValidationException',
          `PreTokenGeneration failed with error ${answer.errorMessage}.`,
        );
      }
      return overridden(tokens, answer.payload as TriggerAnswer | null, signingKey);
    },
  };
}

function overridden(tokens: Tokens, answer: TriggerAnswer | null, signingKey: KeyObject): Tokens {
  const details = answer?.response?.claimsAndScopeOverrideDetails;
  const groups = details?.groupOverrideDetails?.groupsToOverride;
  const change = (token: string, override: Override | null | undefined): string => {
    if (!override && !groups) return token;
    const { claimsToAddOrOverride, ...rest } = override ?? {};
    return changed(
      token,
      { ...rest, claimsToAddOrOverride: { ...claimsToAddOrOverride, ...(groups && { 'cognito:groups': groups }) } },
      signingKey,
    );
  };
  return {
    ...tokens,
    AccessToken: change(tokens.AccessToken, details?.accessTokenGeneration),
    IdToken: change(tokens.IdToken, details?.idTokenGeneration),
  };
}

/** Claims that no trigger may change. */
const FIXED = new Set([
  ...['acr', 'amr', 'at_hash', 'auth_time', 'azp', 'client_id', 'cognito:username', 'device_key', 'event_id', 'exp'],
  ...['iat', 'iss', 'jti', 'nbf', 'nonce', 'origin_jti', 'sub', 'token_use', 'username', 'version'],
]);

function changed(token: string, override: Override, signingKey: KeyObject): string {
  const [header = ''] = token.split('.');
  const { scope, ...claims } = claimsOf(token);
  const added = Object.entries(override.claimsToAddOrOverride ?? {}).filter(([name]) => !FIXED.has(name));
  const left = [...Object.entries(claims), ...added].filter(
    ([name]) => FIXED.has(name) || !override.claimsToSuppress?.includes(name),
  );
  const scopes = [...scopesOf({ scope }), ...(override.scopesToAdd ?? [])].filter(
    (each) => each !== '' && !override.scopesToSuppress?.includes(each),
  );
  const body = { ...Object.fromEntries(left), ...(scopes.length > 0 && { scope: scopes.join(' ') }) };
  const signed = `${header}.${Buffer.from(JSON.stringify(body)).toString('base64url')}`;
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), signingKey).toString('base64url')}`;
}

/** Refuses a call with an access token that lacks the scope of Cognito's own API. */
export function requireOwnApi({ AccessToken }: Readonly<Record<string, unknown>>): void {
  if (AccessToken === undefined || scopesOf(claimsOf(AccessToken)).includes(OWN_API)) return;
  throw new AwsError('NotAuthorizedException', 'Access Token does not have required scopes');
}

const scopesOf = ({ scope }: Claims): readonly string[] => String(scope ?? '').split(' ');

/** The claims of a token that the engine made; an unreadable one has none. */
export function claimsOf(token: unknown): Claims {
  try {
    return JSON.parse(Buffer.from(String(token).split('.')[1] ?? '', 'base64url').toString('utf8'));
  } catch {
    throw new AwsError('NotAuthorizedException', 'Invalid token');
  }
}
