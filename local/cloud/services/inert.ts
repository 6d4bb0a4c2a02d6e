import type { Cloud, Resource, ResourceType, Service } from '../cloud.ts';
import { arn, physicalName } from './names.ts';

/** Resources of the template that have no effect on one machine; each comment gives the reason. */
export function createInert(): Service {
  return {
    name: 'inert',
    types: {
      // AWS enforces permissions; the tests of the templates check them.
      'AWS::IAM::Role': inert(
        [
          ...['RoleName', 'AssumeRolePolicyDocument', 'Description', 'ManagedPolicyArns', 'MaxSessionDuration'],
          ...['Path', 'PermissionsBoundary', 'Policies', 'Tags'],
        ],
        (resource, cloud) => {
          const name = physicalName(resource, 'RoleName', 64);
          return { ref: name, attributes: { Arn: globalArn(cloud, 'iam', `role/${name}`), RoleId: `AROA${name}` } };
        },
      ),
      'AWS::IAM::Policy': inert(['PolicyName', 'PolicyDocument', 'Roles', 'Users', 'Groups'], ({ logicalId }) => ({
        ref: logicalId,
      })),
      'AWS::IAM::ManagedPolicy': inert(
        ['ManagedPolicyName', 'Description', 'Path', 'PolicyDocument', 'Roles', 'Users', 'Groups'],
        (resource, cloud) => {
          const name = physicalName(resource, 'ManagedPolicyName', 128);
          const policyArn = globalArn(cloud, 'iam', `policy/${name}`);
          return { ref: policyArn, attributes: { PolicyArn: policyArn } };
        },
      ),
      // Functions and workflows write their lines to the terminal.
      'AWS::Logs::LogGroup': inert(
        [
          'LogGroupName',
          'RetentionInDays',
          'KmsKeyId',
          'LogGroupClass',
          'DataProtectionPolicy',
          'FieldIndexPolicies',
          'Tags',
        ],
        (resource, cloud) => {
          const name = physicalName(resource, 'LogGroupName', 512);
          return { ref: name, attributes: { Arn: arn(cloud, 'logs', `log-group:${name}:*`) } };
        },
      ),
      'AWS::Logs::ResourcePolicy': inert(['PolicyName', 'PolicyDocument'], ({ logicalId }) => ({ ref: logicalId })),
      // Its metrics would only feed alarms.
      'AWS::Logs::MetricFilter': inert(
        ['FilterName', 'FilterPattern', 'LogGroupName', 'MetricTransformations', 'ApplyOnTransformedLogs'],
        ({ logicalId }) => ({ ref: logicalId }),
      ),
      // No one is on call for one machine: `inspect` shows the data of an alarm or a dashboard.
      'AWS::CloudWatch::Alarm': inert(ALARM, (resource, cloud) => {
        const name = physicalName(resource, 'AlarmName', 255);
        return { ref: name, attributes: { Arn: arn(cloud, 'cloudwatch', `alarm:${name}`) } };
      }),
      'AWS::CloudWatch::Dashboard': inert(['DashboardName', 'DashboardBody'], (resource) => ({
        ref: physicalName(resource, 'DashboardName', 255),
      })),
      // Without it AWS sends no event about a call. Here such events come in any case.
      'AWS::CloudTrail::Trail': inert(
        [
          ...['TrailName', 'S3BucketName', 'S3KeyPrefix', 'IsLogging', 'IsMultiRegionTrail', 'EventSelectors'],
          ...['IncludeGlobalServiceEvents', 'EnableLogFileValidation', 'CloudWatchLogsLogGroupArn', 'Tags'],
          ...['AdvancedEventSelectors', 'CloudWatchLogsRoleArn', 'InsightSelectors', 'IsOrganizationTrail'],
          ...['KMSKeyId', 'SnsTopicName'],
        ],
        (resource, cloud) => {
          const name = physicalName(resource, 'TrailName', 128);
          return { ref: name, attributes: { Arn: arn(cloud, 'cloudtrail', `trail/${name}`) } };
        },
      ),
      // Topics send alarms to people, and there are no alarms.
      'AWS::SNS::Topic': inert(
        ['TopicName', 'DisplayName', 'KmsMasterKeyId', 'Subscription', 'Tags'],
        (resource, cloud) => {
          const name = physicalName(resource, 'TopicName', 256);
          const topicArn = arn(cloud, 'sns', name);
          return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
        },
      ),
      'AWS::SNS::TopicPolicy': inert(['PolicyDocument', 'Topics'], ({ logicalId }) => ({ ref: logicalId })),
      // The CDK's report to AWS about its constructs.
      'AWS::CDK::Metadata': inert(['Analytics'], ({ logicalId }) => ({ ref: logicalId })),
    },
    start: async () => ({}),
    async stop() {},
  };
}

const ALARM = [
  ...['ActionsEnabled', 'AlarmActions', 'AlarmDescription', 'AlarmName', 'ComparisonOperator', 'DatapointsToAlarm'],
  ...['Dimensions', 'EvaluateLowSampleCountPercentile', 'EvaluationPeriods', 'ExtendedStatistic', 'Metrics'],
  ...['InsufficientDataActions', 'MetricName', 'Namespace', 'OKActions', 'Period', 'Statistic', 'Tags', 'Threshold'],
  ...['ThresholdMetricId', 'TreatMissingData', 'Unit'],
];

type Identify = (resource: Resource, cloud: Cloud) => Awaited<ReturnType<ResourceType['create']>>;

function inert(properties: readonly string[], identify: Identify): ResourceType {
  return { properties, create: async (resource, cloud) => identify(resource, cloud) };
}

function globalArn({ accountId }: Cloud, service: string, rest: string): string {
  return `arn:aws:${service}::${accountId}:${rest}`;
}
