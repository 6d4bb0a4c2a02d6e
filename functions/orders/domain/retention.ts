import type { UndoState } from '../../payments/queries.ts';
import type { OrderContact } from './contact.ts';
import type { Order } from './order.ts';
import type { KeepReason } from './values.ts';

type ContactField = Exclude<keyof OrderContact, 'orderId' | 'email' | 'expiresAt'>;

/** The data that an order still needs of a buyer who asked to be erased. */
export interface Retention {
  readonly reason: KeepReason;
  /** The data goes when the order is done, and at this time at the latest. */
  readonly until: Date;
  /** The fields that nothing needs any more. The email always stays, for news about the order. */
  readonly drops: readonly ContactField[];
}

const ADDRESSES = ['shippingAddress', 'billingAddress', 'shippingMethod'] as const;

/**
 * Days after the order's last change. Nothing records yet that goods were sent. They must arrive
 * within 30 days, and can be sent back for 14 more (Directive 2011/83/EU, articles 18 and 9). An
 * order being paid ends within hours, and a refund within days, unless a person must help.
 */
const DAYS: Readonly<Record<KeepReason, number>> = { being_paid: 30, to_be_sent: 60, refund_pending: 90 };

const DROPS: Readonly<Record<KeepReason, readonly ContactField[]>> = {
  being_paid: [],
  to_be_sent: ['paymentMethod', 'trials'],
  refund_pending: ['paymentMethod', 'trials', ...ADDRESSES],
};

/**
 * Whether an erasure concerns an order of the user or of a guest with the same email. A guest's
 * order that was placed after it is another purchase.
 */
export const isPartOfErasure = (
  { userId, createdAt }: Pick<Order, 'userId' | 'createdAt'>,
  erasedAt: string,
): boolean => userId !== undefined || createdAt <= erasedAt;

type Ended = Pick<Order, 'status' | 'updatedAt'>;

function reasonOf({ status }: Ended, undo: UndoState): KeepReason | undefined {
  if (status === 'pending' || status === 'needs_attention') return 'being_paid';
  if (status === 'confirmed') return 'to_be_sent';
  return undo === 'done' ? undefined : 'refund_pending';
}

/**
 * Why and until when an order needs its contact; undefined when it is done.
 *
 * @param undo how far the undo of its payment has come: asked of rejected and cancelled orders.
 */
export function retentionOf(order: Ended, undo: UndoState, now: Date): Retention | undefined {
  const reason = reasonOf(order, undo);
  if (!reason) return undefined;
  const until = new Date(Date.parse(order.updatedAt) + DAYS[reason] * 86_400_000);
  return until > now ? { reason, until, drops: DROPS[reason] } : undefined;
}

/** Enough for the retries of the mail about the order's end. */
const LAST_MAIL_MS = 3_600_000;

/**
 * Until when the mail about an order's end may need the address, although the order is done;
 * undefined when it was sent long ago.
 */
export function lastMailUntil({ updatedAt }: Ended, now: Date): Date | undefined {
  const until = new Date(Date.parse(updatedAt) + LAST_MAIL_MS);
  return until > now ? until : undefined;
}

/** Whether an order's undo decides about its contact. */
export const needsUndo = ({ status }: Pick<Order, 'status'>): boolean =>
  status === 'rejected' || status === 'cancelled';
