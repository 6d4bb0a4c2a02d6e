import type { Consumed, Consumption } from './capacity.ts';
import { DynamoDbError } from './errors.ts';
import { expire } from './expiry.ts';
import { checkCommon, type Json } from './input.ts';
import { batchWriteItem } from './operations/batch-write.ts';
import { query, scan } from './operations/pages.ts';
import { batchGetItem, getItem } from './operations/reads.ts';
import { describeStream, getRecords, getShardIterator, listStreams } from './operations/stream-reads.ts';
import {
  createTable,
  deleteTable,
  describeTable,
  describeTimeToLive,
  listTables,
  type Place,
  updateTimeToLive,
} from './operations/tables.ts';
import {
  cancelled,
  type PreparedTransaction,
  prepareTransactGet,
  prepareTransactWrite,
} from './operations/transactions.ts';
import { type WriteKind, writeOne } from './operations/writes.ts';
import { checkShapes } from './shapes.ts';
import { type Snapshot, Store, type StoreOptions } from './store.ts';

export interface EngineOptions extends Partial<StoreOptions>, Partial<Place> {}

export interface Answer {
  readonly output: Json;
  /** The units by table, indexes included, whether or not the request asked for them. */
  readonly consumed: readonly Consumed[];
}

/** A transaction that holds its items until it has run. */
export interface Held {
  run(): Answer;
}

/**
 * DynamoDB in memory. Calls take and return the JSON of DynamoDB's API (version 2012-08-10, and the
 * streams' version 2012-08-10), and throw a `DynamoDbError` with DynamoDB's code and text.
 */
export interface Engine {
  readonly store: Store;
  readonly place: Place;
  /** Runs a call to its end. */
  call(operation: string, input: Json): Answer;
  /**
   * Begins a call. A writing transaction holds its items until its `run`; until then, other
   * transactions and single writes on them are refused as DynamoDB does. Any other call is answered
   * at once.
   */
  begin(operation: string, input: Json): Answer | Held;
  /** Refuses a call as if a transaction held its first item. Other calls are answered. */
  refuse(operation: string, input: Json): Answer;
  /** Deletes the items whose time to live has passed. Returns their number. */
  expire(): number;
  snapshot(): Snapshot;
  return(to: Snapshot): void;
}

type Result = { readonly output: Json; readonly consumption?: Consumption };
type Operation = (store: Store, input: Json, place: Place) => Result;

const plain =
  (operation: (store: Store, input: Json, place: Place) => Json): Operation =>
  (store, input, place) => ({ output: operation(store, input, place) });

const OPERATIONS = new Map<string, Operation>(
  Object.entries({
    GetItem: getItem,
    Query: query,
    Scan: scan,
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    CreateTable: plain((store, input, place) => createTable(store, place, input)),
    DescribeTable: plain((store, input, place) => describeTable(store, place, input)),
    DeleteTable: plain((store, input, place) => deleteTable(store, place, input)),
    ListTables: plain(listTables),
    UpdateTimeToLive: plain(updateTimeToLive),
    DescribeTimeToLive: plain(describeTimeToLive),
    ListStreams: plain((store, input, place) => listStreams(store, place, input)),
    DescribeStream: plain((store, input, place) => describeStream(store, place, input)),
    GetShardIterator: plain((store, input, place) => getShardIterator(store, place, input)),
    GetRecords: plain((store, input, place) => getRecords(store, place, input)),
  }),
);

const WRITES: ReadonlyMap<string, Exclude<WriteKind, 'ConditionCheck'>> = new Map([
  ['PutItem', 'Put'],
  ['UpdateItem', 'Update'],
  ['DeleteItem', 'Delete'],
]);

/** The operations whose answer reports capacity by table. */
const BY_TABLE = /^(Batch|Transact)/;
const CONFLICT = { Code: 'TransactionConflict', Message: 'Transaction is ongoing for the item' } as const;

export function createEngine(options: EngineOptions = {}): Engine {
  const { now = Date.now, random = Math.random, onEntry } = options;
  const { region = 'eu-central-1', accountId = '000000000000' } = options;
  const store = new Store({ now, random, ...(onEntry ? { onEntry } : {}) });
  const place = { region, accountId };
  const held = new Map<string, number>();

  const answer = (operation: string, input: Json, { output, consumption }: Result): Answer => {
    if (!consumption) return { output, consumed: [] };
    const isGlobal = (table: string, name: string) =>
      store.table(table).schema.indexes.find((index) => index.name === name)?.isGlobal === true;
    const report = consumption.report(input.ReturnConsumedCapacity, isGlobal);
    const ConsumedCapacity = report && (BY_TABLE.test(operation) ? report : report[0]);
    return { output: ConsumedCapacity ? { ...output, ConsumedCapacity } : output, consumed: consumption.totals };
  };

  const transaction = (operation: string, input: Json): PreparedTransaction | undefined => {
    if (operation === 'TransactWriteItems') return prepareTransactWrite(store, input);
    return operation === 'TransactGetItems' ? prepareTransactGet(store, input) : undefined;
  };

  const hold = (operation: string, input: Json, prepared: PreparedTransaction): Answer | Held => {
    const keys = prepared.items.map(({ table, key }) => `${table.schema.name}|${key}`);
    if (keys.some((key) => held.has(key))) {
      throw cancelled(keys.map((key) => (held.has(key) ? CONFLICT : { Code: 'None' })));
    }
    if (operation === 'TransactGetItems') return answer(operation, input, prepared.run());
    for (const key of keys) held.set(key, (held.get(key) ?? 0) + 1);
    return {
      run() {
        for (const key of keys) held.delete(key);
        return answer(operation, input, prepared.run());
      },
    };
  };

  const begin = (operation: string, input: Json): Answer | Held => {
    checkShapes(operation, input);
    checkCommon(input);
    const prepared = transaction(operation, input);
    if (prepared) return hold(operation, input, prepared);
    const kind = WRITES.get(operation);
    if (kind) {
      const { write, run } = writeOne(store, kind, input);
      if (held.has(`${write.table.schema.name}|${write.key}`)) throw conflict();
      return answer(operation, input, run());
    }
    const run = OPERATIONS.get(operation);
    if (!run) throw new DynamoDbError('UnknownOperationException', `The local engine does not offer ${operation}`);
    return answer(operation, input, run(store, input, place));
  };

  const call = (operation: string, input: Json): Answer => {
    const begun = begin(operation, input);
    return 'run' in begun ? begun.run() : begun;
  };

  return {
    ...{ store, place, begin, call },
    refuse(operation, input) {
      checkShapes(operation, input);
      const prepared = transaction(operation, input);
      if (prepared) throw cancelled(prepared.items.map((_, index) => (index === 0 ? CONFLICT : { Code: 'None' })));
      const kind = WRITES.get(operation);
      if (!kind) return call(operation, input);
      writeOne(store, kind, input);
      throw conflict();
    },
    expire: () => expire(store),
    snapshot: () => store.snapshot(),
    return: (to) => store.return(to),
  };
}

const conflict = (): DynamoDbError => new DynamoDbError('TransactionConflictException', CONFLICT.Message);
