import { invalidRequest } from './errors.ts';

/** The least that a card is charged. https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts */
const LEAST: Readonly<Record<string, number>> = {
  ...{ usd: 50, aed: 200, aud: 50, bgn: 100, brl: 50, cad: 50, chf: 50, czk: 1500, dkk: 250, eur: 50, gbp: 30 },
  ...{ hkd: 400, huf: 17_500, inr: 50, jpy: 50, mxn: 1000, myr: 200, nok: 300, nzd: 50, pln: 200, ron: 200 },
  ...{ sek: 300, sgd: 50, thb: 1000 },
};

const THREE_DECIMALS = new Set(['bhd', 'iqd', 'jod', 'kwd', 'lyd', 'omr', 'tnd']);

/**
 * Refuses an amount that cards cannot be charged in this currency. A conversion into the account's
 * own currency, which may ask for more, does not take place here.
 */
export function checkCharge({ amount, currency }: { readonly amount: number; readonly currency: string }): void {
  const least = LEAST[currency] ?? 1;
  if (amount < least) {
    const code = currency.toUpperCase();
    const text = new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'narrowSymbol' });
    const { maximumFractionDigits: digits = 2 } = text.resolvedOptions();
    throw invalidRequest(`Amount must be at least ${text.format(least / 10 ** digits)} ${currency}`, {
      code: 'amount_too_small',
      param: 'amount',
    });
  }
  // https://docs.stripe.com/currencies#three-decimal
  if (THREE_DECIMALS.has(currency) && amount % 10 !== 0) {
    throw invalidRequest('Invalid amount: the last digit of an amount in this currency must be 0.', {
      param: 'amount',
    });
  }
}
