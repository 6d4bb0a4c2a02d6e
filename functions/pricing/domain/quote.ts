import { add, type Money, multiply, subtract, zero } from '../../../shared/kernel/money.ts';
import type { Totals } from '../../../shared/kernel/schemas.ts';

/** An item to buy: `quantity` pieces at `unitPrice` each. */
export interface QuoteLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export interface Quote<Line extends QuoteLine = QuoteLine> {
  readonly lines: readonly (Line & { readonly lineTotal: Money })[];
  readonly totals: Totals;
}

/**
 * Computes the totals for carts, quotes and checkout: no other code does.
 *
 * @param currency that of every line, and of the totals without lines.
 * @throws RangeError for a line in a different currency, or a total that is not exact.
 */
export function quote<Line extends QuoteLine>(lines: readonly Line[], currency: string): Quote<Line> {
  const priced = lines.map((line) => ({ ...line, lineTotal: multiply(line.unitPrice, line.quantity) }));
  const nothing = zero(currency);
  const subtotal = add(nothing, ...priced.map(({ lineTotal }) => lineTotal));
  const discount = nothing;
  const tax = nothing;
  const shipping = nothing;
  return {
    lines: priced,
    totals: { subtotal, discount, tax, shipping, total: add(subtract(subtotal, discount), tax, shipping) },
  };
}
