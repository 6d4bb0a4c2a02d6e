import type { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { EmailIdentity } from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import { type Extra, FUNCTIONS, type TableOwner, tablesOf } from '../functions.ts';
import type { Settings } from '../settings.ts';
import type { DomainTable } from './domain-table.ts';
import { NodeFunction } from './node-function.ts';
import type { SignIn } from './sign-in.ts';

/** What domain functions work with. */
export interface Surroundings {
  readonly settings: Settings;
  readonly tables: Readonly<Record<TableOwner, DomainTable>>;
  readonly stripeSecret: Secret;
  readonly sender: EmailIdentity;
  readonly orderSagaArn: string;
  readonly signIn: SignIn;
}

type Means = Readonly<Record<Extra, (target: NodeFunction, around: Surroundings) => void>>;

/** What needs rights; signing up and in, codes and tokens need none but the client's secret. */
const DIRECTORY_ACTIONS = [
  ...['DescribeUserPoolClient', 'ListUsers', 'ListUsersInGroup', 'AdminDeleteUser', 'AdminUserGlobalSignOut'],
  ...['AdminListGroupsForUser', 'AdminAddUserToGroup', 'AdminRemoveUserFromGroup', 'AdminGetUser'],
].map((action) => `cognito-idp:${action}`);

const EXTRAS: Means = {
  currency: (target, { settings }) => target.addEnvironment('SHOP_CURRENCY', settings.currency),
  startOrderSaga: (target, { orderSagaArn }) => {
    target.addEnvironment('ORDER_SAGA_ARN', orderSagaArn);
    target.allow(['states:StartExecution'], [orderSagaArn]);
  },
  answerOrderSaga: (target, { orderSagaArn }) =>
    target.allow(['states:SendTaskSuccess', 'states:SendTaskFailure'], [orderSagaArn]),
  stripe: (target, { stripeSecret }) => {
    target.addEnvironment('STRIPE_SECRET_ARN', stripeSecret.secretArn);
    target.allow(['secretsmanager:GetSecretValue'], [stripeSecret.secretArn]);
  },
  mail: (target, { settings, sender }) => {
    target.addEnvironment('MAIL_FROM', settings.mailFrom);
    target.allow(['ses:SendEmail'], [sender.emailIdentityArn]);
  },
  throttles: (target, { tables }) => tables.platform.grantThrottles(target),
  directory: (target, { signIn }) => {
    target.addEnvironment('USER_POOL_ID', signIn.pool.userPoolId);
    target.addEnvironment('USER_POOL_CLIENT_ID', signIn.client.userPoolClientId);
    target.allow(DIRECTORY_ACTIONS, [signIn.pool.userPoolArn]);
  },
  accountDeletion: (target, { signIn }) => {
    target.addEnvironment('USER_POOL_ID', signIn.pool.userPoolId);
    target.allow(['cognito-idp:ListUsers', 'cognito-idp:AdminDeleteUser'], [signIn.pool.userPoolArn]);
  },
};

/** A function with the rights and the environment that its row in `functions.ts` says, and no more. */
export class DomainFunction extends NodeFunction {
  constructor(scope: Construct, name: string, around: Surroundings) {
    const spec = FUNCTIONS[name];
    if (!spec) throw new Error(`The function ${name} has no row in infra/functions.ts.`);
    super(scope, pascalCase(name), { settings: around.settings, name, ...spec });
    if (spec.owns) around.tables[spec.owns].grantOwner(this);
    for (const owner of spec.reads ?? []) around.tables[owner].grantReader(this);
    for (const owner of spec.lists ?? []) around.tables[owner].grantLister(this);
    for (const owner of tablesOf(spec)) {
      const { environment } = around.tables[owner];
      for (const [variable, value] of Object.entries(environment)) this.addEnvironment(variable, value);
    }
    for (const extra of spec.extras ?? []) EXTRAS[extra](this, around);
  }
}

const pascalCase = (name: string): string =>
  name.replace(/(?:^|-)([a-z])/g, (_match, letter: string) => letter.toUpperCase());
