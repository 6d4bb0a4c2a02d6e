import { Consumption, readUnits } from '../capacity.ts';
import { DynamoDbError, invalid } from '../errors.ts';
import { constraint, type Json, NOT_NULL, required } from '../input.ts';
import type { Answered, Change, Store, Table } from '../store.ts';
import type { Item } from '../values.ts';
import { refuseRepeated } from './batch-write.ts';
import { type PreparedRead, projected, readGet } from './reads.ts';
import { type PreparedWrite, readWrite, type WriteKind } from './writes.ts';

const MAX_ACTIONS = 100;
const MAX_BYTES = 4 * 1_024 * 1_024;
const KINDS: readonly WriteKind[] = ['ConditionCheck', 'Put', 'Delete', 'Update'];
const REPEATED = 'Transaction request cannot include multiple operations on one item';

/** Why an action of a transaction stopped it; `None` for the others. */
export interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: Item;
}

/** The error of a transaction of which nothing was done. */
export function cancelled(reasons: readonly CancellationReason[]): DynamoDbError {
  const codes = reasons.map(({ Code }) => Code).join(', ');
  return new DynamoDbError(
    'TransactionCanceledException',
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    { CancellationReasons: reasons },
  );
}

/** A checked transaction, and the items that it holds until it has run. */
export interface PreparedTransaction {
  readonly items: readonly { readonly table: Table; readonly key: string }[];
  run(): { readonly output: Json; readonly consumption: Consumption };
}

function actionsOf(input: Json): readonly Json[] {
  const actions = required<readonly Json[]>(input, 'TransactItems');
  const rule =
    actions.length === 0
      ? 'Member must have length greater than or equal to 1'
      : `Member must have length less than or equal to ${MAX_ACTIONS}`;
  if (actions.length === 0 || actions.length > MAX_ACTIONS) {
    throw constraint(`'[${actions.map(() => '…').join(', ')}]'`, 'transactItems', rule);
  }
  return actions;
}

export function prepareTransactWrite(store: Store, input: Json): PreparedTransaction {
  const read = actionsOf(input).map((action, index) => {
    const kinds = KINDS.filter((kind) => action[kind] !== undefined && action[kind] !== null);
    if (kinds.length !== 1) {
      throw invalid('TransactItems can only contain one of Check, Put, Update or Delete');
    }
    if (kinds[0] === 'Update' && (action.Update as Json).UpdateExpression === undefined) {
      throw constraint('null', `transactItems.${index + 1}.member.update.updateExpression`, NOT_NULL);
    }
    return readWrite(store, kinds[0] as WriteKind, action[kinds[0] as WriteKind] as Json);
  });
  const writes = prepareAll(read);
  refuseRepeated(writes, REPEATED);
  const token = (input.ClientRequestToken ?? undefined) as string | undefined;
  if (token !== undefined && (token.length < 1 || token.length > 36)) {
    const rule = token.length < 1 ? 'greater than or equal to 1' : 'less than or equal to 36';
    throw constraint(`'${token}'`, 'clientRequestToken', `Member must have length ${rule}`);
  }
  return { items: writes, run: () => transactWrite(store, input, writes, token) };
}

/** Throws with a reason for each action that doesn't fit the keys of its table. */
function prepareAll<Prepared>(actions: readonly { prepare(): Prepared }[]): readonly Prepared[] {
  const reasons: CancellationReason[] = [];
  const prepared = actions.flatMap((action) => {
    try {
      const one = action.prepare();
      reasons.push({ Code: 'None' });
      return [one];
    } catch (error) {
      reasons.push(reasonOf(error));
      return [];
    }
  });
  if (prepared.length < actions.length) throw cancelled(reasons);
  return prepared;
}

function transactWrite(
  store: Store,
  input: Json,
  writes: readonly PreparedWrite[],
  token: string | undefined,
): { readonly output: Json; readonly consumption: Consumption } {
  const fingerprint = token === undefined ? '' : JSON.stringify(input.TransactItems);
  const earlier = token === undefined ? undefined : store.answered(token);
  if (earlier) return { output: {}, consumption: repeated(writes, earlier, fingerprint) };
  const consumption = new Consumption('write', 2);
  const changes: Change[] = [];
  let bytes = 0;
  const reasons = writes.map((write): CancellationReason => {
    const { table, key } = write;
    const before = table.items.get(key);
    try {
      const after = write.after(before);
      const size = Math.max(before?.size ?? 0, after?.size ?? 0);
      bytes += size;
      consumption.write(table.schema.name, size, table.items.indexWrites(before, after));
      if (write.kind !== 'ConditionCheck') changes.push({ table, key, after });
      return { Code: 'None' };
    } catch (error) {
      return reasonOf(error);
    }
  });
  if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
  if (bytes > MAX_BYTES) throw invalid('Aggregated size of all items in a TransactWriteItems call exceeds 4 MB');
  const answered: Answered | undefined = token === undefined ? undefined : { token, fingerprint, at: store.now() };
  store.commit(changes, answered);
  return { output: {}, consumption };
}

/** A repetition reads the items and changes nothing. */
function repeated(writes: readonly PreparedWrite[], earlier: Answered, fingerprint: string): Consumption {
  if (earlier.fingerprint !== fingerprint) {
    throw new DynamoDbError(
      'IdempotentParameterMismatchException',
      'The provided parameters are not the same as those of the first request with this client request token',
    );
  }
  const consumption = new Consumption('read', 2);
  for (const { table, key } of writes) {
    consumption.read(table.schema.name, readUnits(table.items.get(key)?.size ?? 0, 'transactional'));
  }
  return consumption;
}

function reasonOf(error: unknown): CancellationReason {
  if (!(error instanceof DynamoDbError)) throw error;
  if (error.name === 'ConditionalCheckFailedException') {
    return { Code: 'ConditionalCheckFailed', Message: error.message, ...error.details };
  }
  if (error.name !== 'ValidationException') throw error;
  return { Code: 'ValidationError', Message: error.message };
}

export function prepareTransactGet(store: Store, input: Json): PreparedTransaction {
  const reads = prepareAll(actionsOf(input).map((action) => readGet(store, required<Json>(action, 'Get'))));
  refuseRepeated(reads, REPEATED);
  return { items: reads, run: () => transactGet(reads) };
}

function transactGet(reads: readonly PreparedRead[]): { readonly output: Json; readonly consumption: Consumption } {
  const consumption = new Consumption('read', 2);
  const responses = reads.map(({ table, key, projection }) => {
    const stored = table.items.get(key);
    consumption.read(table.schema.name, readUnits(stored?.size ?? 0, 'transactional'));
    return stored ? { Item: projected(stored.item, projection) } : {};
  });
  return { output: { Responses: responses }, consumption };
}
