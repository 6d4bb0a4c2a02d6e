import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createEngine } from '../../../dynamodb/engine.ts';
import { createFaultSwitch } from '../../faults/switch.ts';
import { listen } from '../server.ts';
import { createHandler } from './handler.ts';
import type { TableDefinition } from './tables.ts';

export { createDynamoDb, type DynamoDb } from './service.ts';
export type { TableDefinition } from './tables.ts';

export interface TestDynamoDb {
  /** For the SDK's `endpoint`; it accepts any region and credentials. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB with the given tables, in memory, for the tests of a store. `DYNAMODB_ENDPOINT`
 * names another engine, in which the tables are made instead and stay.
 */
export async function startDynamoDb(options: { readonly tables: readonly TableDefinition[] }): Promise<TestDynamoDb> {
  const other = process.env.DYNAMODB_ENDPOINT;
  if (other) {
    await createTables(other, options.tables);
    return { endpoint: other, stop: async () => {} };
  }
  const engine = createEngine();
  for (const table of options.tables) engine.call('CreateTable', { ...table, BillingMode: 'PAY_PER_REQUEST' });
  const server = await listen(createHandler({ engine, faults: createFaultSwitch() }).answer);
  return { endpoint: server.url, stop: () => server.stop() };
}

async function createTables(endpoint: string, tables: readonly TableDefinition[]): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'eu-central-1', credentials });
  for (const table of tables) {
    await client.send(
      new CreateTableCommand({ ...table, BillingMode: 'PAY_PER_REQUEST' } as unknown as CreateTableCommandInput),
    );
  }
  client.destroy();
}
