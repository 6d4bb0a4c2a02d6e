import { Consumption } from '../capacity.ts';
import { invalid } from '../errors.ts';
import { constraint, type Json, required } from '../input.ts';
import type { Store } from '../store.ts';
import { type PreparedWrite, prepareWrite } from './writes.ts';

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
  if (requests.length === 0) {
    throw constraint('{}', 'requestItems', 'Member must have length greater than or equal to 1');
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
  if (PutRequest && DeleteRequest) {
    throw invalid(
      'Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes',
    );
  }
  if (PutRequest) return prepareWrite(store, 'Put', { TableName, Item: PutRequest.Item });
  return prepareWrite(store, 'Delete', { TableName, Key: DeleteRequest?.Key });
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
