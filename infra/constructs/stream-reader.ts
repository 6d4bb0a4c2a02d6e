import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { DomainTable } from './domain-table.ts';
import type { NodeFunction } from './node-function.ts';

export interface StreamReaderProps {
  readonly target: NodeFunction;
  readonly table: DomainTable;
  /** The function gets only inserted items whose attribute `entity` has this value. */
  readonly entity: string;
  /** The bucket for records that could not be handled, with their payload. */
  readonly failures: Bucket;
  /** Default 100. */
  readonly batchSize?: number;
}

/** Connects a table's stream to a function. A stream serves at most two readers. */
export class StreamReader extends Construct {
  constructor(scope: Construct, id: string, { target, table, entity, failures, batchSize = 100 }: StreamReaderProps) {
    super(scope, id);
    table.grant('streamReader', target);
    target.allow(['s3:ListBucket'], [failures.bucketArn]);
    target.allow(['s3:PutObject'], [failures.arnForObjects('aws/lambda/*')]);
    new EventSourceMapping(this, 'Mapping', {
      target,
      eventSourceArn: table.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // The number of retries has no limit, so that an outage loses no event. The stream itself
      // drops a record after 24 h without notice; four hours earlier it goes to the bucket.
      maxRecordAge: Duration.hours(20),
      onFailure: { bind: () => ({ destination: failures.bucketArn }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.isEqual('INSERT'),
          dynamodb: { NewImage: { entity: { S: FilterRule.isEqual(entity) } } },
        }),
      ],
    });
    new Alarm(this, 'Late', {
      alarmName: `${target.functionName}-late`,
      alarmDescription:
        'The stream has a backlog: look for the oldest error in the log. After 20 h its records go to S3.',
      metric: target.metric('IteratorAge', { statistic: Stats.MAXIMUM, period: Duration.minutes(5) }),
      threshold: Duration.minutes(5).toMilliseconds(),
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      evaluationPeriods: 1,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
