import type { Touch } from './conflicts.ts';

/** The names of a table's key attributes. */
export type KeyNames = (table: string) => Promise<readonly string[]>;

export interface Touched extends Touch {
  /** The names of the tables. */
  readonly tables: readonly string[];
}

type Attributes = Readonly<Record<string, unknown>>;

interface Action {
  readonly TableName: string;
  readonly Key?: Attributes;
  readonly Item?: Attributes;
}

type Kind = Touch['kind'];

const KINDS: Readonly<Record<string, Kind>> = {
  PutItem: 'write',
  UpdateItem: 'write',
  DeleteItem: 'write',
  BatchWriteItem: 'batch-write',
  TransactWriteItems: 'transact-write',
  TransactGetItems: 'transact-read',
};

/**
 * The tables and items of a writing or transactional request; undefined for other operations and
 * for malformed requests.
 */
export async function touchOf(
  operation: string,
  request: Record<string, unknown>,
  keyNames: KeyNames,
): Promise<Touched | undefined> {
  const kind = KINDS[operation];
  if (!kind) return undefined;
  try {
    const actions = actionsOf(operation, request);
    const items = await Promise.all(actions.map((action) => itemKey(action, keyNames)));
    return { kind, items, tables: [...new Set(actions.map(tableOf))] };
  } catch {
    return undefined; // The engine reports the error.
  }
}

function actionsOf(operation: string, request: Record<string, unknown>): Action[] {
  if (operation === 'TransactWriteItems' || operation === 'TransactGetItems') {
    return (request.TransactItems as Record<string, Action>[]).map((item) => Object.values(item)[0] as Action);
  }
  if (operation === 'BatchWriteItem') {
    const byTable = Object.entries(request.RequestItems as Record<string, Record<string, Attributes>[]>);
    return byTable.flatMap(([TableName, requests]) =>
      requests.map((item) => ({ TableName, ...(Object.values(item)[0] as Omit<Action, 'TableName'>) })),
    );
  }
  return [request as unknown as Action];
}

async function itemKey(action: Action, keyNames: KeyNames): Promise<string> {
  const table = tableOf(action);
  const source = action.Key ?? action.Item ?? {};
  const names = await keyNames(table);
  return `${table}|${names.map((name) => JSON.stringify(source[name])).join('|')}`;
}

/** Requests may name a table by its ARN. */
function tableOf(action: Action): string {
  return action.TableName.split('/').at(-1) as string;
}
