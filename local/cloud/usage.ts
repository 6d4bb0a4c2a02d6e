/** Something that AWS bills by the piece. */
export interface Billed {
  /** As in an endpoint's name, e.g. `dynamodb`. */
  readonly service: string;
  /** What is counted, e.g. `write units`. */
  readonly unit: string;
  /** Which table, function, queue, bus, state machine or route. */
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

/** Counts what a run would be billed for on AWS. */
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
