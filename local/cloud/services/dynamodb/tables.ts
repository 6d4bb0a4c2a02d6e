import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  type StreamViewType,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import type { Resource } from '../../cloud.ts';
import { physicalName } from '../names.ts';

/** The input of DynamoDB's CreateTable; capacity is on demand by default. */
export type TableDefinition = Omit<CreateTableCommandInput, 'TableName'> & { readonly TableName: string };

interface IndexProperties {
  readonly IndexName: string;
  readonly KeySchema: CreateTableCommandInput['KeySchema'];
  readonly Projection: object;
}

/**
 * Reads the definition from the properties of `AWS::DynamoDB::Table` or
 * `AWS::DynamoDB::GlobalTable`.
 */
export function tableOf(resource: Resource): TableDefinition {
  const { properties } = resource;
  const stream = properties.StreamSpecification as { StreamViewType: StreamViewType } | undefined;
  const indexes = (property: string) =>
    (properties[property] as IndexProperties[] | undefined)?.map(({ IndexName, KeySchema, Projection }) => ({
      IndexName,
      KeySchema,
      Projection,
    }));
  const globalIndexes = indexes('GlobalSecondaryIndexes');
  const localIndexes = indexes('LocalSecondaryIndexes');
  return {
    TableName: physicalName(resource, 'TableName', 255),
    KeySchema: properties.KeySchema as CreateTableCommandInput['KeySchema'],
    AttributeDefinitions: properties.AttributeDefinitions as CreateTableCommandInput['AttributeDefinitions'],
    ...(globalIndexes ? { GlobalSecondaryIndexes: globalIndexes } : {}),
    ...(localIndexes ? { LocalSecondaryIndexes: localIndexes } : {}),
    ...(stream ? { StreamSpecification: { StreamEnabled: true, StreamViewType: stream.StreamViewType } } : {}),
  };
}

/**
 * Creates the table, or returns the one that a former run left if its key and indexes are the same.
 */
export async function ensureTable(client: DynamoDBClient, table: TableDefinition): Promise<TableDescription> {
  try {
    const { TableDescription } = await client.send(
      new CreateTableCommand({ BillingMode: 'PAY_PER_REQUEST', ...table }),
    );
    return TableDescription ?? {};
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  const { Table } = await client.send(new DescribeTableCommand({ TableName: table.TableName }));
  if (shape(Table ?? {}) !== shape(table)) {
    throw new Error(
      `The kept table ${table.TableName} has another key or other indexes than the template: remove the data directory`,
    );
  }
  return Table ?? {};
}

function shape(table: Pick<TableDescription, 'KeySchema' | 'GlobalSecondaryIndexes'>): string {
  const keys = (schema: TableDescription['KeySchema']) => schema?.map((key) => `${key.KeyType} ${key.AttributeName}`);
  const indexes = table.GlobalSecondaryIndexes?.map((index) => `${index.IndexName} ${keys(index.KeySchema)}`) ?? [];
  return JSON.stringify([keys(table.KeySchema), indexes.sort()]);
}
