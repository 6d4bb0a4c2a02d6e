import type { DynamoDBRecord } from 'aws-lambda';
import type { DestinationServices } from '../lambda/destination.ts';
import type { Mapping } from './mapping.ts';

export interface SetAside {
  readonly records: readonly DynamoDBRecord[];
  readonly condition: 'RetryAttemptsExhausted' | 'RecordAgeExceeded';
  readonly functionArn: string;
  readonly invocations: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

const shardId = 'shardId-00000000000000000000-local';

/**
 * Sends records that a stream's function could not handle to its failure destination. A bucket also
 * stores the records; a queue only gets their positions.
 */
export async function setAside(mapping: Mapping, failure: SetAside, services: DestinationServices): Promise<void> {
  const { onFailure } = mapping;
  if (onFailure === undefined) return;
  const record = failureRecord(mapping, failure);
  if (onFailure.kind === 'queue') {
    await services.queues.send(onFailure.arn, JSON.stringify(record));
    return;
  }
  const payload = JSON.stringify({ Records: failure.records });
  await services.objects.put(onFailure.name, objectKey(mapping, failure.now), JSON.stringify({ ...record, payload }));
}

function failureRecord(mapping: Mapping, failure: SetAside): Record<string, unknown> {
  const { records, condition, functionArn, invocations, now } = failure;
  const first = records[0]?.dynamodb;
  const last = records.at(-1)?.dynamodb;
  return {
    requestContext: {
      requestId: crypto.randomUUID(),
      functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(now).toISOString(),
    DDBStreamBatchInfo: {
      shardId,
      startSequenceNumber: first?.SequenceNumber,
      endSequenceNumber: last?.SequenceNumber,
      approximateArrivalOfFirstRecord: arrival(first?.ApproximateCreationDateTime),
      approximateArrivalOfLastRecord: arrival(last?.ApproximateCreationDateTime),
      batchSize: records.length,
      streamArn: mapping.sourceArn,
    },
  };
}

/** Converts seconds since the epoch to ISO 8601 without fractions. */
function arrival(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** `aws/lambda/<mapping>/<shard>/YYYY/MM/DD/YYYY-MM-DDTHH.MM.SS-<random>`, as Lambda names it. */
function objectKey(mapping: Mapping, now: number): string {
  const time = new Date(now).toISOString().slice(0, 19);
  const day = time.slice(0, 10).replaceAll('-', '/');
  return `aws/lambda/${mapping.id}/${shardId}/${day}/${time.replaceAll(':', '.')}-${crypto.randomUUID()}`;
}
