import { Duration } from 'aws-cdk-lib';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { DEFAULT_BATCH_SIZE } from '../../functions/manifest.ts';
import { EventQueue, type EventQueueProps } from './event-queue.ts';
import type { NodeFunction } from './node-function.ts';

export interface EventSubscriptionProps {
  readonly bus?: EventQueueProps['bus'];
  readonly target: NodeFunction;
  readonly pattern: EventQueueProps['pattern'];
  /** Physical name of queue and rule. */
  readonly queueName: string;
  /** Default {@link DEFAULT_BATCH_SIZE}. */
  readonly batchSize?: number | undefined;
}

/** Delivers events of a bus to a function, at least once. A batch may fail in part. */
export class EventSubscription extends Construct {
  constructor(scope: Construct, id: string, props: EventSubscriptionProps) {
    super(scope, id);
    const { bus, target, pattern, queueName, batchSize = DEFAULT_BATCH_SIZE } = props;
    // AWS advises six times the function's timeout, so that throttled retries do not overlap with a
    // redelivery.
    const visibilityTimeout = Duration.seconds(6 * (target.timeout?.toSeconds() ?? 0));
    const { queue } = new EventQueue(this, 'Events', {
      queueName,
      bus,
      pattern,
      visibilityTimeout,
    });
    target.addEventSource(new SqsEventSource(queue, { batchSize, reportBatchItemFailures: true }));
  }
}
