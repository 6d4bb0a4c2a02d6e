import { createEngine, type Engine } from './engine.ts';
import { DynamoDbError } from './errors.ts';
import type { Json } from './input.ts';
import type { Entry } from './store.ts';

/** An engine whose clock stands still until it is set. */
export interface TestEngine {
  readonly engine: Engine;
  readonly clock: { now: number };
  /** All that a journal would have kept. */
  readonly entries: Entry[];
  call(operation: string, input: Json): Json;
}

export const TABLE = 'things';
const START = Date.parse('2026-01-01T00:00:00Z');

/** Has the table `things` with the keys `pk` and `sk`, the global index `byName` and a stream. */
export function engineWithTable(more: Json = {}): TestEngine {
  const clock = { now: START };
  const entries: Entry[] = [];
  const engine = createEngine({ now: () => clock.now, random: () => 0.5, onEntry: (entry) => entries.push(entry) });
  const call = (operation: string, input: Json) => engine.call(operation, { TableName: TABLE, ...input }).output;
  call('CreateTable', {
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: keys('pk', 'sk'),
    AttributeDefinitions: ['pk', 'sk', 'name'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    GlobalSecondaryIndexes: [{ IndexName: 'byName', KeySchema: keys('name'), Projection: { ProjectionType: 'ALL' } }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
    ...more,
  });
  return { engine, clock, entries, call };
}

const keys = (hash: string, range?: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  ...(range ? [{ AttributeName: range, KeyType: 'RANGE' }] : []),
];

export const keyOf = (sk: string, pk = 'p') => ({ pk: { S: pk }, sk: { S: sk } });

/** The error that the work is refused with. */
export function refusalOf(work: () => unknown): DynamoDbError {
  try {
    work();
  } catch (error) {
    if (error instanceof DynamoDbError) return error;
    throw error;
  }
  throw new Error('The call was answered');
}
