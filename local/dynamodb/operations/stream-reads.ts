import { DynamoDbError, invalid } from '../errors.ts';
import { constraint, type Json, oneOf, required, wholeNumber } from '../input.ts';
import type { Store, Table } from '../store.ts';
import { type Stream, type StreamRecord, sequenceNumber, sequenceOf } from '../streams.ts';
import { sizeOfItem } from '../values.ts';
import { type Place, streamArn } from './tables.ts';

/** A stream has one shard here, which never closes. */
const SHARD = 'shardId-00000000000000000000-00000000';
const MAX_RECORDS = 1_000;

interface Found {
  readonly table: Table;
  readonly stream: Stream;
}

/** The stream by its ARN. Throws ResourceNotFoundException. */
export function streamOf(store: Store, place: Place, arn: string): Found {
  for (const table of store.tables.values()) {
    if (table.stream && streamArn(place, table) === arn) return { table, stream: table.stream };
  }
  throw new DynamoDbError('ResourceNotFoundException', `Requested resource not found: Stream: ${arn} not found`);
}

export function listStreams(store: Store, place: Place, input: Json): Json {
  const name = input.TableName ?? undefined;
  const tables = [...store.tables.values()].filter(
    ({ schema, stream }) => stream && (name === undefined || name === schema.name),
  );
  return {
    Streams: tables.map((table) => ({
      StreamArn: streamArn(place, table),
      TableName: table.schema.name,
      StreamLabel: table.stream?.label,
    })),
  };
}

export function describeStream(store: Store, place: Place, input: Json): Json {
  const arn = required<string>(input, 'StreamArn');
  const { table, stream } = streamOf(store, place, arn);
  return {
    StreamDescription: {
      ...{ StreamArn: arn, StreamLabel: stream.label, StreamStatus: 'ENABLED', StreamViewType: stream.view },
      ...{ TableName: table.schema.name, KeySchema: table.definition.KeySchema },
      CreationRequestDateTime: table.createdAt / 1_000,
      Shards: [{ ShardId: SHARD, SequenceNumberRange: { StartingSequenceNumber: sequenceNumber(0) } }],
    },
  };
}

const ITERATOR_TYPES = ['TRIM_HORIZON', 'LATEST', 'AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER'] as const;

export function getShardIterator(store: Store, place: Place, input: Json): Json {
  const arn = required<string>(input, 'StreamArn');
  const shard = sized(input, 'ShardId', 28, 65);
  required(input, 'ShardIteratorType');
  const { stream } = streamOf(store, place, arn);
  const type = oneOf(input, 'ShardIteratorType', ITERATOR_TYPES, 'LATEST');
  const position = {
    TRIM_HORIZON: () => 0,
    LATEST: () => stream.last,
    AT_SEQUENCE_NUMBER: () => sequenceIn(input) - 1,
    AFTER_SEQUENCE_NUMBER: () => sequenceIn(input),
  }[type]();
  if (shard !== SHARD) {
    throw new DynamoDbError(
      'ResourceNotFoundException',
      `Requested resource not found: Shard does not exist: ${shard}`,
    );
  }
  return { ShardIterator: iterator(arn, position) };
}

/**
 * A text of the length that the API's model gives it:
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_GetShardIterator.html
 */
function sized(input: Json, member: string, least: number, most: number): string {
  const text = required<string>(input, member);
  const refuse = (rule: string): Error =>
    constraint(`'${text}'`, `${member[0]?.toLowerCase()}${member.slice(1)}`, `Member must have length ${rule}`);
  if (text.length < least) throw refuse(`greater than or equal to ${least}`);
  if (text.length > most) throw refuse(`less than or equal to ${most}`);
  return text;
}

function sequenceIn(input: Json): number {
  const sequence = sequenceOf(sized(input, 'SequenceNumber', 21, 40));
  if (sequence === undefined) throw invalid('Invalid SequenceNumber');
  return sequence;
}

const iterator = (arn: string, position: number): string =>
  Buffer.from(JSON.stringify([arn, position])).toString('base64');

export function getRecords(store: Store, place: Place, input: Json): Json {
  const limit = wholeNumber(input, 'Limit', 1, MAX_RECORDS) ?? MAX_RECORDS;
  const [arn, position] = positionOf(required(input, 'ShardIterator'));
  const { stream } = streamOf(store, place, arn);
  const records = stream.after(position, limit, store.now());
  return {
    Records: records.map((record) => ({
      ...{ eventID: String(record.sequence), eventVersion: '1.1', eventSource: 'aws:dynamodb' },
      ...{ eventName: record.kind, awsRegion: place.region },
      ...(record.isExpiry ? { userIdentity: EXPIRY } : {}),
      dynamodb: changeOf(record, stream),
    })),
    NextShardIterator: iterator(arn, records.at(-1)?.sequence ?? position),
  };
}

/** Who deleted an item whose time to live had passed. */
export const EXPIRY = { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' } as const;

function positionOf(text: string): readonly [string, number] {
  try {
    const [arn, position] = JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as [unknown, unknown];
    if (typeof arn === 'string' && typeof position === 'number') return [arn, position];
  } catch {
    // It is reported below.
  }
  throw new DynamoDbError('ValidationException', 'Invalid ShardIterator');
}

/** The member `dynamodb` of a record, as the stream's view shows it. */
export function changeOf({ sequence, at, keys, before, after }: StreamRecord, { view }: Stream): Json {
  const showsNew = view === 'NEW_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const showsOld = view === 'OLD_IMAGE' || view === 'NEW_AND_OLD_IMAGES';
  const images = {
    ...(after && showsNew ? { NewImage: after } : {}),
    ...(before && showsOld ? { OldImage: before } : {}),
  };
  const size = Object.values(images).reduce((total, image) => total + sizeOfItem(image), sizeOfItem(keys));
  return {
    ApproximateCreationDateTime: Math.floor(at / 1_000),
    ...{ Keys: keys, ...images, SequenceNumber: sequenceNumber(sequence), SizeBytes: size, StreamViewType: view },
  };
}
