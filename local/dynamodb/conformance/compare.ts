import type { Json } from '../input.ts';
import type { AttributeValue } from '../values.ts';
import type { Call } from './calls.ts';
import type { Caller, Outcome } from './endpoint.ts';

/** The observations of one call on two engines. */
export interface Pair {
  readonly call: Call;
  readonly engine: unknown;
  readonly reference: unknown;
}

const SETS: ReadonlySet<string> = new Set(['SS', 'NS', 'BS']);

/** The same for answers that mean the same: members in one order, sets and their like sorted. */
export function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, member]) => member !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, SETS.has(name) && isTexts(member) ? [...member].sort() : ordered(member)]),
  );
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((member) => typeof member === 'string');

const sorted = (values: readonly unknown[]): unknown[] =>
  values
    .map((value) => [JSON.stringify(ordered(value)), value] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, value]) => value);

/** DynamoDB promises no order within a batch. */
function withoutOrder(operation: string, outcome: Outcome): unknown {
  const { output, error } = outcome;
  if (operation !== 'BatchGetItem' || !output) return ordered({ output, error });
  const responses = Object.entries((output.Responses ?? {}) as Record<string, unknown[]>);
  return ordered({
    output: { ...output, Responses: Object.fromEntries(responses.map(([name, items]) => [name, sorted(items)])) },
  });
}

/** Runs a call and returns what has to be the same everywhere. */
export async function observe(caller: Caller, call: Call): Promise<unknown> {
  const { operation, input } = call;
  const isAll = operation === 'Scan' || (operation === 'Query' && input.ExclusiveStartKey === undefined);
  return isAll ? ordered(await allPages(caller, call)) : withoutOrder(operation, await caller(operation, input));
}

/**
 * Follows the pages to their end. The order of a scan is each engine's own, and so is that of equal
 * keys in an index. There, only the order of the sort keys is compared.
 */
async function allPages(caller: Caller, { operation, input }: Call): Promise<unknown> {
  const isPaged = input.Limit !== undefined;
  const pages: Json[] = [];
  let start: unknown;
  let isStuck = false;
  do {
    const { output, error } = await caller(operation, start ? { ...input, ExclusiveStartKey: start } : input);
    if (!output) return { error, page: pages.length };
    pages.push(output);
    isStuck =
      start !== undefined && JSON.stringify(ordered(start)) === JSON.stringify(ordered(output.LastEvaluatedKey));
    start = output.LastEvaluatedKey;
  } while (start && !isStuck);
  if (isStuck) return { isStuck };
  const items = pages.flatMap(({ Items }) => (Items ?? []) as Record<string, AttributeValue>[]);
  const isTied = operation === 'Scan' || input.IndexName !== undefined;
  const sum = (member: string) => pages.reduce((total, page) => total + Number(page[member] ?? 0), 0);
  return {
    pages: pages.length,
    items: isTied ? sorted(items) : items,
    order:
      operation === 'Query' && isTied
        ? items.map((item) => item[input.IndexName === 'global' ? 'gsk' : 'lsk'])
        : undefined,
    ...{ count: sum('Count'), scanned: sum('ScannedCount') },
    capacity: isPaged && isTied ? undefined : pages.map(({ ConsumedCapacity }) => ConsumedCapacity),
    ...(isTied ? {} : { starts: pages.map(({ LastEvaluatedKey }) => LastEvaluatedKey) }),
  };
}

export const isSame = ({ engine, reference }: Pair): boolean => JSON.stringify(engine) === JSON.stringify(reference);
