import { randomUUID } from 'node:crypto';
import { type ConsumedCapacity, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, vi } from 'vitest';
import { startDynamoDb } from '../../local/cloud/services/dynamodb/index.ts';
import { type ItemClient, itemClient } from '../dynamodb/client.ts';
import { createTable, type Table } from '../dynamodb/table.ts';

export interface TestTable {
  readonly table: Table;
  readonly items: ItemClient;
  /** For items that no query of a domain returns. */
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  /**
   * The units that the calls of `work` consumed, indexes included. Run no other calls meanwhile.
   * The engine does not report the units of refused calls.
   */
  unitsOf(work: () => Promise<unknown>): Promise<Units>;
  /** For functions that create their own client: `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

export interface Units {
  readonly read: number;
  readonly write: number;
}

/**
 * Starts a separate engine with one empty table in the shape of a domain's table: `pk`/`sk`,
 * `gsi1`, `gsi2`, a stream. Its name is new, as an engine that `DYNAMODB_ENDPOINT` names has the
 * tables of all files.
 */
export async function startTestTable(): Promise<TestTable> {
  const tableName = `test-${randomUUID()}`;
  const engine = await startDynamoDb({
    tables: [
      {
        TableName: tableName,
        KeySchema: keySchema('pk', 'sk'),
        AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((name) => ({
          AttributeName: name,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((name) => ({
          IndexName: name,
          KeySchema: keySchema(`${name}pk`, `${name}sk`),
          Projection: { ProjectionType: 'ALL' },
        })),
        StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
      },
    ],
  });
  const dynamo = new DynamoDBClient({
    endpoint: engine.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const items = itemClient(dynamo);
  const client = DynamoDBDocumentClient.from(dynamo, { marshallOptions: { removeUndefinedValues: true } });
  return {
    table: createTable(items, tableName),
    items,
    client,
    tableName,
    unitsOf: (work) => unitsOf(dynamo, work),
    endpoint: engine.endpoint,
    async stop() {
      client.destroy();
      await engine.stop();
    },
  };
}

/** A table for the tests of one file: started before them, stopped after them. */
export function tableForTests(): () => TestTable {
  let started: TestTable;
  beforeAll(async () => {
    started = await startTestTable();
  });
  afterAll(() => started.stop());
  return () => started;
}

/**
 * Points functions that create their own clients to the table, under each of these variables, until
 * `vi.unstubAllEnvs()`.
 */
export function pointAt({ endpoint, tableName }: TestTable, variables: readonly string[]): void {
  const access = { AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  for (const [name, value] of Object.entries({ ...access, AWS_ENDPOINT_URL_DYNAMODB: endpoint }))
    vi.stubEnv(name, value);
  // Every function that serves people reads the marks of ended sessions.
  for (const variable of [...variables, 'SESSIONS_TABLE']) vi.stubEnv(variable, tableName);
}

async function unitsOf({ middlewareStack }: DynamoDBClient, work: () => Promise<unknown>): Promise<Units> {
  const units = { read: 0, write: 0 };
  middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const { ConsumedCapacity } = answer.output as { ConsumedCapacity?: ConsumedCapacity | ConsumedCapacity[] };
        const kind = /Get|Query/.test(commandName) ? 'read' : 'write';
        for (const { CapacityUnits = 0 } of [ConsumedCapacity ?? []].flat()) units[kind] += CapacityUnits;
        return answer;
      },
    { step: 'initialize', name: 'units' },
  );
  try {
    await work();
    return units;
  } finally {
    middlewareStack.remove('units');
  }
}

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];
