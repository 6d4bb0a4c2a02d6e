import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { sourceOf } from '../../shared/messaging/event.ts';
import type { Settings } from '../settings.ts';
import type { DomainTable } from './domain-table.ts';
import { NodeFunction } from './node-function.ts';
import { StreamReader } from './stream-reader.ts';

export interface StreamPublisherProps {
  readonly settings: Settings;
  readonly table: DomainTable;
  readonly bus: EventBus;
  readonly failures: Bucket;
}

/** Publishes the event items of a table: the second half of the transactional outbox. */
export class StreamPublisher extends Construct {
  constructor(scope: Construct, id: string, { settings, table, bus, failures }: StreamPublisherProps) {
    super(scope, id);
    const target = new NodeFunction(this, 'Function', {
      settings,
      name: `${table.owner}-publisher`,
      bundle: 'stream-publisher',
      timeoutSeconds: 30,
      environment: { EVENT_BUS_NAME: bus.eventBusName, EVENT_SOURCE: sourceOf(table.owner) },
    });
    target.allow(['events:PutEvents'], [bus.eventBusArn]);
    new StreamReader(this, 'Reader', { target, table, entity: 'event', failures });
  }
}
