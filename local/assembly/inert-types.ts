import type { Resource, ResourceType } from '../cloud.ts';

/**
 * Types that change nothing in how the stacks behave on one machine: permissions are not enforced here, nobody watches the alarms, and
 * logs are kept per function. They are accepted whole, so that the same template runs; `README.md` says so.
 */
export const inertTypes: Readonly<Record<string, ResourceType>> = {
  'AWS::IAM::Role': inert((name) => ({ Arn: `arn:aws:iam::ACCOUNT:role/${name}`, RoleId: `AROA${name}` }), 'RoleName'),
  'AWS::IAM::Policy': inert(() => ({})),
  'AWS::IAM::ManagedPolicy': inert((name) => ({ PolicyArn: `arn:aws:iam::ACCOUNT:policy/${name}` })),
  'AWS::Logs::LogGroup': inert((name) => ({ Arn: `arn:aws:logs:REGION:ACCOUNT:log-group:${name}:*` }), 'LogGroupName'),
  'AWS::Logs::ResourcePolicy': inert(() => ({})),
  'AWS::Logs::MetricFilter': inert(() => ({})),
  'AWS::CloudWatch::Alarm': inert((name) => ({ Arn: `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:${name}` }), 'AlarmName'),
  'AWS::CloudWatch::CompositeAlarm': inert(
    (name) => ({ Arn: `arn:aws:cloudwatch:REGION:ACCOUNT:alarm:${name}` }),
    'AlarmName',
  ),
  'AWS::CloudWatch::Dashboard': inert(() => ({})),
  'AWS::SNS::TopicPolicy': inert(() => ({})),
  'AWS::CDK::Metadata': inert(() => ({})),
};

function inert(attributes: (name: string) => Record<string, string>, nameProperty?: string): ResourceType {
  return {
    properties: ['*'],
    async create(resource, cloud) {
      const name = physicalName(resource, nameProperty);
      const filled = Object.entries(attributes(name)).map(([key, value]) => [
        key,
        value.replace('REGION', cloud.region).replace('ACCOUNT', cloud.accountId),
      ]);
      return { ref: name, attributes: Object.fromEntries(filled) };
    },
  };
}

/** The name that the template gives, or one made of the stack and the logical id. */
export function physicalName(resource: Resource, nameProperty?: string, maxLength = 64): string {
  const named = nameProperty === undefined ? undefined : resource.properties[nameProperty];
  if (typeof named === 'string') return named;
  return `${resource.stack}-${resource.logicalId}`.slice(0, maxLength);
}
