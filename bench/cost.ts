import prices from './prices.json' with { type: 'json' };
import type { Amounts } from './usage.ts';

export interface CostLine {
  /** As in `prices.json`. */
  readonly name: string;
  readonly perOrder: number;
  /** The list price of a million of them, in dollars. */
  readonly price: number;
  /** Their cost in a million orders, in dollars. */
  readonly perMillionOrders: number;
}

export interface Cost {
  readonly lines: readonly CostLine[];
  /** Dollars per million orders. */
  readonly together: number;
  readonly withoutStepFunctions: number;
}

/** @returns the cost of a million orders in requests, if each uses this. */
export function costOf(order: Amounts): Cost {
  const lines = Object.entries(prices.dollarsPerMillion).map(([name, price]) => {
    const perOrder = order[name] ?? 0;
    return { name, perOrder, price, perMillionOrders: perOrder * price };
  });
  const sum = (some: readonly CostLine[]) => cents(some.reduce((total, line) => total + line.perMillionOrders, 0));
  return {
    lines,
    together: sum(lines),
    withoutStepFunctions: sum(lines.filter(({ name }) => !name.startsWith('states '))),
  };
}

/**
 * Returns the cheapest of several runs: now and then a webhook races the saga, which costs a
 * delivery and a few units more.
 */
export function cheapestOf(runs: readonly Amounts[]): Amounts {
  return runs.reduce((best, run) => (costOf(run).together < costOf(best).together ? run : best));
}

const cents = (dollars: number): number => Math.round(dollars * 100) / 100;
