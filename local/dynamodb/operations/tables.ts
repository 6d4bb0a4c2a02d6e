import { DynamoDbError, invalidParameter } from '../errors.ts';
import { constraint, type Json, required, wholeNumber } from '../input.ts';
import type { Store, Table } from '../store.ts';
import { readDefinition, type TableDefinition } from '../table-definition.ts';

/** Where tables live, for their ARNs. */
export interface Place {
  readonly region: string;
  readonly accountId: string;
}

export const tableArn = ({ region, accountId }: Place, name: string): string =>
  `arn:aws:dynamodb:${region}:${accountId}:table/${name}`;

export const streamArn = (place: Place, { schema, stream }: Table): string | undefined =>
  stream && `${tableArn(place, schema.name)}/stream/${stream.label}`;

export function createTable(store: Store, place: Place, input: Json): Json {
  const definition = readDefinition(input);
  if (store.tables.has(definition.TableName)) {
    throw new DynamoDbError('ResourceInUseException', `Table already exists: ${definition.TableName}`);
  }
  return { TableDescription: description(store.create(kept(definition)), place) };
}

const MEMBERS = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'StreamSpecification',
  'BillingMode',
  'ProvisionedThroughput',
] as const;

/** The definition without the members that have no effect here. */
const kept = (definition: TableDefinition): TableDefinition =>
  Object.fromEntries(
    MEMBERS.flatMap((member) => (definition[member] === undefined ? [] : [[member, definition[member]]])),
  ) as unknown as TableDefinition;

function existing(store: Store, input: Json): Table {
  const name = required<string>(input, 'TableName');
  try {
    return store.table(name);
  } catch {
    throw new DynamoDbError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
  }
}

export const describeTable = (store: Store, place: Place, input: Json): Json => ({
  Table: description(existing(store, input), place),
});

export function deleteTable(store: Store, place: Place, input: Json): Json {
  const table = existing(store, input);
  store.drop(table.schema.name);
  return { TableDescription: { ...description(table, place), TableStatus: 'DELETING' } };
}

const MOST_NAMES = 100;

export function listTables(store: Store, input: Json): Json {
  const limit = wholeNumber(input, 'Limit', 1, MOST_NAMES) ?? MOST_NAMES;
  const start = (input.ExclusiveStartTableName ?? undefined) as string | undefined;
  const names = [...store.tables.keys()].sort().filter((name) => start === undefined || name > start);
  const TableNames = names.slice(0, limit);
  return { TableNames, ...(names.length > limit ? { LastEvaluatedTableName: TableNames.at(-1) } : {}) };
}

function description(table: Table, place: Place): Json {
  const { definition, schema, items, stream, id, createdAt } = table;
  const arn = tableArn(place, schema.name);
  const size = { ItemCount: items.count, TableSizeBytes: items.bytes };
  const indexes = (kind: 'GlobalSecondaryIndexes' | 'LocalSecondaryIndexes') =>
    definition[kind] && {
      [kind]: definition[kind].map((index) => ({
        ...index,
        ...(kind === 'GlobalSecondaryIndexes' ? { IndexStatus: 'ACTIVE' } : {}),
        IndexArn: `${arn}/index/${index.IndexName}`,
      })),
    };
  return {
    ...{ TableName: schema.name, TableArn: arn, TableId: id, TableStatus: 'ACTIVE', ...size },
    ...{ KeySchema: definition.KeySchema, AttributeDefinitions: definition.AttributeDefinitions },
    CreationDateTime: createdAt / 1_000,
    ProvisionedThroughput: { NumberOfDecreasesToday: 0, ReadCapacityUnits: 0, WriteCapacityUnits: 0 },
    ...(definition.BillingMode === 'PAY_PER_REQUEST'
      ? { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } }
      : { ProvisionedThroughput: { NumberOfDecreasesToday: 0, ...definition.ProvisionedThroughput } }),
    ...indexes('GlobalSecondaryIndexes'),
    ...indexes('LocalSecondaryIndexes'),
    ...(stream
      ? {
          StreamSpecification: definition.StreamSpecification,
          LatestStreamArn: streamArn(place, table),
          LatestStreamLabel: stream.label,
        }
      : {}),
    DeletionProtectionEnabled: false,
  };
}

interface TimeToLive {
  readonly AttributeName: string;
  readonly Enabled: boolean;
}

export function updateTimeToLive(store: Store, input: Json): Json {
  const table = existing(store, input);
  const specification = required<TimeToLive>(input, 'TimeToLiveSpecification');
  const { AttributeName, Enabled } = specification;
  if (!AttributeName) {
    throw constraint(
      `'${AttributeName}'`,
      'timeToLiveSpecification.attributeName',
      'Member must have length greater than or equal to 1',
    );
  }
  if (Enabled && table.expiresBy !== undefined) throw invalidParameter('TimeToLive is already enabled');
  if (!Enabled && table.expiresBy === undefined) throw invalidParameter('TimeToLive is already disabled');
  store.setExpiry(table, Enabled ? AttributeName : undefined);
  return { TimeToLiveSpecification: specification };
}

export function describeTimeToLive(store: Store, input: Json): Json {
  const { expiresBy } = existing(store, input);
  const description =
    expiresBy === undefined
      ? { TimeToLiveStatus: 'DISABLED' }
      : { TimeToLiveStatus: 'ENABLED', AttributeName: expiresBy };
  return { TimeToLiveDescription: description };
}
