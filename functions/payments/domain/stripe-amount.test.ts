import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CURRENCY_EXPONENTS } from '../../../shared/kernel/currency.ts';
import { chargeOf, fromStripe, toStripe } from './stripe-amount.ts';

test.each([
  ['EUR', 1999, 1999],
  ['JPY', 500, 500],
  ['KWD', 1990, 1990],
  ['ISK', 500, 50_000],
  ['UGX', 5000, 500_000],
  ['MGA', 500_000, 5000],
])('%s: %i of our minor units are %i of Stripe.', (currency, ours, stripes) => {
  expect(toStripe({ amount: ours, currency })).toEqual({ amount: stripes, currency: currency.toLowerCase() });
});

test('An amount that Stripe cannot charge exactly is not rounded.', () => {
  expect(toStripe({ amount: 1999, currency: 'KWD' })).toBeUndefined();
  expect(toStripe({ amount: 1999, currency: 'MGA' })).toBeUndefined();
});

test.each([
  ['EUR', 49, 'payments.amount_too_small'],
  ['EUR', 50, undefined],
  ['JPY', 49, 'payments.amount_too_small'],
  ['EUR', 99_999_999, undefined],
  ['ISK', 999_999, undefined],
  ['ISK', 1_000_000, 'payments.amount_too_large'],
  ['KWD', 1999, 'payments.amount_not_chargeable'],
  ['KWD', 10, undefined],
])('%s: a charge of %i of our minor units is refused with %s.', (currency, amount, code) => {
  const charge = chargeOf({ amount, currency });
  expect(charge.ok ? undefined : charge.refusal.code).toBe(code);
});

test('Every amount that can be charged comes back as it was.', () => {
  const currency = fc.constantFrom(...CURRENCY_EXPONENTS.keys());
  fc.assert(
    fc.property(currency, fc.integer({ min: 0, max: 99_999_999 }), (code, amount) => {
      const charged = toStripe({ amount, currency: code });
      if (charged) expect(fromStripe(charged)).toEqual({ amount, currency: code });
    }),
  );
});
