import { describe, expect, it } from 'vitest';
import { passwordSchema } from '../functions/users/contract/index.ts';
import { CHALLENGE_MINUTES, ENROLMENT_CLIENT } from '../functions/users/manifest.ts';
import { synthesize, textOf } from './testing/synthesize.ts';

const plain = synthesize();
const social = synthesize({
  stage: 'prod',
  signInDomain: 'souk-shop',
  signInCallbackUrls: 'https://shop.example.com/signed-in',
  googleClientId: 'google-1',
  appleClientId: 'com.example.shop',
  appleTeamId: 'TEAM1',
  appleKeyId: 'KEY1',
  oidcIssuer: 'https://id.example.com',
  oidcClientId: 'oidc-1',
});

const clientOf = ({ ofType }: typeof plain, name: RegExp) =>
  ofType('AWS::Cognito::UserPoolClient').find(({ id }) => name.test(id))?.properties;

describe('the user pool', () => {
  const [pool] = plain.ofType('AWS::Cognito::UserPool');

  it('serves the API only: its client has a secret, and does not reveal which users exist', () => {
    expect(clientOf(plain, /UsersApi/)).toMatchObject({
      GenerateSecret: true,
      PreventUserExistenceErrors: 'ENABLED',
      EnableTokenRevocation: true,
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
      AllowedOAuthFlowsUserPoolClient: false,
    });
  });

  it('asks for a code of an app if a user has chosen so, and sends no code by text message', () => {
    expect(pool?.properties).toMatchObject({ MfaConfiguration: 'OPTIONAL', EnabledMfas: ['SOFTWARE_TOKEN_MFA'] });
    expect(pool?.properties.SmsConfiguration).toBeUndefined();
    expect(clientOf(plain, /UsersApi/)?.AuthSessionValidity).toBe(CHALLENGE_MINUTES);
  });

  it('has a client for enrolling that only callers with rights of the account can use', () => {
    const enrolment = clientOf(plain, /UsersEnrolment/);

    expect(enrolment).toMatchObject({
      ClientName: ENROLMENT_CLIENT,
      GenerateSecret: true,
      AllowedOAuthFlowsUserPoolClient: false,
      // The CDK always adds the refresh, whose tokens lack the scope.
      ExplicitAuthFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    });
    const [authorizer] = plain.ofType('AWS::ApiGatewayV2::Authorizer');
    expect(textOf(authorizer?.properties.JwtConfiguration.Audience)).not.toMatch(/Enrolment/);
    expect(textOf(authorizer?.properties.JwtConfiguration.Audience)).toMatch(/UsersApi/);
  });

  it('lets users write no attribute that grants a right, and applies a new address once it is verified', () => {
    expect(clientOf(plain, /UsersApi/)?.WriteAttributes).toEqual(['email', 'locale', 'name']);
    expect(pool?.properties.Schema).toBeUndefined();
    expect(pool?.properties.UserAttributeUpdateSettings).toEqual({
      AttributesRequireVerificationBeforeUpdate: ['email'],
    });
  });

  it('issues tokens that do not open Cognito’s own API: its trigger takes the scope out', () => {
    expect(pool?.properties).toMatchObject({
      UserPoolTier: 'ESSENTIALS',
      LambdaConfig: { PreTokenGenerationConfig: { LambdaVersion: 'V2_0' } },
    });
    expect(textOf(pool?.properties.LambdaConfig.PreTokenGenerationConfig.LambdaArn)).toMatch(/SignInToken/);
  });

  it('has the password policy that the routes validate', () => {
    expect(pool?.properties.Policies.PasswordPolicy).toMatchObject({
      MinimumLength: 12,
      RequireLowercase: true,
      RequireUppercase: true,
      RequireNumbers: true,
      RequireSymbols: true,
    });
    for (const bad of ['Correct-ho1', 'correct-horse-1', 'CORRECT-HORSE-1', 'Correct-horse-x', 'CorrectHorse1x']) {
      expect(passwordSchema.safeParse(bad).success, bad).toBe(false);
    }
    expect(passwordSchema.safeParse('Correct-hor1').success).toBe(true);
  });

  it('mails codes from its own address until SES has verified the shop’s', () => {
    const [verified] = synthesize({ mailVerified: 'true' }).ofType('AWS::Cognito::UserPool');

    expect(pool?.properties.EmailConfiguration).toBeUndefined();
    expect(verified?.properties.EmailConfiguration).toMatchObject({
      EmailSendingAccount: 'DEVELOPER',
      From: 'shop@example.com',
    });
  });
});

describe('other identity providers', () => {
  it('are absent unless they are configured, and so are the hosted pages', () => {
    expect(plain.ofType('AWS::Cognito::UserPoolIdentityProvider')).toEqual([]);
    expect(plain.ofType('AWS::Cognito::UserPoolDomain')).toEqual([]);
    expect(plain.ofType('AWS::Cognito::UserPoolClient')).toHaveLength(2);
  });

  it('are those that the context names, with their secrets out of the template', () => {
    const providers = social.ofType('AWS::Cognito::UserPoolIdentityProvider').map(({ properties }) => properties);

    expect(providers.map(({ ProviderType }) => ProviderType).sort()).toEqual(['Google', 'OIDC', 'SignInWithApple']);
    for (const { ProviderDetails, AttributeMapping } of providers) {
      const secret = ProviderDetails.client_secret ?? ProviderDetails.private_key;
      expect(textOf(secret)).toContain('{{resolve:secretsmanager:souk/prod/sign-in:SecretString:');
      expect(AttributeMapping).toMatchObject({ email: 'email', email_verified: 'email_verified' });
    }
  });

  it('sign people in by the code grant only, and the API accepts the tokens of both clients', () => {
    expect(clientOf(social, /Hosted/)).toMatchObject({
      GenerateSecret: false,
      AllowedOAuthFlows: ['code'],
      CallbackURLs: ['https://shop.example.com/signed-in'],
      SupportedIdentityProviders: expect.arrayContaining(['COGNITO']),
    });
    const [authorizer] = social.ofType('AWS::ApiGatewayV2::Authorizer');
    expect(authorizer?.properties.JwtConfiguration.Audience).toHaveLength(2);
  });

  it.each([
    [{ googleClientId: 'x' }, /signInDomain/],
    [{ signInDomain: 'x' }, /signInCallbackUrls/],
    [{ signInDomain: 'x', signInCallbackUrls: 'https://x.example', appleClientId: 'x' }, /appleTeamId/],
    [{ signInDomain: 'x', signInCallbackUrls: 'https://x.example', oidcIssuer: 'https://x.example' }, /oidcClientId/],
  ])('are refused if they are only half configured: %j', (context, missing) => {
    expect(() => synthesize(context)).toThrow(missing);
  });
});
