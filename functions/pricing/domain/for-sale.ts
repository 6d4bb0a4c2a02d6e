import type { Sellable } from '../../catalog/queries.ts';

/** Whether an item can be sold now: active, at a price in the shop's currency. */
export const isForSale = (sellable: Sellable | undefined, currency: string): sellable is Sellable =>
  sellable?.status === 'active' && sellable.unitPrice.currency === currency;
