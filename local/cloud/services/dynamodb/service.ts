import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { DescribeTableCommand, DynamoDBClient, type TableDescription } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Cloud, Created, Resource, ResourceType, Service } from '../../cloud.ts';
import type { FaultSwitch } from '../../faults/switch.ts';
import type { Streams, Tables } from '../handles.ts';
import { arn } from '../names.ts';
import type { LocalServer } from '../server.ts';
import { createStreams, type StreamsHub } from '../streams.ts';
import { type Engine, startEngine } from './engine.ts';
import { startProxy } from './proxy.ts';
import { ensureTable, tableOf } from './tables.ts';
import { type Expiring, reap } from './ttl.ts';

const REAP_INTERVAL_MS = 30_000;

const CLIENT = { region: 'eu-central-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };

const UNDERSTOOD = [
  'TableName',
  'KeySchema',
  'AttributeDefinitions',
  'GlobalSecondaryIndexes',
  'LocalSecondaryIndexes',
  'StreamSpecification',
  'TimeToLiveSpecification',
];

// Understood, and without effect on one machine: capacity, encryption, backups, protection, tags
// and insight.
const WITHOUT_EFFECT = [
  'BillingMode',
  'SSESpecification',
  'WarmThroughput',
  'WriteOnDemandThroughputSettings',
  'WriteProvisionedThroughputSettings',
  'Tags',
  'TableClass',
  'DeletionProtectionEnabled',
  'PointInTimeRecoverySpecification',
  'ContributorInsightsSpecification',
  'OnDemandThroughput',
  'ProvisionedThroughput',
  ...[
    'Region',
    'ContributorInsightsSpecification',
    'DeletionProtectionEnabled',
    'GlobalSecondaryIndexes',
    'PointInTimeRecoverySpecification',
    'ReadOnDemandThroughputSettings',
    'ReadProvisionedThroughputSettings',
    'ResourcePolicy',
    'SSESpecification',
    'TableClass',
    'Tags',
  ].map((property) => `Replicas.*.${property}`),
];

export interface DynamoDb {
  readonly service: Service;
  readonly streams: Streams;
  readonly tables: Tables;
  /** Removes the items whose time to live has passed by the cloud's clock. Returns their number. */
  reapExpired(): Promise<number>;
}

/**
 * DynamoDB and its streams: the engine, the tables of the template, the proxy before it, and the
 * reaper of expired items.
 */
export function createDynamoDb(options: { faults: FaultSwitch; onCrash?: (error: Error) => void }): DynamoDb {
  const expiring: Expiring[] = [];
  const tables: string[] = [];
  const hub: StreamsHub = createStreams();
  let running: { cloud: Cloud; engine: Engine; client: DynamoDBClient; proxy: LocalServer } | undefined;
  let reaper: NodeJS.Timeout | undefined;

  const live = () => {
    if (!running) throw new Error('DynamoDB has not started');
    return running;
  };

  const create = async (resource: Resource, cloud: Cloud): Promise<Created> => {
    const { client } = live();
    const definition = tableOf(resource);
    const description = await ensureTable(client, definition);
    const ttl = resource.properties.TimeToLiveSpecification as
      | { AttributeName?: string; Enabled?: boolean }
      | undefined;
    if (ttl?.AttributeName && ttl.Enabled !== false) {
      const keyNames = (definition.KeySchema ?? []).map(({ AttributeName }) => AttributeName as string);
      expiring.push({ table: definition.TableName, keyNames, attribute: ttl.AttributeName });
    }
    tables.push(definition.TableName);
    const tableArn = arn(cloud, 'dynamodb', `table/${definition.TableName}`);
    const stream = description.LatestStreamArn && `${tableArn}/stream/${streamLabel(description)}`;
    if (stream) hub.register(stream, definition.TableName, description.LatestStreamArn as string);
    return {
      ref: definition.TableName,
      attributes: { Arn: tableArn, TableId: description.TableId ?? '', ...(stream ? { StreamArn: stream } : {}) },
    };
  };
  const type: ResourceType = { properties: [...UNDERSTOOD, ...WITHOUT_EFFECT], create };

  const reapExpired = async (): Promise<number> => {
    const { client, cloud } = live();
    let count = 0;
    for (const table of expiring) {
      const reaped = await reap(client, table, cloud.clock.now());
      if (reaped > 0) hub.wake([table.table]);
      count += reaped;
    }
    return count;
  };

  const service: Service = {
    name: 'dynamodb',
    types: { 'AWS::DynamoDB::Table': type, 'AWS::DynamoDB::GlobalTable': type },
    async start(cloud) {
      if (cloud.dataDir) await mkdir(cloud.dataDir, { recursive: true });
      const engine = await startEngine({
        ...(cloud.dataDir ? { dbPath: join(cloud.dataDir, 'dynamodb.sqlite') } : {}),
        ...(options.onCrash ? { onCrash: options.onCrash } : {}),
      });
      const client = new DynamoDBClient({ ...CLIENT, endpoint: engine.endpoint });
      const proxy = await startProxy({
        ...{ upstream: engine.endpoint, client, faults: options.faults, onWrite: hub.wake, meter: cloud.meter },
      });
      hub.connect(new DynamoDBStreamsClient({ ...CLIENT, endpoint: engine.endpoint }), cloud);
      running = { cloud, engine, client, proxy };
      return { AWS_ENDPOINT_URL_DYNAMODB: proxy.url, AWS_ENDPOINT_URL_DYNAMODB_STREAMS: proxy.url };
    },
    async begin() {
      const { cloud } = live();
      reaper = setInterval(() => {
        reapExpired().catch((error: unknown) => cloud.log(`Expired items could not be removed: ${String(error)}`));
      }, REAP_INTERVAL_MS).unref();
    },
    async clockMoved() {
      await reapExpired();
    },
    async inspect() {
      const { client } = live();
      return Promise.all(
        tables.map(async (TableName) => {
          const { Table } = await client.send(new DescribeTableCommand({ TableName }));
          return { table: TableName, items: Table?.ItemCount, bytes: Table?.TableSizeBytes };
        }),
      );
    },
    async stop() {
      clearInterval(reaper);
      hub.close();
      await running?.proxy.stop();
      running?.client.destroy();
      await running?.engine.stop();
      running = undefined;
    },
  };
  const handle: Tables = { names: () => tables, client: () => DynamoDBDocumentClient.from(live().client) };
  return { service, streams: hub, tables: handle, reapExpired };
}

/** AWS labels a stream with the time of its creation; the engine with that time in seconds. */
function streamLabel({ LatestStreamLabel = '' }: TableDescription): string {
  const seconds = Number(LatestStreamLabel);
  return Number.isNaN(seconds) ? LatestStreamLabel : new Date(seconds * 1_000).toISOString().slice(0, 23);
}
