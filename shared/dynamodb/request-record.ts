import * as z from 'zod';
import type { CreationRecords, Idempotency } from '../kernel/idempotency.ts';
import { type Action, type Key, putIfAbsent } from './actions.ts';
import { expiryFrom } from './expiry.ts';
import type { Table } from './table.ts';

/** Well beyond any client's retries. */
const DAYS = 30;

/** The key of the record that a request of this caller was carried out. */
export const requestKey = ({ caller, key }: Pick<Idempotency, 'caller' | 'key'>): Key => ({
  pk: `idempotency#${caller}#${key}`,
  sk: 'record',
});

/**
 * Records that a request was carried out, in the transaction of its effect. Fails when it was
 * carried out before. 2 write units per KB.
 *
 * @param result the members that its answer needs when it is repeated.
 */
export const recordRequest = (
  request: Idempotency,
  at: Date | string,
  result: Readonly<Record<string, unknown>> = {},
): Action =>
  putIfAbsent({
    ...requestKey(request),
    entity: 'idempotency',
    bodyHash: request.bodyHash,
    ...result,
    expiresAt: expiryFrom(at, { days: DAYS }),
  });

/** Without an id if the request did something else with this key. */
const creationItem = z.object({ bodyHash: z.string(), id: z.string().optional() });

/** The records of requests that created something: their result is its `id`. */
export const creationRecords = (table: Table): CreationRecords => ({
  getCreated: (request) => table.get(requestKey(request), creationItem),
});
