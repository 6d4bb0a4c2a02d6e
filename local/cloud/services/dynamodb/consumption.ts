import type { IncomingMessage } from 'node:http';
import type { ConsumedCapacity } from '@aws-sdk/client-dynamodb';
import type { Meter } from '../../usage.ts';

const READS = new Set(['GetItem', 'BatchGetItem', 'TransactGetItems', 'Query', 'Scan']);
const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);

type Json = Readonly<Record<string, unknown>>;

/**
 * Adds `ReturnConsumedCapacity`, indexes included, to the request. Undefined where there is nothing
 * to ask for.
 */
export function askingForUnits(operation: string, request: Json | undefined): Buffer | undefined {
  if (request === undefined || request.ReturnConsumedCapacity !== undefined) return undefined;
  if (!READS.has(operation) && !WRITES.has(operation)) return undefined;
  return Buffer.from(JSON.stringify({ ...request, ReturnConsumedCapacity: 'TOTAL' }));
}

/** Counts the units that the engine reports for a call. It reports none for refused calls. */
export function countUnits(meter: Meter, operation: string, request: IncomingMessage, reply: Buffer): void {
  if (!reply.includes('"ConsumedCapacity"')) return;
  const { ConsumedCapacity: consumed = [] } = JSON.parse(reply.toString('utf8')) as {
    readonly ConsumedCapacity?: ConsumedCapacity | readonly ConsumedCapacity[];
  };
  const unit = READS.has(operation) ? 'read units' : 'write units';
  const caller = /(?:^| )app\/(\S+)/.exec(request.headers['user-agent'] ?? '')?.[1];
  for (const { TableName = '', CapacityUnits = 0 } of [consumed].flat()) {
    const what = { service: 'dynamodb', unit, resource: TableName, operation };
    meter(caller === undefined ? what : { ...what, function: caller }, CapacityUnits);
  }
}
