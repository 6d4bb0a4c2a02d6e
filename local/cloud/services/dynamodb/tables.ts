import type { Engine } from '../../../dynamodb/engine.ts';
import type { Table } from '../../../dynamodb/store.ts';
import type { TableDefinition } from '../../../dynamodb/table-definition.ts';
import type { Resource } from '../../cloud.ts';
import { physicalName } from '../names.ts';

export type { TableDefinition } from '../../../dynamodb/table-definition.ts';

type Indexes = TableDefinition['GlobalSecondaryIndexes'];

/**
 * Reads the definition from the properties of `AWS::DynamoDB::Table` or
 * `AWS::DynamoDB::GlobalTable`.
 */
export function tableOf(resource: Resource): TableDefinition {
  const { properties } = resource;
  const stream = properties.StreamSpecification as Pick<
    NonNullable<TableDefinition['StreamSpecification']>,
    'StreamViewType'
  >;
  const indexes = (property: string): Indexes =>
    (properties[property] as Indexes)?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      ...(Projection ? { Projection } : {}),
    }));
  const globalIndexes = indexes('GlobalSecondaryIndexes');
  const localIndexes = indexes('LocalSecondaryIndexes');
  return {
    TableName: physicalName(resource, 'TableName', 255),
    KeySchema: properties.KeySchema as TableDefinition['KeySchema'],
    AttributeDefinitions: properties.AttributeDefinitions as TableDefinition['AttributeDefinitions'],
    BillingMode: 'PAY_PER_REQUEST',
    ...(globalIndexes ? { GlobalSecondaryIndexes: globalIndexes } : {}),
    ...(localIndexes ? { LocalSecondaryIndexes: localIndexes } : {}),
    ...(stream ? { StreamSpecification: { StreamEnabled: true, ...stream } } : {}),
  };
}

/**
 * Creates the table, or returns the one that a former run left if its key and indexes are the same.
 */
export function ensureTable({ store, call }: Engine, definition: TableDefinition): Table {
  const kept = store.tables.get(definition.TableName);
  if (!kept) call('CreateTable', { ...definition });
  else if (shape(kept.definition) !== shape(definition)) {
    throw new Error(
      `The kept table ${definition.TableName} has another key or other indexes than the template: remove the data directory`,
    );
  }
  return store.table(definition.TableName);
}

function shape({ KeySchema, GlobalSecondaryIndexes = [], LocalSecondaryIndexes = [] }: TableDefinition): string {
  const keys = (schema: TableDefinition['KeySchema']) => schema.map((key) => `${key.KeyType} ${key.AttributeName}`);
  const indexes = [...GlobalSecondaryIndexes, ...LocalSecondaryIndexes].map(
    (index) => `${index.IndexName} ${keys(index.KeySchema)} ${JSON.stringify(index.Projection)}`,
  );
  return JSON.stringify([keys(KeySchema), indexes.sort()]);
}
