import type { paymentEvents } from '../../../events/payments/index.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { TransientFault } from '../../../shared/kernel/faults.ts';
import type { Money } from '../../../shared/kernel/money.ts';
import { causedBy, createEvent, type EventOf } from '../../../shared/messaging/event.ts';
import type { OrderRecord } from '../../orders/queries.ts';
import { apply, type Payment, type PaymentEvent } from '../domain/payment.ts';
import { paymentIdOf } from '../domain/payment-id.ts';
import type { PaymentProvider, Waiting } from '../domain/provider.ts';

/** What must be known of an order to pay it. */
export interface PayableOrder {
  readonly id: string;
  readonly status: OrderRecord['status'];
  readonly total: Money;
  /** The provider's id of the buyer's payment method. */
  readonly paymentMethod: string;
}

export interface PaymentPorts {
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  getPayment(orderId: string): Promise<Payment | undefined>;
  /** Saves a payment with its newest event, and what the buyer must do, if anything. @returns false when another was faster. */
  save(payment: Payment, event: PaymentEvent, waiting?: Waiting): Promise<boolean>;
  /** Replaces what the buyer must do. @returns false when the payment is no longer this version. */
  saveWaiting(payment: Payment, waiting: Waiting): Promise<boolean>;
  /** Tells the saga's waiting task that the money is authorized. A task that waits no longer is no fault. */
  answerTask(taskToken: string): Promise<void>;
}

type Definition = (typeof paymentEvents)[number];
type Facts<D extends Definition> = Omit<EventOf<D>['data'], 'orderId' | 'amount'>;

/** Where an event comes from: the payment as read (none before the first event) and the saga's step. */
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
 * @throws TransientFault when the payment is no longer the one that was read: the step is then decided anew.
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
  throw new TransientFault(`The payment of ${orderId} changed meanwhile.`);
}
