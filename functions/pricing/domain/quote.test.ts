import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCY_EXPONENTS } from '../../../shared/kernel/currency.ts';
import { MAX_AMOUNT } from '../../../shared/kernel/money.ts';
import { quote } from './quote.ts';

const lines = (currency: string) =>
  fc.array(
    fc.record({
      sku: fc.string(),
      quantity: fc.integer({ min: 1, max: 999 }),
      unitPrice: fc.integer({ min: 0, max: MAX_AMOUNT }).map((amount) => ({ amount, currency })),
    }),
    { maxLength: 40 },
  );

describe('a quote', () => {
  it('is exact in every ISO 4217 currency: line totals sum to the total, as integers of minor units', () => {
    fc.assert(
      fc.property(
        fc
          .constantFrom(...CURRENCY_EXPONENTS.keys())
          .chain((currency) => fc.tuple(fc.constant(currency), lines(currency))),
        ([currency, bought]) => {
          const { lines: priced, totals } = quote(bought, currency);

          const sum = bought.reduce((total, line) => total + BigInt(line.unitPrice.amount) * BigInt(line.quantity), 0n);
          expect(BigInt(totals.total.amount)).toBe(sum);
          expect(priced.reduce((total, { lineTotal }) => total + lineTotal.amount, 0)).toBe(totals.subtotal.amount);
          expect(Object.values(totals).every((money) => money.currency === currency)).toBe(true);
        },
      ),
    );
  });

  it('of no lines is zero in the given currency', () => {
    expect(quote([], 'KWD').totals.total).toEqual({ amount: 0, currency: 'KWD' });
  });

  it('throws for a line in a foreign currency', () => {
    const line = { sku: 'A', quantity: 1, unitPrice: { amount: 1, currency: 'USD' } };
    expect(() => quote([line], 'EUR')).toThrow(RangeError);
  });
});
