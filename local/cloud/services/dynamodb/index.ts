import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createFaultSwitch, type FaultSwitch } from '../../faults/switch.ts';
import { startEngine } from './engine.ts';
import { startProxy } from './proxy.ts';
import { ensureTable, type TableDefinition } from './tables.ts';

export { createDynamoDb, type DynamoDb } from './service.ts';
export type { TableDefinition } from './tables.ts';

export interface TestDynamoDb {
  /** For the SDK's `endpoint`; it accepts any region and credentials. */
  readonly endpoint: string;
  readonly faults: FaultSwitch;
  stop(): Promise<void>;
}

/**
 * Starts DynamoDB with the given tables, in memory, for the tests of a store: the engine and the
 * proxy that raises conflicts.
 */
export async function startDynamoDb(options: { readonly tables: readonly TableDefinition[] }): Promise<TestDynamoDb> {
  const engine = await startEngine();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'eu-central-1', credentials });
  const faults = createFaultSwitch();
  const proxy = await startProxy({ upstream: engine.endpoint, client, faults });
  await Promise.all(options.tables.map((table) => ensureTable(client, table)));
  return {
    endpoint: proxy.url,
    faults,
    async stop() {
      await proxy.stop();
      client.destroy();
      await engine.stop();
    },
  };
}
