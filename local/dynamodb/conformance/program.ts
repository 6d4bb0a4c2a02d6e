import fc from 'fast-check';
import { createEngine, type Engine } from '../engine.ts';
import { DynamoDbError } from '../errors.ts';
import type { Json } from '../input.ts';
import type { Item } from '../values.ts';
import { type Call, type CallKind, ITEM_CALLS } from './calls.ts';
import { isSame, observe, type Pair } from './compare.ts';
import type { Caller } from './endpoint.ts';
import { query, scan } from './page-calls.ts';
import { definitionOf, itemOf, TABLE, type TableShape, tableShape } from './tables.ts';

/** A table, what is in it, and the calls on it. */
export interface Program {
  readonly shape: TableShape;
  readonly items: readonly Item[];
  readonly calls: readonly Call[];
}

const KINDS: readonly CallKind[] = [...ITEM_CALLS, query, query, scan];

export const program: fc.Arbitrary<Program> = tableShape.chain((shape) =>
  fc.record({
    shape: fc.constant(shape),
    items: fc.array(itemOf(shape), { minLength: 2, maxLength: 6 }),
    calls: fc.array(fc.oneof(...KINDS.map((kind) => kind(shape))), { minLength: 1, maxLength: 24, size: 'max' }),
  }),
);

/** The engine that is under test, called without a server. */
export function callerOfEngine(engine: Engine = createEngine()): Caller {
  return async (operation, input) => {
    try {
      return { output: JSON.parse(JSON.stringify(engine.call(operation, input).output)) as Json };
    } catch (error) {
      if (!(error instanceof DynamoDbError)) throw error;
      const { name, message, details } = error;
      return { error: { name, message, reasons: details.CancellationReasons, item: details.Item } };
    }
  };
}

const WRITES = /^(Put|Update|Delete|BatchWrite|TransactWrite)/;

/** Gives the call's table the name that it has in this run. */
const named = (call: Call, name: string): Call => JSON.parse(JSON.stringify(call).replaceAll(TABLE, name)) as Call;

/** The calls of a program on a table with this name, its creation first. */
export function callsOf({ shape, items, calls }: Program, name: string): readonly Call[] {
  const puts = items.map((Item): Call => ({ operation: 'PutItem', input: { TableName: TABLE, Item } }));
  const creation = { operation: 'CreateTable', input: { ...definitionOf(shape) } };
  return [creation, ...puts, ...calls].map((call) => named(call, name));
}

/**
 * Runs a program on both engines. `seen` gets each pair, and says whether the run may go on. It
 * ends after a write with another result, as the tables differ from then on.
 */
export async function run(
  made: Program,
  engine: Caller,
  reference: Caller,
  name: string,
  seen: (pair: Pair) => void,
): Promise<void> {
  try {
    for (const call of callsOf(made, name)) {
      if (call.operation === 'CreateTable') {
        for (const caller of [engine, reference]) await caller(call.operation, call.input);
        continue;
      }
      const pair = { call, engine: await observe(engine, call), reference: await observe(reference, call) };
      seen(pair);
      if (WRITES.test(call.operation) && !isSame(pair)) return;
    }
  } finally {
    for (const caller of [engine, reference]) await caller('DeleteTable', { TableName: name });
  }
}
