import { setTimeout as wait } from 'node:timers/promises';
import type { QueryCommandInput, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type * as z from 'zod';
import { MalformedData, TransientFault } from '../kernel/faults.ts';
import type { Page } from '../kernel/page.ts';
import type { Action, Key } from './actions.ts';
import type { ItemClient } from './client.ts';
import { decodeCursor, encodeCursor, type Scope } from './cursor.ts';
import type { Plain } from './plain-items.ts';

/**
 * A failed condition: the position of its action and, if the action asks for it, the stored item.
 */
export interface FailedCondition {
  readonly index: number;
  readonly item: Readonly<Record<string, unknown>> | undefined;
}

export type TransactionResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly failed: readonly FailedCondition[] };

export interface QueryOptions {
  readonly pk: string;
  readonly skPrefix?: string;
  /** Only sort keys below this one. Exclusive with `skPrefix`. */
  readonly below?: string;
  /** Only sort keys from the first to the second, both included. Exclusive with the others. */
  readonly between?: readonly [string, string];
  readonly index?: 'gsi1' | 'gsi2';
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Largest sort key (newest) first. */
  readonly descending?: boolean;
}

/**
 * One domain's table. Reads are strongly consistent, except on indexes. Items are parsed when they
 * are read.
 */
export interface Table {
  readonly name: string;
  /** 1 read unit per 4 KB. */
  get<S extends z.ZodType>(key: Key, schema: S): Promise<z.output<S> | undefined>;
  /** Items in no particular order, without missing ones. 1 read unit per item of 4 KB. */
  batchGet<S extends z.ZodType>(keys: readonly Key[], schema: S): Promise<z.output<S>[]>;
  /**
   * Up to 100 items as they were at one instant, without missing ones: 2 read units per item of 4
   * KB. It conflicts with writes of these items. Use it only where a read must not miss an amount
   * that moves between them.
   *
   * @throws TransientFault when conflicts outlive the retries.
   */
  snapshot<S extends z.ZodType>(keys: readonly Key[], schema: S): Promise<z.output<S>[]>;
  /** @throws InvalidCursor when a different query made the cursor. */
  query<S extends z.ZodType>(options: QueryOptions, schema: S): Promise<Page<z.output<S>>>;
  /**
   * Runs all actions or none: 2 write units per KB of each item. A conflict with another
   * transaction is retried with full jitter.
   *
   * @returns the failed conditions, if any.
   * @throws TransientFault when conflicts outlive the retries.
   */
  transact(actions: readonly Action[]): Promise<TransactionResult>;
}

const MAX_ATTEMPTS = 12;
const BASE_DELAY_MS = 10;
const MAX_DELAY_MS = 500;

/**
 * Opens a domain's table. Entry points use `domainTable`, which gives it the function's client.
 *
 * @example
 * const table = createTable(functionItemClient(), 'souk-dev-cart');
 * const cart = await table.get({ pk: 'cart#crt_1', sk: 'cart' }, cartItemSchema);
 * const saved = await table.transact([replaceIfVersion(item, cart.version), appendEvent(…)]);
 */
export function createTable(client: ItemClient, tableName: string): Table {
  return {
    name: tableName,

    async get(key, schema) {
      const item = await client.get({ TableName: tableName, Key: bare(key), ConsistentRead: true });
      return item === undefined ? undefined : parseItem(schema, item, tableName);
    },

    async batchGet(keys, schema) {
      const found: Record<string, unknown>[] = [];
      for (let start = 0; start < keys.length; start += 100) {
        found.push(...(await batchGetAll(client, tableName, keys.slice(start, start + 100))));
      }
      return found.map((item) => parseItem(schema, item, tableName));
    },

    async query(options, schema) {
      const { items: found, lastKey } = await client.query(queryInput(tableName, options));
      const items = found.map((item) => parseItem(schema, item, tableName));
      return lastKey ? { items, nextCursor: encodeCursor(scopeOf(tableName, options), lastKey) } : { items };
    },

    async snapshot(keys, schema) {
      const items = await untilNoConflict(tableName, async () => {
        try {
          return await client.transactGet(tableName, keys.map(bare));
        } catch (error) {
          return cancellationOf(error).some(({ Code }) => CONFLICTS.has(Code)) ? 'conflict' : Promise.reject(error);
        }
      });
      return items.flatMap((item) => (item === undefined ? [] : [parseItem(schema, item, tableName)]));
    },

    transact: (actions) => untilNoConflict(tableName, () => attemptTransaction(client, tableName, actions)),
  };
}

async function untilNoConflict<T>(tableName: string, attempt: () => Promise<T | 'conflict'>): Promise<T> {
  for (let attempts = 0; attempts < MAX_ATTEMPTS; attempts += 1) {
    const outcome = await attempt();
    if (outcome !== 'conflict') return outcome;
    await wait(Math.random() * Math.min(MAX_DELAY_MS, BASE_DELAY_MS * 2 ** attempts));
  }
  throw new TransientFault(`Transactions on ${tableName} still conflict after ${MAX_ATTEMPTS} attempts.`);
}

const bare = ({ pk, sk }: Key): Key => ({ pk, sk });

function parseItem<S extends z.ZodType>(schema: S, item: unknown, tableName: string): z.output<S> {
  const parsed = schema.safeParse(item);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new MalformedData(`An item of ${tableName} is malformed at: ${where}.`);
}

async function batchGetAll(
  client: ItemClient,
  tableName: string,
  keys: readonly Key[],
): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let pending = keys.map(bare);
  for (let attempt = 0; pending.length > 0; attempt += 1) {
    if (attempt === MAX_ATTEMPTS) throw new TransientFault(`${tableName} leaves keys unprocessed.`);
    if (attempt > 0) await wait(Math.random() * BASE_DELAY_MS * 2 ** attempt);
    const { items, unprocessed } = await client.batchGet(tableName, pending);
    found.push(...items);
    pending = unprocessed;
  }
  return found;
}

const scopeOf = (tableName: string, { pk, skPrefix, below, between, index, descending }: QueryOptions): Scope => [
  ...[tableName, index, pk, skPrefix, below, ...(between ?? [])],
  descending === true,
];

function queryInput(tableName: string, options: QueryOptions): Plain<QueryCommandInput> {
  const { pk, skPrefix, below, between, index, limit, cursor, descending } = options;
  const names = index ? { '#pk': `${index}pk`, '#sk': `${index}sk` } : { '#pk': 'pk', '#sk': 'sk' };
  const sk = skPrefix ?? below ?? between?.[0];
  const start =
    cursor === undefined ? undefined : decodeCursor<Record<string, string>>(scopeOf(tableName, options), cursor);
  return {
    TableName: tableName,
    ...(index ? { IndexName: index } : { ConsistentRead: true }),
    KeyConditionExpression: `#pk = :pk${rangeOf(options)}`,
    ExpressionAttributeNames: sk === undefined ? { '#pk': names['#pk'] } : names,
    ExpressionAttributeValues: {
      ':pk': pk,
      ...(sk !== undefined && { ':sk': sk }),
      ...(between && { ':last': between[1] }),
    },
    Limit: limit,
    ScanIndexForward: !descending,
    ...(start ? { ExclusiveStartKey: start } : {}),
  };
}

function rangeOf({ skPrefix, below, between }: QueryOptions): string {
  if (skPrefix !== undefined) return ' AND begins_with(#sk, :sk)';
  if (below !== undefined) return ' AND #sk < :sk';
  return between === undefined ? '' : ' AND #sk BETWEEN :sk AND :last';
}

/** The reason that DynamoDB gives for each action of a cancelled transaction. */
type CancellationReason = NonNullable<TransactionCanceledException['CancellationReasons']>[number];

const CONFLICTS: ReadonlySet<string | undefined> = new Set([
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Rethrows any error that is not a cancelled transaction. */
function cancellationOf(error: unknown): CancellationReason[] {
  if (!(error instanceof Error) || error.name !== 'TransactionCanceledException') throw error;
  return (error as { CancellationReasons?: CancellationReason[] }).CancellationReasons ?? [];
}

async function attemptTransaction(
  client: ItemClient,
  tableName: string,
  actions: readonly Action[],
): Promise<TransactionResult | 'conflict'> {
  try {
    await client.transactWrite(tableName, actions);
    return { ok: true };
  } catch (error) {
    if ((error as Error).name === 'TransactionInProgressException') return 'conflict';
    const reasons = cancellationOf(error);
    if (reasons.some(({ Code }) => CONFLICTS.has(Code))) return 'conflict';
    const failed = reasons.flatMap(({ Code, Item }, index) =>
      Code === 'ConditionalCheckFailed' ? [{ index, item: Item && unmarshall(Item) }] : [],
    );
    if (failed.length === 0) throw error;
    return { ok: false, failed };
  }
}
