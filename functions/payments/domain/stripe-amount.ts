import { CURRENCY_EXPONENTS } from '../../../shared/kernel/currency.ts';
import { format, type Money } from '../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';

/**
 * Currencies whose minor unit differs between Stripe and ISO 4217.
 * https://docs.stripe.com/currencies#zero-decimal
 */
const STRIPE_EXPONENTS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** Three-decimal currencies are charged in tens of their smallest unit. https://docs.stripe.com/currencies#three-decimal */
const STEPS: Readonly<Record<number, number>> = { 3: 10 };

/** The least that a card is charged, in Stripe's units. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const LEAST: Readonly<Record<string, number>> = {
  ...{ USD: 50, AED: 200, AUD: 50, BGN: 100, BRL: 50, CAD: 50, CHF: 50, CZK: 1500, DKK: 250, EUR: 50, GBP: 30 },
  ...{ HKD: 400, HUF: 17_500, INR: 50, JPY: 50, MXN: 1000, MYR: 200, NOK: 300, NZD: 50, PLN: 200, RON: 200 },
  ...{ SEK: 300, SGD: 50, THB: 1000 },
};

/** Eight digits. */
const MOST = 99_999_999;

export interface StripeAmount {
  readonly amount: number;
  /** In lower case. */
  readonly currency: string;
}

/** The amount as Stripe writes it. @returns undefined when Stripe cannot charge it exactly. */
export function toStripe({ amount, currency }: Money): StripeAmount | undefined {
  const exponent = CURRENCY_EXPONENTS.get(currency) ?? 0;
  const scaled = scale(amount, (STRIPE_EXPONENTS[currency] ?? exponent) - exponent);
  return Number.isSafeInteger(scaled) && scaled % (STEPS[exponent] ?? 1) === 0
    ? { amount: scaled, currency: currency.toLowerCase() }
    : undefined;
}

/** The reasons for which no card can be charged with an amount. */
export type ChargeRefusal = Refusal<
  'payments.amount_not_chargeable' | 'payments.amount_too_small' | 'payments.amount_too_large'
>;

/**
 * The charge for a total, or the reason why there can be none. Where Stripe converts a currency, it
 * may ask for more than is known here, and then refuses the payment itself.
 */
export function chargeOf(total: Money): Result<StripeAmount, ChargeRefusal> {
  const charge = toStripe(total);
  if (!charge) return refuse('payments.amount_not_chargeable', `${format(total)} cannot be charged exactly.`);
  const { currency } = total;
  const limit = (amount: number): string =>
    format({ currency, amount: Math.floor(fromStripe({ ...charge, amount }).amount) });
  const least = LEAST[currency] ?? 1;
  if (charge.amount < least) return refuse('payments.amount_too_small', `A payment is at least ${limit(least)}.`);
  if (charge.amount > MOST) return refuse('payments.amount_too_large', `A payment is at most ${limit(MOST)}.`);
  return ok(charge);
}

export function fromStripe({ amount, currency: lowerCase }: StripeAmount): Money {
  const currency = lowerCase.toUpperCase();
  const exponent = CURRENCY_EXPONENTS.get(currency) ?? 0;
  return { amount: scale(amount, exponent - (STRIPE_EXPONENTS[currency] ?? exponent)), currency };
}

const scale = (amount: number, digits: number): number => (digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits);
