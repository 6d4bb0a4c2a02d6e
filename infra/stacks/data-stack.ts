import { type App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { EventBus, Match } from 'aws-cdk-lib/aws-events';
import { BlockPublicAccess, Bucket, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses';
import type { Surroundings } from '../constructs/domain-function.ts';
import { DomainTable } from '../constructs/domain-table.ts';
import { SignIn } from '../constructs/sign-in.ts';
import { TABLE_OWNERS, type TableOwner } from '../functions.ts';
import type { Settings } from '../settings.ts';

const INDEXES: Readonly<Partial<Record<TableOwner, readonly string[]>>> = {
  catalog: ['gsi1'],
  inventory: ['gsi1'],
  orders: ['gsi1', 'gsi2'],
};

/** Everything that holds state. The other stacks can be torn down and made again. */
export class DataStack extends Stack {
  readonly tables: Readonly<Record<TableOwner, DomainTable>>;
  readonly bus: EventBus;
  readonly signIn: SignIn;
  readonly failures: Bucket;
  readonly stripeSecret: Secret;
  readonly sender: EmailIdentity;

  constructor(app: App, settings: Settings) {
    const { stage, mailFrom } = settings;
    super(app, `souk-${stage}-data`);
    const table = (owner: TableOwner): DomainTable =>
      new DomainTable(this, owner, { stage, owner, indexes: INDEXES[owner] ?? [] });
    this.tables = Object.fromEntries(TABLE_OWNERS.map((owner) => [owner, table(owner)])) as Record<
      TableOwner,
      DomainTable
    >;
    this.bus = new EventBus(this, 'Bus', { eventBusName: `souk-${stage}` });
    this.bus.archive('Archive', {
      archiveName: `souk-${stage}`,
      eventPattern: { source: Match.prefix('souk.') },
    });
    this.signIn = new SignIn(this, 'SignIn', settings);
    this.failures = failureBucket(this);
    this.stripeSecret = stripeSecret(this, stage);
    this.sender = new EmailIdentity(this, 'Sender', { identity: Identity.email(mailFrom) });
    this.sender.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new CfnOutput(this, 'UserPoolId', { value: this.signIn.pool.userPoolId });
    new CfnOutput(this, 'UserPoolClientId', { value: this.signIn.client.userPoolClientId });
    new CfnOutput(this, 'EventBusName', { value: this.bus.eventBusName });
    new CfnOutput(this, 'StripeSecretArn', { value: this.stripeSecret.secretArn });
  }

  /** What functions get of it. */
  get surroundings(): Omit<Surroundings, 'settings' | 'orderSagaArn'> {
    return { tables: this.tables, stripeSecret: this.stripeSecret, sender: this.sender, signIn: this.signIn };
  }
}

/** Holds stream records that no function could handle, until someone has mended the cause and replayed them. */
const failureBucket = (stack: Stack): Bucket =>
  new Bucket(stack, 'Failures', {
    encryption: BucketEncryption.S3_MANAGED,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
    lifecycleRules: [{ expiration: Duration.days(90) }],
    removalPolicy: RemovalPolicy.RETAIN,
  });

/** The operator fills it: `{ "apiKey": "sk_…", "webhookSecrets": ["whsec_…"] }`. Until then it has that shape and a key that nobody accepts. */
const stripeSecret = (stack: Stack, stage: string): Secret =>
  new Secret(stack, 'Stripe', {
    secretName: `souk/${stage}/stripe`,
    description: 'Stripe: { apiKey, webhookSecrets[] }',
    generateSecretString: { secretStringTemplate: '{"webhookSecrets":[]}', generateStringKey: 'apiKey' },
    removalPolicy: RemovalPolicy.RETAIN,
  });
