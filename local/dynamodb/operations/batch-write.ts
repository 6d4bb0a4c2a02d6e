import { Consumption } from '../capacity.ts';
import { invalid } from '../errors.ts';
import { constraint, type Json, required } from '../input.ts';
import { mismatch } from '../keys.ts';
import type { Store } from '../store.ts';
import { type PreparedWrite, prepareWrite, readWrite } from './writes.ts';

const MAX_REQUESTS = 25;

interface WriteRequest {
  readonly PutRequest?: Json;
  readonly DeleteRequest?: Json;
}

/** BatchWriteItem: each write on its own, none refused because of another. */
export function batchWriteItem(
  store: Store,
  input: Json,
): { readonly output: Json; readonly consumption: Consumption } {
  const requested = required<Readonly<Record<string, readonly WriteRequest[]>>>(input, 'RequestItems');
  const requests = Object.entries(requested).flatMap(([TableName, writes]) =>
    writes.map((request) => ({ TableName, request })),
  );
  if (Object.keys(requested).length === 0) throw invalid('The requestItems parameter is required for BatchWriteItem');
  for (const [name, { length }] of Object.entries(requested)) {
    if (length >= 1 && length <= MAX_REQUESTS) continue;
    // DynamoDB shows all of the requests here.
    throw constraint(
      `'{${name}=[${'…'.repeat(Math.min(length, 1))}]}'`,
      'requestItems',
      `Map value must satisfy constraint: [Member must have length less than or equal to ${MAX_REQUESTS}, Member must have length greater than or equal to 1]`,
    );
  }
  if (requests.length > MAX_REQUESTS) throw invalid('Too many items requested for the BatchWriteItem call');
  const writes = requests.map(({ TableName, request }) => prepare(store, TableName, request));
  refuseRepeated(writes, 'Provided list of item keys contains duplicates');
  const consumption = new Consumption('write');
  for (const write of writes) {
    const { table, key } = write;
    const before = table.items.get(key);
    const after = write.after(before);
    const bytes = Math.max(before?.size ?? 0, after?.size ?? 0);
    consumption.write(table.schema.name, bytes, table.items.indexWrites(before, after));
    store.commit([{ table, key, after }]);
  }
  return { output: { UnprocessedItems: {} }, consumption };
}

function prepare(store: Store, TableName: string, { PutRequest, DeleteRequest }: WriteRequest): PreparedWrite {
  if (Boolean(PutRequest) === Boolean(DeleteRequest)) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (PutRequest) return preparePut(store, { TableName, Item: PutRequest.Item });
  return prepareWrite(store, 'Delete', { TableName, Key: DeleteRequest?.Key });
}

/** A batch tells less of a key that doesn't fit than a PutItem. */
function preparePut(store: Store, input: Json): PreparedWrite {
  const put = readWrite(store, 'Put', input);
  try {
    return put.prepare();
  } catch (error) {
    if (error instanceof Error && /Missing the key|Type mismatch for key/.test(error.message)) throw mismatch();
    throw error;
  }
}

/** Throws if two writes touch one item. */
export function refuseRepeated(
  writes: readonly { readonly table: object; readonly key: string }[],
  message: string,
): void {
  const seen = new Map<object, Set<string>>();
  for (const { table, key } of writes) {
    const keys = seen.get(table) ?? new Set();
    if (keys.has(key)) throw invalid(message);
    seen.set(table, keys.add(key));
  }
}
