import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import type { Tables } from '../../cloud/services/handles.ts';
import { type Refusal, refuse } from './answer.ts';
import type { AccessPattern, ItemsView, TableView } from './answers.ts';
import { matcherOf, patternsOf } from './patterns.ts';

const PAGE = 25;
const LOOKED_AT_FOR_EXAMPLES = 500;
const EXAMPLES = 6;

/** A table with the access patterns of its domain, and keys to try them with. */
export async function tableView(tables: Tables, name: string): Promise<TableView | Refusal> {
  if (!tables.names().includes(name)) return refuse(404, `There is no table ${name}.`);
  const client = tables.client();
  const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
  const indexes = (Table?.GlobalSecondaryIndexes ?? []).map(({ IndexName = '' }) => IndexName).sort();
  const patterns = await Promise.all(
    (await patternsOf(domainOf(name))).map(async (pattern): Promise<AccessPattern> => {
      return { ...pattern, examples: [] };
    }),
  );
  const keys = await someKeys(tables, name, indexes);
  return {
    name,
    items: Table?.ItemCount ?? 0,
    indexes,
    patterns: patterns.map((pattern) => ({ ...pattern, examples: examplesOf(pattern, keys) })),
  };
}

const documents = (tables: Tables) => DynamoDBDocumentClient.from(tables.client());

/** The domain in a table's name: `souk-local-orders` → `orders`. */
const domainOf = (tableName: string): string => tableName.split('-').at(-1) ?? '';

type Keys = ReadonlyMap<string | undefined, ReadonlySet<string>>;

/** Partition keys by index, from the first items of a scan. */
async function someKeys(tables: Tables, TableName: string, indexes: readonly string[]): Promise<Keys> {
  const found = await Promise.all(
    [undefined, ...indexes].map(async (IndexName) => {
      const { Items = [] } = await documents(tables).send(
        new ScanCommand({ TableName, IndexName, Limit: LOOKED_AT_FOR_EXAMPLES }),
      );
      return [IndexName, new Set(Items.map((item) => String(item[keyNames(IndexName).pk])))] as const;
    }),
  );
  return new Map(found);
}

function examplesOf({ index, pk }: AccessPattern, keys: Keys): string[] {
  const matcher = matcherOf(pk);
  return [...(keys.get(index) ?? [])].filter((key) => matcher.test(key)).slice(0, EXAMPLES);
}

const keyNames = (index: string | undefined) =>
  index === undefined ? { pk: 'pk', sk: 'sk' } : { pk: `${index}pk`, sk: `${index}sk` };

/** The items of a partition whose sort keys begin with `sk`; in reverse order if `descending`. */
export async function itemsOf(tables: Tables, name: string, query: URLSearchParams): Promise<ItemsView | Refusal> {
  if (!tables.names().includes(name)) return refuse(404, `There is no table ${name}.`);
  const pk = query.get('pk') ?? '';
  const sk = query.get('sk') ?? '';
  const index = query.get('index') || undefined;
  if (pk === '') return refuse(400, 'The parameter pk is required: the key of a partition.');
  const known = (await tables.client().send(new DescribeTableCommand({ TableName: name }))).Table;
  if (index !== undefined && !known?.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === index)) {
    return refuse(404, `The table ${name} has no index ${index}.`);
  }
  const start = startOf(query.get('cursor'));
  if (start === 'malformed') return refuse(400, 'The cursor does not come from a page of this table.');
  const names = keyNames(index);
  const { Items = [], LastEvaluatedKey } = await documents(tables).send(
    new QueryCommand({
      TableName: name,
      ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
      KeyConditionExpression: sk === '' ? '#pk = :pk' : '#pk = :pk AND begins_with(#sk, :sk)',
      ExpressionAttributeNames: { '#pk': names.pk, ...(sk === '' ? {} : { '#sk': names.sk }) },
      ExpressionAttributeValues: { ':pk': pk, ...(sk === '' ? {} : { ':sk': sk }) },
      ScanIndexForward: query.get('descending') !== 'true',
      Limit: PAGE,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    }),
  );
  return { items: Items, ...(LastEvaluatedKey ? { nextCursor: JSON.stringify(LastEvaluatedKey) } : {}) };
}

function startOf(cursor: string | null): Record<string, unknown> | undefined | 'malformed' {
  if (!cursor) return undefined;
  try {
    const key: unknown = JSON.parse(cursor);
    return typeof key === 'object' && key !== null ? (key as Record<string, unknown>) : 'malformed';
  } catch {
    return 'malformed';
  }
}
