import { equals, type Money } from '../../../shared/kernel/money.ts';
import { isTaken, type Payment } from './payment.ts';
import type { Intent } from './provider.ts';
import type { DivergenceKind } from './values.ts';

/** An intent with what happened to its money. */
export interface Charged {
  readonly intent: Intent;
  readonly orderId: string;
  /** The money that was given back, pending refunds included. */
  readonly refunded: Money;
  /** The money that the buyer has back, by refunds that succeeded or by lost disputes. */
  readonly reversed: Money;
  /** The newest dispute about it. */
  readonly dispute?: 'open' | 'won' | 'lost' | undefined;
}

export type OrderStatus = 'pending' | 'confirmed' | 'cancelled' | 'rejected' | 'needs_attention';

/**
 * `cancel`: the intent holds no money that anybody owes; it is cancelled. `refund`: the state of
 * the refund is read, and another one follows. `record`: it is recorded with the payment, and a
 * person decides about the goods. `none`: a person must decide.
 */
export interface Divergence {
  readonly kind: DivergenceKind;
  readonly repair: 'cancel' | 'refund' | 'record' | 'none';
}

const diverged = (kind: DivergenceKind, repair: Divergence['repair'] = 'none'): Divergence => ({ kind, repair });

const isOpen = ({ intent }: Charged): boolean => intent.state !== 'captured' && intent.state !== 'cancelled';

/** Money that the provider took and has not given back. */
const hasMoney = ({ intent, refunded }: Charged): boolean =>
  intent.state === 'captured' && refunded.amount < intent.amount.amount;

/**
 * How an intent differs from the payment and the order that it is for. Undefined where they agree,
 * and for an order that has not ended: its saga or the reconciler of orders ends both.
 *
 * @param orderStatus undefined when there is no such order.
 */
export function divergenceOf(
  charged: Charged,
  payment: Payment | undefined,
  orderStatus: OrderStatus | undefined,
): Divergence | undefined {
  if (!orderStatus) return leftOver(charged, 'intent_without_order', 'money_without_order');
  if (orderStatus === 'pending' || orderStatus === 'needs_attention') return undefined;
  if (!payment || payment.intentId !== charged.intent.id) return leftOver(charged, 'unknown_intent', 'unknown_money');
  if (orderStatus === 'confirmed') return ofSale(charged, payment);
  // The bank decides about this money, also while it is given back: a buyer may get it twice.
  const disputed = ofDispute(charged);
  if (disputed || !payment.fenced) return disputed;
  if (payment.status === 'refunded') return hasMoney(charged) ? diverged('refund_missing', 'refund') : undefined;
  return leftOver(charged, 'intent_left_open', 'money_kept');
}

/** Of an intent that should be gone. */
function leftOver(charged: Charged, open: DivergenceKind, kept: DivergenceKind): Divergence | undefined {
  if (isOpen(charged)) return diverged(open, 'cancel');
  return hasMoney(charged) ? diverged(kept) : undefined;
}

/** Of a confirmed order: the whole amount was taken, and what went back of it is recorded. */
function ofSale(charged: Charged, payment: Payment): Divergence | undefined {
  if (!isTaken(payment)) return diverged('confirmed_unpaid');
  if (charged.intent.state !== 'captured') return diverged('not_captured');
  if (!equals(charged.intent.amount, payment.amount)) return diverged('amount_differs');
  if (charged.reversed.amount !== (payment.reversed?.amount ?? 0)) {
    return diverged(charged.dispute === 'lost' ? 'dispute_lost' : 'refunded_elsewhere', 'record');
  }
  return charged.dispute === 'open' ? ofDispute(charged) : undefined;
}

function ofDispute({ dispute }: Charged): Divergence | undefined {
  if (dispute === 'open') return diverged('disputed');
  return dispute === 'lost' ? diverged('dispute_lost') : undefined;
}
