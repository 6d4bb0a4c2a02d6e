import { format } from '../../../shared/kernel/money.ts';
import type { OrderRecord } from '../../orders/queries.ts';
import type { UserContact } from '../../users/queries.ts';

/** What a mail shows of an order. */
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

/** Reasons in the buyer's words; a reason without words of its own is told by its detail. */
const REASONS: Readonly<Record<string, string>> = {
  'inventory.insufficient_stock': 'Something in it has just been sold out.',
  'payments.card_declined': 'Your card was declined. You can try again with another one.',
  'payments.timed_out': 'The payment was not completed in time.',
};

export const orderConfirmedMessage = (order: MailOrder): Message =>
  compose(`Your order ${order.number} is confirmed`, [
    `Thank you! We have your payment of ${format(order.totals.total)} and will send:`,
    ...order.lines.map(({ title, quantity, lineTotal }) => `${quantity} × ${title}: ${format(lineTotal)}`),
  ]);

export const orderRejectedMessage = (order: MailOrder): Message =>
  compose(`Your order ${order.number} could not be completed`, [
    REASONS[order.rejection?.code ?? ''] ?? order.rejection?.detail ?? 'Something went wrong on our side.',
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
