import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { type EventBus, type EventPattern, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { type EventDefinition, sourceOf } from '../../shared/messaging/event.ts';
import { MAX_RECEIVES } from '../../shared/messaging/receives.ts';

const LONGEST_RETENTION = Duration.days(14);

export interface EventQueueProps {
  /** Physical name, e.g. `souk-dev-notifications-events`; its dead letters are in `<name>-dead`. */
  readonly queueName: string;
  /** Default: the account's own bus, to which AWS services send their events. */
  readonly bus?: EventBus | undefined;
  readonly pattern: EventPattern;
  /** Default 30 s, SQS's own. */
  readonly visibilityTimeout?: Duration;
  /** Default {@link MAX_RECEIVES}, which every consumer relies on. */
  readonly maxReceiveCount?: number;
}

/**
 * A rule that sends events to a queue. One alarmed dead-letter queue serves both: it gets events
 * that cannot be delivered, and messages that still fail after `maxReceiveCount` receives.
 */
export class EventQueue extends Construct {
  readonly queue: Queue;

  constructor(scope: Construct, id: string, props: EventQueueProps) {
    super(scope, id);
    const { queueName, bus, pattern, visibilityTimeout = Duration.seconds(30), maxReceiveCount = MAX_RECEIVES } = props;
    const deadLetters = new Queue(this, 'DeadLetters', {
      queueName: `${queueName}-dead`,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: LONGEST_RETENTION,
    });
    this.queue = new Queue(this, 'Queue', {
      queueName,
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: LONGEST_RETENTION,
      visibilityTimeout,
      deadLetterQueue: { queue: deadLetters, maxReceiveCount },
    });
    new Rule(this, 'Rule', {
      ruleName: queueName,
      ...(bus && { eventBus: bus }),
      eventPattern: pattern,
      targets: [new SqsQueue(this.queue, { deadLetterQueue: deadLetters })],
    });
    alarmWhenFilled(
      deadLetters,
      `${queueName}-dead`,
      'Events are in the dead-letter queue: read them, fix the cause, then redrive.',
    );
  }
}

/** The pattern of the shop's events, in every version: the consumer distinguishes versions. */
export const patternOf = (events: readonly Pick<EventDefinition, 'domain' | 'name'>[]): EventPattern => ({
  source: [...new Set(events.map(({ domain }) => sourceOf(domain)))],
  detailType: [...new Set(events.map(({ name }) => name))],
});

/** Raises an alarm as soon as one message waits in a queue that should be empty. */
export function alarmWhenFilled(queue: Queue, alarmName: string, alarmDescription: string): Alarm {
  return new Alarm(queue, 'Filled', {
    alarmName,
    alarmDescription,
    metric: queue.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM, period: Duration.minutes(1) }),
    threshold: 1,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    evaluationPeriods: 1,
    treatMissingData: TreatMissingData.NOT_BREACHING,
  });
}
