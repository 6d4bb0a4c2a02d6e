import { CURRENCY_EXPONENTS } from '../../../shared/kernel/currency.ts';
import type { Money } from '../../../shared/kernel/money.ts';

/**
 * Currencies whose minor unit differs between Stripe and ISO 4217.
 * https://docs.stripe.com/currencies#zero-decimal
 */
const STRIPE_EXPONENTS: Readonly<Record<string, number>> = { ISK: 2, UGX: 2, MGA: 0 };

/** Three-decimal currencies are charged in tens of their smallest unit. https://docs.stripe.com/currencies#three-decimal */
const STEPS: Readonly<Record<number, number>> = { 3: 10 };

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

export function fromStripe({ amount, currency: lowerCase }: StripeAmount): Money {
  const currency = lowerCase.toUpperCase();
  const exponent = CURRENCY_EXPONENTS.get(currency) ?? 0;
  return { amount: scale(amount, exponent - (STRIPE_EXPONENTS[currency] ?? exponent)), currency };
}

const scale = (amount: number, digits: number): number => (digits < 0 ? amount / 10 ** -digits : amount * 10 ** digits);
