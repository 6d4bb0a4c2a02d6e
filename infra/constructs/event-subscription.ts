import { Duration } from 'aws-cdk-lib';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { EventQueue } from './event-queue.ts';
import type { NodeFunction } from './node-function.ts';

export interface EventSubscriptionProps {
  readonly bus: EventBus;
  readonly target: NodeFunction;
  /** E.g. `souk.orders`. */
  readonly sources: readonly string[];
  /** Names of events. */
  readonly detailTypes: readonly string[];
  /** Physical name of queue and rule. */
  readonly queueName: string;
}

/** Events of the bus → queue → function, at least once; a batch may fail in part. */
export class EventSubscription extends Construct {
  constructor(scope: Construct, id: string, { bus, target, sources, detailTypes, queueName }: EventSubscriptionProps) {
    super(scope, id);
    // AWS advises six times the function's timeout, so that throttled retries do not overlap with a redelivery.
    const visibilityTimeout = Duration.seconds(6 * (target.timeout?.toSeconds() ?? 0));
    const { queue } = new EventQueue(this, 'Events', {
      queueName,
      bus,
      sources,
      detailTypes,
      visibilityTimeout,
    });
    target.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
  }
}
