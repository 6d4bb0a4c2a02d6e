import { CURRENCY_EXPONENTS } from './currency.ts';

/**
 * An exact amount, in minor units of the ISO 4217 `currency`: 1999 EUR is 19.99 €, 1999 JPY is
 * 1,999 ¥, 1999 KWD is 1.999 KD.
 */
export interface Money {
  readonly amount: number;
  readonly currency: string;
}

/**
 * The largest price, line or total: the most that Stripe accepts in one charge (99,999,999 minor
 * units).
 */
export const MAX_AMOUNT = 99_999_999;

export const zero = (currency: string): Money => ({ amount: 0, currency });

/**
 * @throws RangeError for different currencies, or beyond the integers that JavaScript holds
 * exactly.
 */
export function add(...amounts: readonly [Money, ...Money[]]): Money {
  const { currency } = amounts[0];
  let amount = 0;
  for (const money of amounts) {
    if (money.currency !== currency) throw new RangeError(`Cannot add ${money.currency} to ${currency}.`);
    amount = exact(amount + money.amount);
  }
  return { amount, currency };
}

export const subtract = (from: Money, amount: Money): Money => add(from, { ...amount, amount: -amount.amount });

/** @throws RangeError for a quantity that is not an integer, or a product that is not exact. */
export function multiply({ amount, currency }: Money, quantity: number): Money {
  if (!Number.isSafeInteger(quantity)) throw new RangeError(`${quantity} is not an integer.`);
  return { amount: exact(amount * quantity), currency };
}

export const equals = (left: Money, right: Money): boolean =>
  left.amount === right.amount && left.currency === right.currency;

/**
 * Splits an amount by weights, so that the parts sum to the whole. Uses the largest remainder; of
 * equal remainders the earlier part comes first.
 *
 * @param weights integers, not negative, at least one positive.
 */
export function allocate({ amount, currency }: Money, weights: readonly number[]): Money[] {
  if (weights.some((weight) => !Number.isSafeInteger(weight) || weight < 0))
    throw new RangeError('Weights are integers ≥ 0.');
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (total === 0n) throw new RangeError('At least one weight must be positive.');
  const whole = BigInt(Math.abs(amount));
  const shares = weights.map((weight, index) => {
    const product = whole * BigInt(weight);
    return { index, share: product / total, remainder: product % total };
  });
  let rest = whole - shares.reduce((sum, { share }) => sum + share, 0n);
  for (const entry of [...shares].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder < b.remainder ? 1 : -1,
  )) {
    if (rest === 0n) break;
    entry.share += 1n;
    rest -= 1n;
  }
  return shares.map(({ share }) => ({ amount: share === 0n ? 0 : Number(share) * Math.sign(amount), currency }));
}

/** Formats an amount for people, e.g. `19.99 EUR`, `1999 JPY`, `-1.999 KWD`. */
export function format({ amount, currency }: Money): string {
  const exponent = CURRENCY_EXPONENTS.get(currency);
  if (exponent === undefined) throw new RangeError(`${currency} is not an ISO 4217 currency with minor units.`);
  const digits = String(Math.abs(amount)).padStart(exponent + 1, '0');
  const split = digits.length - exponent;
  const number = exponent === 0 ? digits : `${digits.slice(0, split)}.${digits.slice(split)}`;
  return `${amount < 0 ? '-' : ''}${number} ${currency}`;
}

/**
 * The inverse of `format`, for an amount without its currency: accepts `19.99`, `19.9` and `19` in
 * EUR.
 *
 * @returns undefined for any other text, such as a fraction of a cent.
 */
export function parseAmount(text: string, currency: string): Money | undefined {
  const exponent = CURRENCY_EXPONENTS.get(currency);
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d{1,12})(?:\.(\d{1,4}))?$/.exec(text) ?? [];
  if (exponent === undefined || whole === '' || fraction.length > exponent) return undefined;
  return { amount: exact(Number(`${sign}${whole}${fraction.padEnd(exponent, '0')}`)), currency };
}

function exact(amount: number): number {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`${amount} is not an exact number of minor units.`);
  return amount === 0 ? 0 : amount;
}
