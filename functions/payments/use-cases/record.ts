import { TransientFault } from '../../../shared/kernel/faults.ts';
import type { Money } from '../../../shared/kernel/money.ts';
import { causedBy, createEvent, type EventDefinition, type EventOf } from '../../../shared/messaging/event.ts';
import { apply, type Payment, type PaymentEvent } from '../domain/payment.ts';
import { paymentIdOf } from '../domain/payment-id.ts';
import type { Waiting } from '../domain/provider.ts';
import type { PaymentPorts } from './ports.ts';

type Definition = EventDefinition<PaymentEvent['metadata']['name']>;
type Facts<D extends Definition> = Omit<EventOf<D>['data'], 'orderId' | 'amount'>;

/**
 * The origin of an event: the payment as read (none before the first event) and the saga's step.
 */
export interface Source {
  readonly payment: Payment | undefined;
  readonly orderId: string;
  readonly amount: Money;
  readonly step: string;
}

/**
 * Adds an event to a payment.
 *
 * @returns the payment after it.
 * @throws PaymentChanged after a concurrent update of the payment: the step is then decided anew.
 */
export async function record<D extends Definition>(
  { clock, save }: Pick<PaymentPorts, 'clock' | 'save'>,
  { payment, orderId, amount, step }: Source,
  definition: D,
  facts: Facts<D>,
  waiting?: Waiting,
): Promise<Payment> {
  const event = createEvent(definition as Definition, {
    aggregateId: paymentIdOf(orderId),
    sequence: (payment?.version ?? 0) + 1,
    occurredAt: clock.now(),
    ...causedBy(step, orderId),
    // TypeScript does not see that a generic Omit and its complement are the whole again.
    data: { orderId, amount, ...facts } as EventOf<D>['data'],
  }) as PaymentEvent;
  const next = apply(payment, event);
  if (await save(next, event, waiting)) return next;
  throw new PaymentChanged(orderId);
}

/** Another writer was faster, e.g. the webhook of an intent that the saga's step just confirmed. */
export class PaymentChanged extends TransientFault {
  constructor(orderId: string) {
    super(`The payment of ${orderId} changed meanwhile.`);
  }
}

const TRIES = 3;

/**
 * Decides again from the stored payment when another writer was faster. So the saga need not wait
 * for its retry, and the provider need not send its webhook again.
 */
export async function decideAnew<Outcome>(decide: () => Promise<Outcome>): Promise<Outcome> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await decide();
    } catch (error) {
      if (left === 0 || !(error instanceof PaymentChanged)) throw error;
    }
  }
}
