import { describe, expect, it } from 'vitest';
import { orderConfirmedMessage, orderRejectedMessage, welcomeMessage } from './messages.ts';

const total = { amount: 5899, currency: 'EUR' };
const order = {
  number: 'K7Q2-9XWM-3TFA',
  lines: [{ title: `<script>alert("x")</script> & 'Co'`, quantity: 2, lineTotal: total }],
  totals: { total },
};

it('A welcome states the use of the account.', () => {
  expect(welcomeMessage({ name: 'Ada' }).text).toBe(
    'Hello Ada,\n\nYour account is ready. You can now find your orders in your account.\n',
  );
});

describe('a mail about an order', () => {
  it('escapes titles, so that a seller cannot insert HTML', () => {
    const { html, text } = orderConfirmedMessage(order);

    expect(html).toContain('2 × &lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &#39;Co&#39;: 58.99 EUR');
    expect(html).not.toContain('<script>');
    expect(text).toContain(`2 × <script>alert("x")</script> & 'Co': 58.99 EUR`);
  });

  it('names the order in its subject, without any typed text', () => {
    expect(orderConfirmedMessage(order).subject).toBe('Your order K7Q2-9XWM-3TFA is confirmed');
  });

  it("gives the reason of a rejection in the buyer's words, else the refusal's detail, else our fault", () => {
    const rejected = (rejection?: { code: string; detail: string }) =>
      orderRejectedMessage({ ...order, rejection }).text;

    expect(rejected({ code: 'inventory.insufficient_stock', detail: 'SKU a: 0 < 1' })).toContain(
      'There are not enough pieces of an item in your order.',
    );
    expect(rejected({ code: 'payments.amount_too_small', detail: 'Less than can be charged.' })).toContain(
      'Less than can be charged.',
    );
    expect(rejected()).toContain('Something went wrong on our side.');
  });
});
