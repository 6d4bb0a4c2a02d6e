import { costOf } from './cost.ts';
import { type Figures, WHOLE_ORDER } from './figures.ts';

/** Limits for figures of any machine. */
export const BUDGETS = {
  /** Dollars per million confirmed orders, requests only. */
  cost: { together: 240, withoutStepFunctions: 90 },
  transitions: 6,
  kilobytes: (bundle: string): number => (bundle.startsWith('payments-') ? 800 : 600),
  /** The longest load of a function behind the API, as a multiple of lib-dynamodb's alone. */
  importRatio: 1.5,
} as const;

/**
 * Counts of work that runs beside an order, in batches: they differ by a few from run to run. All
 * other counts are the same in each run.
 */
const BATCHED = new Set(['lambda invocations', 'sqs requests']);
const BATCHED_TOLERANCE = 1.15;

/**
 * Lists the missed budgets, a sentence each: those of the design, and the counts of the committed
 * figures.
 */
export function missedBudgets(figures: Figures, committed: Figures | undefined): readonly string[] {
  return [...missedCost(figures), ...missedBundles(figures), ...risenCounts(figures, committed)];
}

function missedCost({ usage }: Figures): string[] {
  const order = usage[WHOLE_ORDER] ?? {};
  const { together, withoutStepFunctions } = costOf(order);
  const transitions = order['states transitions'] ?? 0;
  return [
    ...over('A million orders cost', together, BUDGETS.cost.together, '$'),
    ...over(
      'A million orders without Step Functions cost',
      withoutStepFunctions,
      BUDGETS.cost.withoutStepFunctions,
      '$',
    ),
    ...over('An order takes', transitions, BUDGETS.transitions, ' transitions'),
  ];
}

function missedBundles({ bundles }: Figures): string[] {
  return Object.entries(bundles).flatMap(([bundle, { kilobytes, ratio }]) => [
    ...over(`The bundle ${bundle} has`, kilobytes, BUDGETS.kilobytes(bundle), ' KB'),
    ...(isBehindApi(bundle) ? over(`Loading ${bundle} takes`, ratio, BUDGETS.importRatio, ' × lib-dynamodb') : []),
  ]);
}

/** No caller waits for the first call of other functions. */
const isBehindApi = (bundle: string): boolean => /-api$/.test(bundle);

function risenCounts({ usage }: Figures, committed: Figures | undefined): string[] {
  return Object.entries(committed?.usage ?? {}).flatMap(([operation, before]) => {
    const now = usage[operation];
    if (now === undefined) return [`The usage of ${operation} is no longer measured.`];
    return Object.keys({ ...before, ...now }).flatMap((name) => {
      const then = before[name] ?? 0;
      const limit = BATCHED.has(name) ? Math.floor(then * BATCHED_TOLERANCE) : then;
      return over(`${operation}: ${name} rose to`, now[name] ?? 0, limit, '');
    });
  });
}

const over = (what: string, value: number, limit: number, unit: string): string[] =>
  value > limit ? [`${what} ${unit === '$' ? `$${value}` : `${value}${unit}`}; the limit is ${limit}.`] : [];
