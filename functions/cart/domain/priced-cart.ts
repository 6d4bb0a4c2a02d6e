import type { Money } from '../../../shared/kernel/money.ts';
import type { Totals } from '../../../shared/kernel/schemas.ts';
import { quote } from '../../pricing/domain/quote.ts';
import type { Cart } from './cart.ts';

/** What the catalog says of a SKU. */
export interface Sellable {
  readonly sku: string;
  readonly productId: string;
  readonly title: string;
  readonly unitPrice: Money;
  readonly status: 'draft' | 'active' | 'archived';
}

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

/** Whether something can be sold now: active, at a price in the shop's currency. */
export const isForSale = (sellable: Sellable | undefined, currency: string): sellable is Sellable =>
  sellable?.status === 'active' && sellable.unitPrice.currency === currency;

/** Shows a cart at current titles and prices. What is no longer sold is marked and not part of the totals. */
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
