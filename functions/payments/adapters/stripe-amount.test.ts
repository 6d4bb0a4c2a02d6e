import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CURRENCY_EXPONENTS } from '../../../shared/kernel/currency.ts';
import { fromStripe, toStripe } from './stripe-amount.ts';

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

test('Every amount that can be charged comes back as it was.', () => {
  const currency = fc.constantFrom(...CURRENCY_EXPONENTS.keys());
  fc.assert(
    fc.property(currency, fc.integer({ min: 0, max: 99_999_999 }), (code, amount) => {
      const charged = toStripe({ amount, currency: code });
      if (charged) expect(fromStripe(charged)).toEqual({ amount, currency: code });
    }),
  );
});
