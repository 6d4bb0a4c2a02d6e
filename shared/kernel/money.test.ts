import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CURRENCY_EXPONENTS } from './currency.ts';
import { add, allocate, format, MAX_AMOUNT, multiply, parseAmount, subtract } from './money.ts';

const currency = fc.constantFrom(...CURRENCY_EXPONENTS.keys());
const amount = fc.integer({ min: 0, max: MAX_AMOUNT });

describe('money', () => {
  it.each([
    [{ amount: 1999, currency: 'EUR' }, '19.99 EUR'],
    [{ amount: 1999, currency: 'JPY' }, '1999 JPY'],
    [{ amount: 1999, currency: 'KWD' }, '1.999 KWD'],
    [{ amount: 19999, currency: 'CLF' }, '1.9999 CLF'],
    [{ amount: 5, currency: 'EUR' }, '0.05 EUR'],
    [{ amount: -5, currency: 'KWD' }, '-0.005 KWD'],
    [{ amount: 0, currency: 'JPY' }, '0 JPY'],
  ])('is formatted with the digits of its currency: %o is %s', (money, text) => {
    expect(format(money)).toBe(text);
  });

  it('lists every ISO 4217 currency with a minor unit once, and no other', () => {
    expect(new Set(CURRENCY_EXPONENTS.values())).toEqual(new Set([0, 2, 3, 4]));
    expect([...CURRENCY_EXPONENTS.keys()].every((code) => /^[A-Z]{3}$/.test(code))).toBe(true);
    for (const code of ['XAU', 'XDR', 'XXX', 'XTS']) expect(CURRENCY_EXPONENTS.has(code)).toBe(false);
  });

  it('is never added across currencies, and never beyond exact integers', () => {
    expect(() => add({ amount: 1, currency: 'EUR' }, { amount: 1, currency: 'USD' })).toThrow(RangeError);
    expect(() => multiply({ amount: MAX_AMOUNT, currency: 'EUR' }, Number.MAX_SAFE_INTEGER)).toThrow(RangeError);
    expect(() => multiply({ amount: 1, currency: 'EUR' }, 0.5)).toThrow(RangeError);
  });

  it('splits by any weights into parts that sum to the whole, each less than a unit off its share', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -MAX_AMOUNT, max: MAX_AMOUNT }),
        currency,
        fc.array(amount, { minLength: 1, maxLength: 40 }).filter((weights) => weights.some((weight) => weight > 0)),
        (whole, code, weights) => {
          const parts = allocate({ amount: whole, currency: code }, weights);

          expect(add({ amount: 0, currency: code }, ...parts)).toEqual({
            amount: whole === 0 ? 0 : whole,
            currency: code,
          });
          const total = weights.reduce((sum, weight) => sum + weight, 0);
          parts.forEach((part, index) => {
            expect(Math.abs(part.amount - (whole * (weights[index] ?? 0)) / total)).toBeLessThan(1.000001);
          });
        },
      ),
    );
  });

  it('is unchanged after an addition and its subtraction', () => {
    fc.assert(
      fc.property(amount, amount, currency, (left, right, code) => {
        const money = { amount: left, currency: code };
        expect(subtract(add(money, { amount: right, currency: code }), { amount: right, currency: code })).toEqual(
          money,
        );
      }),
    );
  });
});

test('A formatted amount parses back to itself, and a fraction of a minor unit is refused.', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: -MAX_AMOUNT, max: MAX_AMOUNT }),
      fc.constantFrom('EUR', 'JPY', 'KWD'),
      (amount, currency) => {
        const [text = ''] = format({ amount, currency }).split(' ');

        expect(parseAmount(text, currency)).toEqual({ amount, currency });
      },
    ),
  );
  expect(parseAmount('19.9', 'EUR')).toEqual({ amount: 1990, currency: 'EUR' });
  for (const [text, currency] of [
    ['19.999', 'EUR'],
    ['1.5', 'JPY'],
    ['1,50', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['1', 'XXX'],
  ] as const) {
    expect(parseAmount(text, currency)).toBeUndefined();
  }
});
