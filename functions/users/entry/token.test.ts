import {
  CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

const OWN_API = 'aws.cognito.signin.user.admin';
const cognito = mockClient(CognitoIdentityProviderClient);

beforeEach(() => {
  vi.resetModules();
  vi.stubEnv('ADMIN_MFA', 'optional');
  cognito.reset();
});
afterEach(() => vi.unstubAllEnvs());

const tokensFor = async ({ client = 'own', source = 'TokenGeneration_Authentication', groups = ['customer'] } = {}) => {
  const { handler } = await import('./token.ts');
  const event = {
    triggerSource: source,
    userPoolId: 'pool',
    callerContext: { awsSdkVersion: '', clientId: client },
    request: {
      groupConfiguration: { groupsToOverride: groups },
      clientMetadata: { client: 'enrolment', enrolment: 'true', clientId: 'enrolment' },
    },
  };
  const { response } = await handler(event as unknown as PreTokenGenerationV2TriggerEvent);
  const { accessTokenGeneration, groupOverrideDetails } = response.claimsAndScopeOverrideDetails ?? {};
  return { suppressed: accessTokenGeneration?.scopesToSuppress, groups: groupOverrideDetails?.groupsToOverride };
};

describe('the scope of Cognito’s own API', () => {
  const named = (ClientName: string) =>
    cognito.on(DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientName } });

  it('stays in tokens of the client for enrolment, by its name in the pool, which is read once', async () => {
    named('enrolment');

    expect((await tokensFor({ client: 'secondary' })).suppressed).toEqual([]);
    expect((await tokensFor({ client: 'secondary' })).suppressed).toEqual([]);
    expect(cognito.commandCalls(DescribeUserPoolClientCommand)[0]?.args[0].input).toEqual({
      UserPoolId: 'pool',
      ClientId: 'secondary',
    });
  });

  it('goes from tokens of any other client, whatever metadata its caller sends', async () => {
    named('UsersApi');

    expect((await tokensFor()).suppressed).toEqual([OWN_API]);
  });

  it.each(['TokenGeneration_RefreshTokens', 'TokenGeneration_HostedAuth'])(
    'goes from tokens of %s without a look at the client',
    async (source) => {
      named('enrolment');

      expect((await tokensFor({ source })).suppressed).toEqual([OWN_API]);
      expect(cognito.calls()).toEqual([]);
    },
  );

  it('goes when the client cannot be read', async () => {
    cognito.on(DescribeUserPoolClientCommand).rejects(new Error('away'));

    expect((await tokensFor()).suppressed).toEqual([OWN_API]);
  });
});

describe('the groups of an admin', () => {
  beforeEach(() => {
    cognito.on(DescribeUserPoolClientCommand).resolves({ UserPoolClient: { ClientName: 'UsersApi' } });
  });

  it('stay as they are where the factor is optional', async () => {
    expect((await tokensFor({ groups: ['admin'] })).groups).toBeUndefined();
  });

  it('name no admin without a factor where it is required, also in renewed tokens', async () => {
    vi.stubEnv('ADMIN_MFA', 'required');

    for (const source of ['TokenGeneration_Authentication', 'TokenGeneration_RefreshTokens']) {
      expect((await tokensFor({ source, groups: ['customer', 'admin'] })).groups).toEqual([
        'customer',
        'admin-without-factor',
      ]);
    }
    expect((await tokensFor({ groups: ['admin', 'second-factor'] })).groups).toBeUndefined();
    expect((await tokensFor({ groups: ['customer', 'seller'] })).groups).toBeUndefined();
  });
});
