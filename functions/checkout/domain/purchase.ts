import { equals, format, MAX_AMOUNT, type Money } from '../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { CartView } from '../../cart/queries.ts';
import type { Sellable } from '../../catalog/queries.ts';
import type { Order } from '../../orders/queries.ts';
import type { ChargeRefusal } from '../../payments/queries.ts';
import { isForSale } from '../../pricing/domain/for-sale.ts';
import { type Quote, quote } from '../../pricing/domain/quote.ts';

type PurchaseLine = Omit<Order['lines'][number], 'lineTotal'>;

/** The lines that an order buys, at current titles and prices. */
export type Purchase = Quote<PurchaseLine>;

export type PurchaseRefusal =
  | Refusal<'orders.item_unavailable' | 'orders.total_changed' | 'orders.total_too_large'>
  | ChargeRefusal;

export interface PurchaseTerms {
  /** The shop's currency. */
  readonly currency: string;
  /** The total that the buyer was shown, if the request states it. */
  readonly expectedTotal: Money | undefined;
}

/** Says whether the payment provider can charge a total. It is asked before stock is held. */
export type ChargeRule = (total: Money) => Result<unknown, ChargeRefusal>;

/**
 * Prices a cart's lines. Refuses lines that cannot be bought, a total that differs from the one
 * shown, and a total that cannot be charged.
 */
export function pricePurchase(
  cartLines: CartView['lines'],
  sellables: ReadonlyMap<string, Sellable>,
  { currency, expectedTotal }: PurchaseTerms,
  chargeOf: ChargeRule,
): Result<Purchase, PurchaseRefusal> {
  const lines: PurchaseLine[] = [];
  const unavailable: string[] = [];
  for (const { sku, quantity } of cartLines) {
    const sellable = sellables.get(sku);
    if (isForSale(sellable, currency)) {
      const { productId, title, unitPrice } = sellable;
      lines.push({ sku, productId, title, quantity, unitPrice });
    } else unavailable.push(sku);
  }
  if (unavailable.length > 0) {
    const detail = `These items are no longer sold: ${unavailable.join(', ')}.`;
    return refuse('orders.item_unavailable', detail, { skus: unavailable });
  }
  const priced = quote(lines, currency);
  const { totals } = priced;
  if (expectedTotal && !equals(expectedTotal, totals.total)) {
    return refuse('orders.total_changed', 'The total has changed since it was shown.', { totals });
  }
  if (totals.total.amount > MAX_AMOUNT) {
    const most = format({ amount: MAX_AMOUNT, currency });
    return refuse('orders.total_too_large', `The total of an order is at most ${most}.`, { totals });
  }
  // An order that costs nothing is paid without a card.
  if (totals.total.amount === 0) return ok(priced);
  const charge = chargeOf(totals.total);
  return charge.ok ? ok(priced) : refuse(charge.refusal.code, charge.refusal.detail, { totals });
}
