import { Duration, RemovalPolicy, SecretValue, Stack } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  LambdaVersion,
  Mfa,
  OAuthScope,
  ProviderAttribute,
  UserPool,
  type UserPoolClient,
  UserPoolClientIdentityProvider,
  UserPoolEmail,
  UserPoolIdentityProviderApple,
  UserPoolIdentityProviderGoogle,
  UserPoolIdentityProviderOidc,
  UserPoolOperation,
} from 'aws-cdk-lib/aws-cognito';
import { Policy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { shop } from '../../functions/index.ts';
import { CHALLENGE_MINUTES, ENROLMENT_CLIENT } from '../../functions/users/manifest.ts';
import { ROLES, WITH_FACTOR } from '../../shared/kernel/roles.ts';
import type { Settings } from '../settings.ts';
import { NodeFunction } from './node-function.ts';

const TOKENS = {
  // Services that read no mark, such as Cognito itself, believe a token until it expires.
  accessTokenValidity: Duration.minutes(15),
  idTokenValidity: Duration.minutes(15),
  refreshTokenValidity: Duration.days(30),
  enableTokenRevocation: true,
};

/**
 * The attributes that a registration writes: Cognito refuses a sign-up whose client may not write
 * the address. Nothing else writes them, since no token has the scope for it.
 */
const WRITABLE = new ClientAttributes().withStandardAttributes({ email: true, fullname: true, locale: true });

/** Cognito user pool with email as username, the client of the shop's API, and a group per role. */
export class SignIn extends Construct {
  readonly pool: UserPool;
  /**
   * The API's own client. Signing up, signing in and requesting a code need no AWS rights. The
   * client has a secret, so that no caller can bypass the API's throttles and ask Cognito directly.
   * Calls with a user's token need no secret: for these, the tokens lack the scope.
   */
  readonly client: UserPoolClient;
  /**
   * The API's client for enrolling second factors, whose tokens open Cognito's own API. It admits
   * only callers with rights of the account, and has a secret. The API accepts none of its tokens.
   */
  readonly enrolmentClient: UserPoolClient;
  /** The clients whose tokens the API accepts. */
  readonly clients: readonly UserPoolClient[];

  constructor(scope: Construct, id: string, settings: Settings) {
    super(scope, id);
    this.pool = new UserPool(this, 'Users', {
      userPoolName: `souk-${settings.stage}`,
      // A lower plan has no trigger that changes access tokens.
      featurePlan: FeaturePlan.ESSENTIALS,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      selfSignUpEnabled: true,
      autoVerify: { email: true },
      // An address that is changed in Cognito takes effect only after its owner has verified it.
      keepOriginal: { email: true },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      userVerification: {
        emailSubject: 'Your code',
        emailBody: 'Your code is {####}. If you did not ask for it, you can ignore this mail.',
      },
      ...(settings.mailVerified && {
        email: UserPoolEmail.withSES({ fromEmail: settings.mailFrom, sesRegion: Stack.of(this).region }),
      }),
      passwordPolicy: {
        minLength: 12,
        requireLowercase: true,
        requireUppercase: true,
        requireDigits: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      // An app shows the codes: text messages cost money, and numbers can be stolen.
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.addTokenTrigger(settings);
    this.client = this.pool.addClient('Api', {
      generateSecret: true,
      authFlows: { userPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      writeAttributes: WRITABLE,
      authSessionValidity: Duration.minutes(CHALLENGE_MINUTES),
      ...TOKENS,
    });
    this.enrolmentClient = this.pool.addClient('Enrolment', {
      userPoolClientName: ENROLMENT_CLIENT,
      generateSecret: true,
      authFlows: { adminUserPassword: true },
      disableOAuth: true,
      preventUserExistenceErrors: true,
      ...TOKENS,
      // A token is used at once, and thrown away.
      accessTokenValidity: Duration.minutes(5),
      idTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
    });
    for (const groupName of [...ROLES, WITH_FACTOR]) this.pool.addGroup(groupName, { groupName });
    const hosted =
      settings.signInDomain === undefined ? undefined : this.addHostedPages(settings, settings.signInDomain);
    this.clients = hosted ? [this.client, hosted] : [this.client];
  }

  private addTokenTrigger(settings: Settings): void {
    for (const { name, shapesTokens, rights, memoryMb, timeoutSeconds } of shop.functions) {
      if (!shapesTokens) continue;
      const environment = { ADMIN_MFA: settings.adminMfa };
      const trigger = new NodeFunction(this, 'Token', { settings, name, memoryMb, timeoutSeconds, environment });
      this.pool.addTrigger(UserPoolOperation.PRE_TOKEN_GENERATION_CONFIG, trigger, LambdaVersion.V2_0);
      // A policy of its own: the function's default one comes before the pool, so it can't name it.
      new Policy(this, 'TokenRights', {
        roles: trigger.role ? [trigger.role] : [],
        statements: rights.flatMap(({ allows }) =>
          allows?.on === 'userPoolArn'
            ? new PolicyStatement({ actions: [...allows.actions], resources: [this.pool.userPoolArn] })
            : [],
        ),
      });
    }
  }

  /** Adds Cognito's pages for browsers, with the identity providers that are configured. */
  private addHostedPages(settings: Settings, domainPrefix: string): UserPoolClient {
    this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix } });
    const providers = this.addProviders(settings);
    const client = this.pool.addClient('Hosted', {
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL, OAuthScope.PROFILE],
        callbackUrls: settings.signInCallbackUrls,
        logoutUrls: settings.signInCallbackUrls,
      },
      preventUserExistenceErrors: true,
      supportedIdentityProviders: [
        UserPoolClientIdentityProvider.COGNITO,
        ...providers.map(({ providerName }) => UserPoolClientIdentityProvider.custom(providerName)),
      ],
      writeAttributes: WRITABLE,
      ...TOKENS,
    });
    for (const provider of providers) client.node.addDependency(provider);
    return client;
  }

  private addProviders(settings: Settings) {
    const {
      stage,
      googleClientId,
      appleClientId,
      appleTeamId = '',
      appleKeyId = '',
      oidcIssuer,
      oidcClientId,
    } = settings;
    const secret = (field: string) => SecretValue.secretsManager(`souk/${stage}/sign-in`, { jsonField: field });
    const userPool = this.pool;
    const google =
      googleClientId === undefined
        ? []
        : [
            new UserPoolIdentityProviderGoogle(this, 'Google', {
              userPool,
              clientId: googleClientId,
              clientSecretValue: secret('googleClientSecret'),
              scopes: ['openid', 'email', 'profile'],
              attributeMapping: {
                email: ProviderAttribute.GOOGLE_EMAIL,
                emailVerified: ProviderAttribute.GOOGLE_EMAIL_VERIFIED,
                fullname: ProviderAttribute.GOOGLE_NAME,
              },
            }),
          ];
    const apple =
      appleClientId === undefined
        ? []
        : [
            new UserPoolIdentityProviderApple(this, 'Apple', {
              userPool,
              clientId: appleClientId,
              teamId: appleTeamId,
              keyId: appleKeyId,
              privateKeyValue: secret('applePrivateKey'),
              scopes: ['email', 'name'],
              attributeMapping: {
                email: ProviderAttribute.APPLE_EMAIL,
                emailVerified: ProviderAttribute.APPLE_EMAIL_VERIFIED,
              },
            }),
          ];
    const oidc =
      oidcIssuer === undefined || oidcClientId === undefined
        ? []
        : [
            new UserPoolIdentityProviderOidc(this, 'Oidc', {
              userPool,
              name: 'Oidc',
              issuerUrl: oidcIssuer,
              clientId: oidcClientId,
              clientSecret: secret('oidcClientSecret').unsafeUnwrap(),
              scopes: ['openid', 'email', 'profile'],
              attributeMapping: {
                email: ProviderAttribute.other('email'),
                emailVerified: ProviderAttribute.other('email_verified'),
                fullname: ProviderAttribute.other('name'),
              },
            }),
          ];
    return [...google, ...apple, ...oidc];
  }
}
