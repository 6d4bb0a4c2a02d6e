import { type App, Duration, Stack } from 'aws-cdk-lib';
import { DomainFunction, type Surroundings } from '../constructs/domain-function.ts';
import { alarmWhenFilled, EventQueue } from '../constructs/event-queue.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { StreamPublisher } from '../constructs/stream-publisher.ts';
import { StreamReader } from '../constructs/stream-reader.ts';
import { PUBLISHERS } from '../functions.ts';
import type { DataStack } from './data-stack.ts';

/** Function → the events it hears. */
const SUBSCRIPTIONS: Readonly<Record<string, { sources: readonly string[]; detailTypes: readonly string[] }>> = {
  'notifications-events': {
    sources: ['souk.orders', 'souk.users'],
    detailTypes: ['OrderConfirmed', 'OrderRejected', 'OrderCancelled', 'UserRegistered', 'UserRegistrationRepeated'],
  },
  'catalog-events': { sources: ['souk.catalog'], detailTypes: ['ProductImportRequested'] },
  'cart-events': { sources: ['souk.orders', 'souk.users'], detailTypes: ['OrderConfirmed', 'UserErased'] },
  'orders-events': { sources: ['souk.users'], detailTypes: ['UserErased'] },
  'users-events': { sources: ['souk.users'], detailTypes: ['UserErased'] },
  'inventory-events': { sources: ['souk.orders'], detailTypes: ['OrderCancelled'] },
  'payments-events': { sources: ['souk.orders'], detailTypes: ['OrderCancelled'] },
};

/** Function → the minutes between two of its runs. */
const SCHEDULES: Readonly<Record<string, number>> = { 'inventory-schedule': 1 };

/** Stream publishers, event consumers, schedules and the attention queue. */
export class EventsStack extends Stack {
  constructor(app: App, around: Surroundings, { bus, failures, tables }: DataStack) {
    const { settings } = around;
    super(app, `souk-${settings.stage}-events`);
    for (const owner of PUBLISHERS) {
      new StreamPublisher(this, `${owner}-publisher`, { settings, table: tables[owner], bus, failures });
    }
    // The second way into the saga: an order whose checkout died between its write and the start of the execution.
    const target = new DomainFunction(this, 'orders-stream', around);
    new StreamReader(this, 'orders-reader', { target, table: tables.orders, entity: 'order', failures, batchSize: 10 });
    for (const [name, { sources, detailTypes }] of Object.entries(SUBSCRIPTIONS)) {
      new EventSubscription(this, `${name}-subscription`, {
        bus,
        target: new DomainFunction(this, name, around),
        sources,
        detailTypes,
        queueName: `souk-${settings.stage}-${name}`,
      });
    }
    for (const [name, minutes] of Object.entries(SCHEDULES)) {
      const scheduled = new DomainFunction(this, name, around);
      new ScheduledFunction(this, `${name}-runs`, {
        target: scheduled,
        every: Duration.minutes(minutes),
        failuresName: `souk-${settings.stage}-${name}-failed`,
      });
    }
    this.addAttention(around, bus);
  }

  private addAttention({ settings }: Surroundings, bus: DataStack['bus']): void {
    const queueName = `souk-${settings.stage}-attention`;
    const attention = new EventQueue(this, 'attention', {
      queueName,
      bus,
      sources: ['souk.orders', 'souk.outbox'],
      detailTypes: ['OrderNeedsAttention', 'MalformedEvent'],
      // Whoever looks at a message should find it again.
      maxReceiveCount: 1000,
    });
    alarmWhenFilled(
      attention.queue,
      queueName,
      'A parked order or a malformed event needs a person: see docs/operations.md.',
    );
  }
}
