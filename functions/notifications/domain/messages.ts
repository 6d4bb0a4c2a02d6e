import { format, type Money } from '../../../shared/kernel/money.ts';
import type { RejectionCode } from '../../../state-machines/order/order.ts';

export interface MailOrder {
  readonly number: string;
  readonly lines: readonly { readonly title: string; readonly quantity: number; readonly lineTotal: Money }[];
  readonly totals: { readonly total: Money };
  readonly rejection?: { readonly code: string; readonly detail: string } | undefined;
}

export interface MailUser {
  readonly name?: string | undefined;
}

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** The refusal's own detail says it. */
const BY_DETAIL = undefined;

/** Why an order was rejected, in the buyer's words. Each refusal of the saga has its place here. */
const REASONS: Readonly<Record<RejectionCode, string | undefined>> = {
  'inventory.insufficient_stock': 'Something in it has just been sold out.',
  'inventory.hold_expired': BY_DETAIL,
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
    'Nothing of it will be sent. What was charged is paid back, which can take your bank some days to show.',
  ]);

const greeting = ({ name }: MailUser): string => (name === undefined ? 'Hello,' : `Hello ${name},`);

export const welcomeMessage = (user: MailUser): Message =>
  compose('Welcome', [greeting(user), 'Your account is ready. From now on you find your orders in it.']);

export const registrationRepeatedMessage = (user: MailUser): Message =>
  compose('You already have an account', [
    greeting(user),
    'Somebody, perhaps you, has tried to register with this address. There is an account of it already: log in, or ask for another password if you have forgotten yours.',
    'If it was not you, there is nothing to do. Nothing was changed.',
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
