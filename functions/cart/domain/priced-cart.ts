import type { Money } from '../../../shared/kernel/money.ts';
import type { Totals } from '../../../shared/kernel/schemas.ts';
import type { Sellable } from '../../catalog/queries.ts';
import { isForSale } from '../../pricing/domain/for-sale.ts';
import { quote } from '../../pricing/domain/quote.ts';
import type { Cart } from './cart.ts';

/** The catalog's data of SKUs. */
export type Sellables = ReadonlyMap<string, Sellable>;

export type PricedItem =
  | {
      readonly available: true;
      readonly sku: string;
      readonly productId: string;
      readonly title: string;
      readonly quantity: number;
      readonly unitPrice: Money;
      readonly lineTotal: Money;
    }
  | {
      readonly available: false;
      readonly sku: string;
      readonly productId?: string;
      readonly title?: string;
      readonly quantity: number;
    };

/** A cart as its owner sees it. */
export interface PricedCart {
  readonly id: string;
  readonly version: number;
  readonly currency: string;
  readonly items: readonly PricedItem[];
  readonly totals: Totals;
}

/**
 * Shows a cart at current titles and prices. Items that are no longer sold are marked and left out
 * of the totals.
 */
export function priceCart({ id, version, lines }: Cart, sellables: Sellables, currency: string): PricedCart {
  const forSale = lines.flatMap(({ sku, quantity }) => {
    const sellable = sellables.get(sku);
    if (!isForSale(sellable, currency)) return [];
    const { productId, title, unitPrice } = sellable;
    return [{ available: true as const, sku, productId, title, quantity, unitPrice }];
  });
  const { lines: priced, totals } = quote(forSale, currency);
  const bySku = new Map(priced.map((item) => [item.sku, item]));
  const items = lines.map(({ sku, quantity }): PricedItem => {
    const known = sellables.get(sku);
    const facts = known ? { productId: known.productId, title: known.title } : {};
    return bySku.get(sku) ?? { available: false, sku, ...facts, quantity };
  });
  return { id, version, currency, items, totals };
}
