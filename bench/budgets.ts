import { costOf } from './cost.ts';
import { type Figures, WHOLE_ORDER } from './figures.ts';

/** What must hold on any machine. */
export const BUDGETS = {
  /** Dollars per million confirmed orders, requests only. */
  cost: { together: 240, withoutStepFunctions: 90 },
  transitions: 6,
  kilobytes: (bundle: string): number => (bundle.startsWith('payments-') ? 800 : 600),
  /** How much longer than lib-dynamodb alone a function behind the API may take to load. */
  importRatio: 1.5,
} as const;

/** Counts of what runs beside an order, in batches: they differ by a few from run to run. Others are the same in each. */
const BATCHED = new Set(['lambda invocations', 'sqs requests']);
const BATCHED_TOLERANCE = 1.15;

/** The budgets that are missed, a sentence each: those of the design, and the counts of the committed figures. */
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

/** Nobody waits for the first call of the others. */
const isBehindApi = (bundle: string): boolean => /-(api|api-keys|checkout)$/.test(bundle);

function risenCounts({ usage }: Figures, committed: Figures | undefined): string[] {
  return Object.entries(committed?.usage ?? {}).flatMap(([operation, before]) => {
    const now = usage[operation];
    if (now === undefined) return [`What ${operation} uses is not measured any more.`];
    return Object.keys({ ...before, ...now }).flatMap((name) => {
      const then = before[name] ?? 0;
      const limit = BATCHED.has(name) ? Math.floor(then * BATCHED_TOLERANCE) : then;
      return over(`${operation}: ${name} rose to`, now[name] ?? 0, limit, '');
    });
  });
}

const over = (what: string, value: number, limit: number, unit: string): string[] =>
  value > limit ? [`${what} ${unit === '$' ? `$${value}` : `${value}${unit}`}; the limit is ${limit}.`] : [];
