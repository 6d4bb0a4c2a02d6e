/** A unit of use that AWS bills by the piece. */
export interface Billed {
  /** The service as in an endpoint's name, e.g. `dynamodb`. */
  readonly service: string;
  /** The unit that is counted, e.g. `write units`. */
  readonly unit: string;
  /** The table, function, queue, bus, state machine or route. */
  readonly resource: string;
  readonly operation?: string;
  /** The function that called, where it is known. */
  readonly function?: string;
}

export interface UsageLine extends Billed {
  readonly amount: number;
}

export type Meter = (what: Billed, amount: number) => void;

export interface Usage {
  readonly meter: Meter;
  /** The sums since the start. */
  lines(): readonly UsageLine[];
}

/** Counts the units that AWS would bill for a run. */
export function createUsage(): Usage {
  const sums = new Map<string, { readonly what: Billed; amount: number }>();
  return {
    meter(what, amount) {
      const key = [what.service, what.unit, what.resource, what.operation, what.function].join('|');
      const sum = sums.get(key);
      if (sum === undefined) sums.set(key, { what, amount });
      else sum.amount += amount;
    },
    lines: () => [...sums.values()].map(({ what, amount }) => ({ ...what, amount })),
  };
}
