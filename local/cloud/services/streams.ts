import { createHash } from 'node:crypto';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Engine } from '../../dynamodb/engine.ts';
import { changeOf, EXPIRY, streamOf } from '../../dynamodb/operations/stream-reads.ts';
import { type Stream, type StreamRecord, sequenceNumber } from '../../dynamodb/streams.ts';
import type { Cloud } from '../cloud.ts';
import type { StreamReader, Streams } from './handles.ts';

/** So many records stay for a reader that opens later, although every open reader has them. */
const KEPT_RECORDS = 1_000;

/** The streams of the tables, for readers in this process. */
export interface StreamsHub extends Streams {
  connect(engine: Engine, cloud: Cloud): void;
  close(): void;
}

/** How far a reader of a former run came, by the reader's name. */
type Checkpoint = readonly [reader: string, sequence: number];

interface Connected {
  readonly engine: Engine;
  readonly cloud: Cloud;
  readonly checkpoints: Map<string, number>;
  readonly keep: (checkpoint: Checkpoint) => void;
}

export function createStreams(): StreamsHub {
  const closing = new AbortController();
  /** The checkpoints of the open readers, by stream. */
  const readers = new Map<Stream, (() => number)[]>();
  let connected: Connected | undefined;

  const open: Streams['open'] = (streamArn, { readerName, from }) => {
    if (!connected) throw new Error(`There is no stream ${streamArn}`);
    const { engine, cloud, checkpoints, keep } = connected;
    const { table, stream } = streamOf(engine.store, engine.place, streamArn);
    const name = `${table.schema.name}.${readerName}`;
    const others = readers.get(stream) ?? [];
    readers.set(stream, others);
    const { reader, committed } = openReader({
      ...{ stream, streamArn, cloud, signal: closing.signal },
      start: checkpoints.get(name) ?? (from === 'LATEST' ? stream.last : 0),
      commit(sequence) {
        checkpoints.set(name, sequence);
        keep([name, sequence]);
        stream.forget(Math.min(...others.map((position) => position())), KEPT_RECORDS);
      },
    });
    others.push(committed);
    return reader;
  };

  return {
    open,
    connect(engine, cloud) {
      const checkpoints = new Map<string, number>();
      const keep = cloud.journal.keep<Checkpoint>('stream readers', {
        restore: ([name, sequence]) => checkpoints.set(name, sequence),
        snapshot: () => checkpoints,
      });
      connected = { engine, cloud, checkpoints, keep };
    },
    close: () => closing.abort(),
  };
}

interface ReaderOptions {
  readonly stream: Stream;
  readonly streamArn: string;
  readonly cloud: Cloud;
  readonly signal: AbortSignal;
  /** The number after which it begins. */
  readonly start: number;
  /** Stores how far it came. */
  readonly commit: (sequence: number) => void;
}

function openReader(options: ReaderOptions): { readonly reader: StreamReader; readonly committed: () => number } {
  const { stream, streamArn, cloud, start, commit } = options;
  let committed = start;
  let position = start;
  const reader: StreamReader = {
    async read(limit) {
      const records = stream.after(position, limit, cloud.clock.now());
      position = records.at(-1)?.sequence ?? position;
      return records.map((record) => toLambda(record, stream, streamArn, cloud.region));
    },
    async commit() {
      if (position === committed) return;
      committed = position;
      commit(position);
    },
    rewind() {
      position = committed;
    },
    waitForRecords(signal) {
      const ends = signal ? [options.signal, signal] : [options.signal];
      if (stream.last > position || ends.some(({ aborted }) => aborted)) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          unlisten();
          for (const end of ends) end.removeEventListener('abort', wake);
          resolve();
        };
        const unlisten = stream.listen(wake);
        for (const end of ends) end.addEventListener('abort', wake);
      });
    },
  };
  return { reader, committed: () => committed };
}

/** The record in the shape in which a function gets it. */
function toLambda(record: StreamRecord, stream: Stream, arn: string, region: string): DynamoDBRecord {
  const { Type: type, PrincipalId: principalId } = EXPIRY;
  return {
    // Numbers are unique among all streams of an engine, and the ARN names the account.
    eventID: createHash('md5')
      .update(`${arn}#${sequenceNumber(record.sequence)}`)
      .digest('hex'),
    ...{ eventName: record.kind, eventVersion: '1.1', eventSource: 'aws:dynamodb', awsRegion: region },
    eventSourceARN: arn,
    ...(record.isExpiry ? { userIdentity: { type, principalId } } : {}),
    dynamodb: changeOf(record, stream),
  } as unknown as DynamoDBRecord;
}
