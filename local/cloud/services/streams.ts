import { createHash } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Cloud } from '../cloud.ts';
import type { StreamReader, Streams } from './handles.ts';

const IDLE_POLL_MS = 200;

interface Source {
  readonly arn: string;
  readonly table: string;
  readonly engineArn: string;
}

/** The streams of the tables, and the notification that the proxy sends after a write. */
export interface StreamsHub extends Streams {
  connect(client: DynamoDBStreamsClient, cloud: Cloud): void;
  register(streamArn: string, table: string, engineArn: string): void;
  wake(tables: readonly string[]): void;
  close(): void;
}

export function createStreams(): StreamsHub {
  const sources = new Map<string, Source>();
  const bell = new EventEmitter().setMaxListeners(0);
  let connected: { client: DynamoDBStreamsClient; cloud: Cloud } | undefined;
  return {
    connect(client, cloud) {
      connected = { client, cloud };
    },
    register: (arn, table, engineArn) => void sources.set(arn, { arn, table, engineArn }),
    wake: (tables) => {
      for (const table of tables) bell.emit(table);
    },
    close() {
      for (const { table } of sources.values()) bell.emit(table);
      connected?.client.destroy();
    },
    open(streamArn, { readerName, from }) {
      const source = sources.get(streamArn);
      if (!source || !connected) throw new Error(`There is no stream ${streamArn}`);
      return openReader({ ...connected, source, bell, readerName, from });
    },
  };
}

interface ReaderOptions {
  readonly client: DynamoDBStreamsClient;
  readonly cloud: Cloud;
  readonly source: Source;
  readonly bell: EventEmitter;
  readonly readerName: string;
  readonly from: 'TRIM_HORIZON' | 'LATEST';
}

function openReader(options: ReaderOptions): StreamReader {
  const { source, bell } = options;
  const checkpoint = openCheckpoint(options.cloud.dataDir, `${source.table}.${options.readerName}`);
  let lastRead: string | undefined = checkpoint.load();
  let committed = lastRead;
  // LATEST means the time of opening, not of the first read; the position is the same at every
  // read.
  const origin = firstIterator(options, lastRead);
  origin.catch(() => {});
  let iterator: Promise<string | undefined> | undefined = origin;
  let rung = true;
  bell.on(source.table, () => {
    rung = true;
  });

  return {
    async read(limit) {
      rung = false;
      iterator ??= lastRead ? firstIterator(options, lastRead) : origin;
      try {
        const { Records = [], NextShardIterator } = await options.client.send(
          new GetRecordsCommand({ ShardIterator: await iterator, Limit: Math.min(limit, 1_000) }),
        );
        iterator = Promise.resolve(NextShardIterator);
        lastRead = Records.at(-1)?.dynamodb?.SequenceNumber ?? lastRead;
        if (Records.length > 0) rung = true;
        return Records.filter(changed).map((record) => toLambda(record, source, options.cloud));
      } catch (error) {
        iterator = undefined;
        throw error;
      }
    },
    async commit() {
      if (lastRead === committed || lastRead === undefined) return;
      committed = lastRead;
      await checkpoint.save(lastRead);
    },
    rewind() {
      lastRead = committed;
      iterator = undefined;
      rung = true;
    },
    waitForRecords(signal) {
      if (rung || signal?.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          bell.off(source.table, wake);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const timer = setTimeout(wake, IDLE_POLL_MS);
        bell.on(source.table, wake);
        signal?.addEventListener('abort', wake);
      });
    },
  };
}

async function firstIterator(
  { client, source, from }: ReaderOptions,
  after: string | undefined,
): Promise<string | undefined> {
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamArn: source.engineArn }));
  const position = after ? { SequenceNumber: after } : {};
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({
      StreamArn: source.engineArn,
      ShardId: StreamDescription?.Shards?.[0]?.ShardId,
      ShardIteratorType: after ? 'AFTER_SEQUENCE_NUMBER' : from,
      ...position,
    }),
  );
  return ShardIterator;
}

/** DynamoDB writes no record for a write that changed nothing; the engine does. */
function changed({ eventName, dynamodb }: StreamRecord): boolean {
  return !(eventName === 'MODIFY' && dynamodb?.OldImage && isDeepStrictEqual(dynamodb.OldImage, dynamodb.NewImage));
}

function toLambda({ eventName, dynamodb }: StreamRecord, source: Source, cloud: Cloud): DynamoDBRecord {
  const { ApproximateCreationDateTime: created, ...change } = dynamodb ?? {};
  const record = {
    // The engine counts each stream's records from 1; AWS's ids are unique among all.
    eventID: createHash('md5').update(`${source.arn}#${change.SequenceNumber}`).digest('hex'),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: cloud.region,
    eventSourceARN: source.arn,
    dynamodb: { ...change, ApproximateCreationDateTime: Math.floor(Number(created ?? cloud.clock.now()) / 1_000) },
  };
  return record as unknown as DynamoDBRecord;
}

interface Checkpoint {
  load(): string | undefined;
  save(sequenceNumber: string): Promise<void>;
}

function openCheckpoint(dataDir: string | undefined, name: string): Checkpoint {
  if (!dataDir) return { load: () => undefined, save: async () => {} };
  const directory = join(dataDir, 'checkpoints');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${name.replace(/[^\w.-]/g, '_')}.txt`);
  return {
    load() {
      try {
        return readFileSync(file, 'utf8') || undefined;
      } catch {
        return undefined;
      }
    },
    async save(sequenceNumber) {
      await writeFile(`${file}.tmp`, sequenceNumber);
      await rename(`${file}.tmp`, file);
    },
  };
}
