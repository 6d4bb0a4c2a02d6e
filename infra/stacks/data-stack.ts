import { type App, ArnFormat, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus, Match } from 'aws-cdk-lib/aws-events';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import { userErased } from '../../events/users/user-erased.v1.ts';
import { domainsThatConsume, shop } from '../../functions/index.ts';
import { machines } from '../../state-machines/index.ts';
import { AuditTrail } from '../constructs/audit-trail.ts';
import { type Surroundings, tableOf } from '../constructs/domain-function.ts';
import { DomainTable } from '../constructs/domain-table.ts';
import { SignIn } from '../constructs/sign-in.ts';
import type { Settings } from '../settings.ts';

/** Everything that holds state. The other stacks can be torn down and made again. */
export class DataStack extends Stack {
  readonly tables: ReadonlyMap<string, DomainTable>;
  readonly bus: EventBus;
  readonly signIn: SignIn;
  readonly failures: Bucket;
  readonly stripeSecret: Secret;
  readonly cursorSecret: Secret;
  readonly sender: EmailIdentity;

  constructor(app: App, settings: Settings) {
    const { stage, mailFrom } = settings;
    super(app, `souk-${stage}-data`);
    this.tables = new Map(
      shop.tables.map(({ domain: owner, indexes }) => [owner, new DomainTable(this, owner, { stage, owner, indexes })]),
    );
    this.bus = new EventBus(this, 'Bus', { eventBusName: `souk-${stage}` });
    this.bus.archive('Archive', {
      archiveName: `souk-${stage}`,
      eventPattern: { source: Match.prefix('souk.') },
    });
    this.signIn = new SignIn(this, 'SignIn', settings);
    this.failures = failureBucket(this);
    this.stripeSecret = stripeSecret(this, stage);
    this.cursorSecret = cursorSecret(this, stage);
    this.sender = new EmailIdentity(this, 'Sender', { identity: Identity.email(mailFrom) });
    this.sender.applyRemovalPolicy(RemovalPolicy.RETAIN);
    if (settings.trail) new AuditTrail(this, 'Audit', `souk-${stage}`);
    new CfnOutput(this, 'UserPoolId', { value: this.signIn.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.signIn.client.userPoolClientId });
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'StripeSecretArn', { value: this.stripeSecret.secretArn });
  }

  /** The deployed values that functions get through their rights. */
  supplies(settings: Settings, orderSagaArn: string): Surroundings['supplies'] {
    const throttles = tableOf(this, 'throttles').table;
    return {
      shopCurrency: settings.currency,
      erasingDomains: domainsThatConsume(userErased).join(),
      // CloudFormation puts the value in, so that a cold start need not read it: ADR 23.
      cursorKey: this.cursorSecret.secretValue.unsafeUnwrap(),
      orderSagaArn,
      orderExecutionsArn: this.formatArn({
        service: 'states',
        resource: 'execution',
        resourceName: `souk-${settings.stage}-${machines.order.name}:*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      }),
      stripeSecretArn: this.stripeSecret.secretArn,
      mailFrom: settings.mailFrom,
      mailIdentityArn: this.sender.emailIdentityArn,
      userPoolId: this.signIn.pool.userPoolId,
      userPoolArn: this.signIn.pool.userPoolArn,
      userPoolClientId: this.signIn.client.userPoolClientId,
      enrolmentClientId: this.signIn.enrolmentClient.userPoolClientId,
      throttlesTableArn: throttles.tableArn,
      sessionsTableArn: tableOf(this, 'sessions').table.tableArn,
      throttleFactor: String(settings.throttleFactor),
      paymentTimeoutSeconds: String(settings.paymentTimeoutSeconds),
      unpaidPerBuyer: String(settings.unpaidPerBuyer),
      unpaidPerNetwork: String(settings.unpaidPerNetwork),
      waitingShare: String(settings.waitingShare),
      waitingShareSignedIn: String(settings.waitingShareSignedIn),
      waitingAtLeast: String(settings.waitingAtLeast),
      paymentReturnUrl: settings.paymentReturnUrl ?? '',
    };
  }
}

/**
 * Holds stream records that no function could handle, until an operator has fixed the cause and
 * replayed them.
 */
const failureBucket = (stack: Stack): Bucket =>
  new Bucket(stack, 'Failures', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });

/**
 * The operator fills it: `{ "apiKey": "sk_…", "webhookSecrets": ["whsec_…"] }`. Until then it has
 * that shape and a random key, which Stripe rejects.
 */
const stripeSecret = (stack: Stack, stage: string): Secret =>
  new Secret(stack, 'Stripe', {
    secretName: `souk/${stage}/stripe`,
    description: 'Stripe: { apiKey, webhookSecrets[] }',
    generateSecretString: { secretStringTemplate: '{"webhookSecrets":[]}', generateStringKey: 'apiKey' },
    removalPolicy: RemovalPolicy.RETAIN,
  });

/** The key of the cursors of all lists. It is random, and nobody needs to see it. */
const cursorSecret = (stack: Stack, stage: string): Secret =>
  new Secret(stack, 'Cursors', {
    secretName: `souk/${stage}/cursors`,
    description: 'The key of the cursors of all lists',
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
    removalPolicy: RemovalPolicy.RETAIN,
  });
