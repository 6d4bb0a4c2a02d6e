import { AwsSolutionsChecks } from 'cdk-nag';
import { describe, expect, it } from 'vitest';
import { shop } from '../functions/index.ts';
import { endSessions } from '../functions/rights.ts';
import { type Resource, synthesize, textOf } from './testing/synthesize.ts';

const { app, ofType, resources } = synthesize();

const NO_RESOURCE = 'the action knows no resources: AWS accepts it on * only';
const LOG_DELIVERY = 'Step Functions sets its log delivery up itself; these actions know no resources';

/** Every allowed `*`, as `action resource`, with the reason why. */
const WILDCARDS: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments *': NO_RESOURCE,
  'xray:PutTelemetryRecords *': NO_RESOURCE,
  'xray:GetSamplingRules *': NO_RESOURCE,
  'xray:GetSamplingTargets *': NO_RESOURCE,
  'logs:CreateLogDelivery *': LOG_DELIVERY,
  'logs:GetLogDelivery *': LOG_DELIVERY,
  'logs:UpdateLogDelivery *': LOG_DELIVERY,
  'logs:DeleteLogDelivery *': LOG_DELIVERY,
  'logs:ListLogDeliveries *': LOG_DELIVERY,
  'logs:PutResourcePolicy *': LOG_DELIVERY,
  'logs:DescribeResourcePolicies *': LOG_DELIVERY,
  'logs:DescribeLogGroups *': LOG_DELIVERY,
  'states:DescribeExecution <executions>:*':
    "every order's executions, of one state machine; each has a name of its own",
  'dynamodb:ListStreams <table>/stream/*': "a list of one table's streams; Lambda asks for it before it reads",
  's3:PutObject <bucket>/aws/lambda/*': 'Lambda chooses the key of a record that it sets aside, below this prefix',
  's3:PutObject <trail>/AWSLogs/<AWS::AccountId>/*':
    "CloudTrail alone, for this account's records: it names them by day",
};

/** Accepted findings of cdk-nag, with the reason. The table above checks `IAM5` more closely. */
const ACKNOWLEDGED: Readonly<Record<string, string>> = {
  'AwsSolutions-APIG4':
    'Anybody may look, and guests buy too: where a caller is needed, the function itself checks the cart token or access token.',
  'AwsSolutions-COG2':
    'Optional in the pool, since buyers decide for themselves; the setting `adminMfa` requires it of admins.',
  'AwsSolutions-COG8':
    'The plus tier costs per user and month; throttling, long passwords and a client with a secret come first.',
  'AwsSolutions-S1':
    'The buckets hold failed records and the trail, for operators only, for 90 days; CloudTrail tells who changed its settings.',
  'AwsSolutions-SMG4':
    "Stripe's key is rolled at Stripe; the cursors' key, whose loss shows no data, with a deployment (ADR 22).",
  'AwsSolutions-SQS3':
    'A queue of failed scheduled runs is where dead letters end; consumed queues are checked in delivery.test.ts.',
  'AwsSolutions-SF1':
    'ERROR without data: ALL would cost more than the executions, and their history has each step anyway.',
};

interface AllowStatement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

interface Statement {
  readonly resource: Resource;
  readonly actions: readonly string[];
  readonly targets: readonly string[];
  /** The partition keys that a statement is limited to. */
  readonly keys: readonly string[] | undefined;
}

const statements: Statement[] = resources
  .filter(({ properties }) => properties.PolicyDocument)
  .flatMap((resource) =>
    resource.properties.PolicyDocument.Statement.filter(({ Effect }: { Effect: string }) => Effect === 'Allow').map(
      ({ Action, Resource: target, Condition }: AllowStatement) => ({
        resource,
        actions: [Action].flat(),
        targets: [target].flat().map(textOf),
        keys: Condition?.['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'],
      }),
    ),
  );

const wildcards = statements.flatMap(({ actions, targets }) =>
  actions.flatMap((action) =>
    targets.map((target) => `${action} ${kindOf(target)}`).filter((grant) => grant.includes('*')),
  ),
);

function kindOf(target: string): string {
  return target
    .replace(/^arn:.*:execution:souk-\w+-order(?=:)/, '<executions>')
    .replace(/<\w*Table\w*>/, '<table>')
    .replace(/<Failures\w*>/, '<bucket>')
    .replace(/<AuditRecords\w*.Arn>/, '<trail>');
}

describe('permissions', () => {
  it('hold no wildcard without a written reason, and no reason without its wildcard', () => {
    expect([...new Set(wildcards)].sort()).toEqual(Object.keys(WILDCARDS).sort());
  });

  it('come from policies of our own only', () => {
    for (const { id, properties } of ofType('AWS::IAM::Role')) {
      expect(properties.ManagedPolicyArns, id).toBeUndefined();
      expect(properties.Policies, id).toBeUndefined();
    }
  });

  it('let no function scan a table', () => {
    expect(statements.flatMap(({ actions }) => actions)).not.toContain('dynamodb:Scan');
  });

  it("let a function write its domain's table, the named items of lower ones, attempts at throttled routes, and ends of sessions", () => {
    const WRITES = /^dynamodb:(Put|Update|Delete|ConditionCheck)Item$/;

    for (const { name, domain, table, tables, writes, rights } of shop.functions) {
      const writing = statementsOf(name).filter(({ actions }) => actions.some((action) => WRITES.test(action)));
      const counting = writing.filter(({ actions }) => actions.join() === 'dynamodb:UpdateItem');
      const written = writing
        .filter((each) => !counting.includes(each))
        .flatMap(({ targets, keys }) =>
          targets.map((target) => ({ owner: target.replace(/^<(\w+?)Table.*$/, '$1'), keys })),
        );

      expect(written, name).toEqual([
        ...(table === 'write' ? [{ owner: domain, keys: undefined }] : []),
        ...writes.map((write) => ({ owner: write.domain, keys: [`${write.keys}*`] })),
      ]);
      const owners = counting.flatMap(({ targets }) =>
        targets.map((target) => target.replace(/^<(\w+?)Table.*$/, '$1')),
      );
      expect(owners.sort(), name).toEqual([
        ...(rights.includes(endSessions) ? ['sessions'] : []),
        ...(tables.includes('throttles') ? ['throttles'] : []),
      ]);
    }
  });

  it('let a function read the tables of its manifest only', () => {
    for (const { name, domain, table, reads, routes } of shop.functions) {
      const readable = statementsOf(name)
        .filter(({ actions }) => actions.includes('dynamodb:GetItem'))
        .flatMap(({ targets }) => targets.map((target) => target.replace(/^<(\w+?)Table.*$/, '$1')));
      const servesPeople = routes.some(({ route }) => route.access.some((access) => access !== 'public'));

      expect(readable.sort(), name).toEqual(
        [...(table ? [domain] : []), ...reads.map((read) => read.domain), ...(servesPeople ? ['sessions'] : [])].sort(),
      );
    }
  });

  it('let only the functions of users act on the user pool, each within its own rights', () => {
    const acting = shop.functions.flatMap(({ name }) =>
      statementsOf(name)
        .filter(({ actions }) => actions.some((action) => action.startsWith('cognito-idp:')))
        .map(({ actions, targets }) => ({
          name,
          actions,
          targets: targets.map((target) => target.replace(/Users\w+(\.Arn)?/, 'Users')),
        })),
    );

    expect(acting.map(({ name }) => name).sort()).toEqual([
      ...['users-api', 'users-deletions', 'users-events', 'users-token'],
    ]);
    for (const { actions, targets } of acting) {
      expect(targets).toEqual(['<SignInUsers>']);
      expect(actions.filter((action) => /\*|Create|UpdateUserAttributes/.test(action))).toEqual([]);
    }
    expect(acting.find(({ name }) => name === 'users-deletions')?.actions).toEqual(['cognito-idp:ListUsers']);
    expect(acting.find(({ name }) => name === 'users-token')?.actions).toEqual(['cognito-idp:DescribeUserPoolClient']);
    expect(acting.find(({ name }) => name === 'users-events')?.actions).toEqual([
      'cognito-idp:AdminDeleteUser',
      'cognito-idp:ListUsers',
    ]);
  });

  it('let the order saga invoke its own functions only', () => {
    const invoked = statements.filter(({ actions }) => actions.includes('lambda:InvokeFunction'));

    expect(
      invoked.flatMap(({ targets }) => targets.map((target) => target.replace(/[0-9A-F]{8}\..*/, ''))).sort(),
    ).toEqual(['<InventorySaga', '<OrdersSaga', '<PaymentsSaga']);
  });

  it('satisfy cdk-nag, or the finding is acknowledged with a reason', () => {
    const findings = new AwsSolutionsChecks()
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath }) => ({
          rule: ruleName.replace(/\[.*$/, ''),
          ruleName,
          constructPath,
        })),
      );

    expect(findings.filter(({ rule }) => rule !== 'AwsSolutions-IAM5' && !(rule in ACKNOWLEDGED))).toEqual([]);
    expect(Object.keys(ACKNOWLEDGED).filter((known) => !findings.some(({ rule }) => rule === known))).toEqual([]);
  });
});

/** The policies of the role of a domain's function, found by the role's name. */
function statementsOf(name: string): Statement[] {
  const target = ofType('AWS::Lambda::Function').find(
    ({ properties }) => properties.FunctionName === `souk-dev-${name}`,
  );
  const role = target?.properties.Role['Fn::GetAtt'][0];
  return statements.filter(
    ({ resource }) =>
      resource.stack === target?.stack && resource.properties.Roles?.some((each: { Ref: string }) => each.Ref === role),
  );
}
