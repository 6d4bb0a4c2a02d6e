import { type App, Duration, Stack } from 'aws-cdk-lib';
import { orderNeedsAttention } from '../../events/orders/order-needs-attention.v1.ts';
import { paymentDiverged } from '../../events/payments/payment-diverged.v1.ts';
import { paymentRefundFailed } from '../../events/payments/payment-refund-failed.v1.ts';
import { publishers } from '../../events/registry.ts';
import { shop } from '../../functions/index.ts';
import type { ShopFunction } from '../../functions/shop.ts';
import { malformedEvent, setAsideEvent } from '../../shared/messaging/event.ts';
import { STUCK_EVENT } from '../../state-machines/machine.ts';
import { deletedAccounts } from '../constructs/deleted-accounts.ts';
import { DomainFunction, type Surroundings, tableOf } from '../constructs/domain-function.ts';
import { alarmWhenFilled, EventQueue, patternOf } from '../constructs/event-queue.ts';
import { EventSubscription } from '../constructs/event-subscription.ts';
import { FindingsAlarms } from '../constructs/findings-alarms.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { StreamPublisher } from '../constructs/stream-publisher.ts';
import { StreamReader } from '../constructs/stream-reader.ts';
import type { DataStack } from './data-stack.ts';

/** Stream publishers, event consumers, schedules and the attention queue. */
export class EventsStack extends Stack {
  constructor(app: App, around: Surroundings, data: DataStack) {
    const { settings } = around;
    const { bus, failures } = data;
    super(app, `souk-${settings.stage}-events`);
    for (const owner of publishers) {
      new StreamPublisher(this, `${owner}-publisher`, { settings, table: tableOf(data, owner), bus, failures });
    }
    for (const spec of shop.functions) this.addTrigger(spec, around, data);
    this.addAttention(around, bus);
  }

  private addTrigger(spec: ShopFunction, around: Surroundings, { bus, failures, tables, signIn }: DataStack): void {
    const { name, domain, consumes, batchSize, everyMinutes, reports, streams, watchesAccounts } = spec;
    if (!consumes && everyMinutes === undefined && !streams && !watchesAccounts) return;
    const target = new DomainFunction(this, spec, around);
    const physicalName = `souk-${around.settings.stage}-${name}`;
    if (streams) {
      const table = tableOf({ tables }, domain);
      new StreamReader(this, `${domain}-reader`, { target, table, failures, ...streams });
    }
    if (consumes) {
      const queue = { queueName: physicalName, pattern: patternOf(consumes), batchSize };
      new EventSubscription(this, `${name}-subscription`, { bus, target, ...queue });
    }
    if (watchesAccounts) {
      const pattern = deletedAccounts(signIn.pool.userPoolId);
      new EventSubscription(this, `${name}-subscription`, { target, queueName: physicalName, pattern });
    }
    if (everyMinutes !== undefined) {
      const every = Duration.minutes(everyMinutes);
      new ScheduledFunction(this, `${name}-runs`, { target, every, failuresName: `${physicalName}-failed` });
    }
    if (reports) new FindingsAlarms(this, `${name}-findings`, { target, name: physicalName });
  }

  private addAttention({ settings }: Surroundings, bus: DataStack['bus']): void {
    const queueName = `souk-${settings.stage}-attention`;
    const attention = new EventQueue(this, 'attention', {
      queueName,
      bus,
      pattern: patternOf([
        ...[orderNeedsAttention, paymentRefundFailed, paymentDiverged],
        ...[malformedEvent, setAsideEvent, STUCK_EVENT],
      ]),
      // An operator who looks at a message receives it: it must stay in the queue all the same.
      maxReceiveCount: 1000,
    });
    alarmWhenFilled(
      attention.queue,
      queueName,
      'A parked order, a stuck execution, a failed refund or an event that cannot be published: see docs/operations.md.',
    );
  }
}
