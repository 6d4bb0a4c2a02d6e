import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createEngine, type Engine } from '../../../dynamodb/engine.ts';
import { streamArn, tableArn } from '../../../dynamodb/operations/tables.ts';
import type { Entry } from '../../../dynamodb/store.ts';
import type { Cloud, Created, Resource, ResourceType, Service } from '../../cloud.ts';
import type { FaultSwitch } from '../../faults/switch.ts';
import type { Streams, Tables } from '../handles.ts';
import { type Apis, createApis, type LocalServer } from '../server.ts';
import { createStreams, type StreamsHub } from '../streams.ts';
import { clientOf } from './client.ts';
import { createHandler, faultyDynamoDb } from './handler.ts';
import { ensureTable, tableOf } from './tables.ts';

const EXPIRY_INTERVAL_MS = 30_000;

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
  expire(): number;
}

interface Running {
  readonly engine: Engine;
  readonly client: DynamoDBClient;
  readonly server: LocalServer;
}

/**
 * DynamoDB and its streams: the engine, the tables of the template and the removal of expired
 * items.
 */
export function createDynamoDb(options: { readonly faults: FaultSwitch; readonly apis?: Apis }): DynamoDb {
  const tables: string[] = [];
  const hub: StreamsHub = createStreams();
  let running: Running | undefined;
  let expiry: NodeJS.Timeout | undefined;

  const live = (): Running => {
    if (!running) throw new Error('DynamoDB has not started');
    return running;
  };

  const create = async (resource: Resource): Promise<Created> => {
    const { engine } = live();
    const table = ensureTable(engine, tableOf(resource));
    const { name } = table.schema;
    const ttl = resource.properties.TimeToLiveSpecification as
      | { AttributeName?: string; Enabled?: boolean }
      | undefined;
    const attribute = ttl?.Enabled === false ? undefined : ttl?.AttributeName;
    if (attribute !== table.expiresBy) engine.store.setExpiry(table, attribute);
    tables.push(name);
    const stream = streamArn(engine.place, table);
    return {
      ref: name,
      attributes: {
        ...{ Arn: tableArn(engine.place, name), TableId: table.id },
        ...(stream ? { StreamArn: stream } : {}),
      },
    };
  };
  const type: ResourceType = { properties: [...UNDERSTOOD, ...WITHOUT_EFFECT], create };

  const service: Service = {
    name: 'dynamodb',
    types: { 'AWS::DynamoDB::Table': type, 'AWS::DynamoDB::GlobalTable': type },
    async start(cloud) {
      const engine = startEngine(cloud);
      const handler = createHandler({ engine, faults: options.faults, meter: cloud.meter });
      const server = await (options.apis ?? createApis()).serve(faultyDynamoDb(handler, options.faults));
      hub.connect(engine, cloud);
      // The handle counts no units and meets no faults.
      const client = clientOf(createHandler({ engine, faults: NO_FAULTS }));
      running = { engine, client, server };
      return { AWS_ENDPOINT_URL_DYNAMODB: server.url, AWS_ENDPOINT_URL_DYNAMODB_STREAMS: server.url };
    },
    async begin() {
      expiry = setInterval(() => live().engine.expire(), EXPIRY_INTERVAL_MS).unref();
    },
    async clockMoved() {
      live().engine.expire();
    },
    async inspect() {
      const { store } = live().engine;
      return tables.map((name) => {
        const { items } = store.table(name);
        return { table: name, items: items.count, bytes: items.bytes };
      });
    },
    async stop() {
      clearInterval(expiry);
      hub.close();
      await running?.server.stop();
      running?.client.destroy();
      running = undefined;
    },
  };
  const handle: Tables = { names: () => tables, client: () => live().client };
  return { service, streams: hub, tables: handle, expire: () => live().engine.expire() };
}

const NO_FAULTS: Pick<FaultSwitch, 'take'> = { take: () => undefined };

/** The engine with what the cloud's journal kept. */
function startEngine({ region, accountId, clock, journal }: Cloud): Engine {
  let write: ((entry: Entry) => void) | undefined;
  const engine = createEngine({
    ...{ region, accountId, now: () => clock.now() },
    onEntry: (entry) => write?.(entry),
  });
  write = journal.keep<Entry>('dynamodb', {
    restore: (entry) => engine.store.restore(entry),
    snapshot: () => engine.store.entries(),
  });
  return engine;
}
