import { format, type Money } from '../../../shared/kernel/money.ts';
import type { RejectionCode } from '../../../state-machines/order/order.ts';
import type { KeepReason, OrderRecord } from '../../orders/queries.ts';
import type { UserContact } from '../../users/queries.ts';

/** The part of an order that a mail shows. */
export interface MailOrder extends Pick<OrderRecord, 'number' | 'rejection'> {
  readonly lines: readonly Pick<OrderRecord['lines'][number], 'title' | 'quantity' | 'lineTotal'>[];
  readonly totals: Pick<OrderRecord['totals'], 'total'>;
}

export type MailUser = Pick<UserContact, 'name'>;

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The mail shows the refusal's own detail. */
const BY_DETAIL = undefined;

/** The reason of a rejection in the buyer's words. Every refusal of the saga has an entry here. */
const REASONS: Readonly<Record<RejectionCode, string | undefined>> = {
  'inventory.insufficient_stock': 'There are not enough pieces of an item in your order.',
  'inventory.hold_expired': BY_DETAIL,
  'payments.too_many_waiting':
    'Too many pieces wait for the payment of other orders. You can try again in a few minutes.',
  'payments.card_declined': 'Your card was declined. You can try again with another one.',
  'payments.invalid_payment_method': BY_DETAIL,
  'payments.amount_too_small': BY_DETAIL,
  'payments.amount_too_large': BY_DETAIL,
  'payments.amount_not_chargeable': BY_DETAIL,
  'payments.intent_cancelled': BY_DETAIL,
  'payments.timed_out': 'The payment was not completed in time.',
  'payments.capture_failed': BY_DETAIL,
};

const reasonFor = (code: string): string | undefined => (REASONS as Readonly<Record<string, string | undefined>>)[code];

export const orderConfirmedMessage = (order: MailOrder): Message =>
  compose(`Your order ${order.number} is confirmed`, [
    `Thank you! We have your payment of ${format(order.totals.total)} and will send:`,
    ...order.lines.map(({ title, quantity, lineTotal }) => `${quantity} × ${title}: ${format(lineTotal)}`),
  ]);

export const orderRejectedMessage = (order: MailOrder): Message =>
  compose(`Your order ${order.number} could not be completed`, [
    reasonFor(order.rejection?.code ?? '') ?? order.rejection?.detail ?? 'Something went wrong on our side.',
    'You have not been charged. Your cart is as you left it.',
  ]);

export const orderCancelledMessage = (order: MailOrder): Message =>
  compose(`Your order ${order.number} is cancelled`, [
    'Nothing will be sent. Any amount charged is refunded; your bank may take a few days to show it.',
  ]);

/** For money that went back to the buyer without the shop's doing. */
export const paymentReversedMessage =
  ({ amount, cause }: { readonly amount: Money; readonly cause: 'refund' | 'dispute' }) =>
  (order: MailOrder): Message =>
    compose(`Your payment for the order ${order.number}`, [
      cause === 'refund'
        ? `${format(amount)} of your payment is refunded; your bank may take a few days to show it.`
        : `Your bank has decided your dispute: ${format(amount)} of your payment is back with you.`,
    ]);

/** The open obligations, in the buyer's words. */
const OWED: Readonly<Record<KeepReason, string>> = {
  being_paid: 'it is not paid yet',
  to_be_sent: 'it is still to be sent to you',
  refund_pending: 'its refund is not complete',
};

/** For a buyer who asked to be erased. */
export const contactKeptMessage =
  ({ reason, until }: { readonly reason: string; readonly until: string }) =>
  (order: MailOrder): Message =>
    compose(`Your order ${order.number} and the data that we keep for it`, [
      `You asked us to erase your data. Your order ${order.number} is not done: ${OWED[reason as KeepReason] ?? 'something is still owed to you'}. So we keep what it needs of your data until it is done.`,
      `Then we erase that too: on ${until.slice(0, 10)} at the latest.`,
    ]);

const greeting = ({ name }: MailUser): string => (name === undefined ? 'Hello,' : `Hello ${name},`);

export const welcomeMessage = (user: MailUser): Message =>
  compose('Welcome', [greeting(user), 'Your account is ready. You can now find your orders in your account.']);

export const registrationRepeatedMessage = (user: MailUser): Message =>
  compose('You already have an account', [
    greeting(user),
    'Someone, perhaps you, tried to register with this address. It already has an account: log in, or reset the password if you have forgotten it.',
    'If it was not you, you can ignore this mail. Nothing was changed.',
  ]);

const compose = (subject: string, paragraphs: readonly string[]): Message => ({
  subject,
  text: `${paragraphs.join('\n\n')}\n`,
  html: paragraphs.map((paragraph) => `<p>${escapeHtml(paragraph)}</p>`).join('\n'),
});

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
