import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { NodeFunction } from './node-function.ts';

const DESCRIPTIONS = {
  repaired: 'Something was wrong, and a repair was started: the log of the function lists what.',
  open: 'Something is wrong that nothing repairs: the log lists it, docs/operations.md tells what to do.',
} as const;

/**
 * Alarms on the report of a reconciliation, a line of the function's log. One rings for what it
 * repaired, one for what it cannot repair.
 */
export class FindingsAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { target, name }: { readonly target: NodeFunction; readonly name: string },
  ) {
    super(scope, id);
    for (const [member, alarmDescription] of Object.entries(DESCRIPTIONS)) {
      const filter = new MetricFilter(this, `${member}-filter`, {
        logGroup: target.logGroup,
        filterPattern: FilterPattern.stringValue('$.message', '=', 'reconciled'),
        metricNamespace: 'Souk',
        metricName: `${name}-${member}`,
        metricValue: `$.${member}`,
      });
      new Alarm(this, member, {
        alarmName: `${name}-${member}`,
        alarmDescription,
        metric: filter.metric({ statistic: Stats.SUM, period: Duration.minutes(5) }),
        threshold: 1,
        comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluationPeriods: 1,
        treatMissingData: TreatMissingData.NOT_BREACHING,
      });
    }
  }
}
