import { setImmediate } from 'node:timers/promises';
import type { DynamoDBRecord, SQSRecord } from 'aws-lambda';
import { afterEach, describe, expect, it } from 'vitest';
import type { InvocationResult } from '../cloud.ts';
import type { Queues, StreamReader } from '../services/handles.ts';
import { type Mapping, mappingOf } from './mapping.ts';
import { pollQueue } from './queue-poller.ts';
import { pollStream } from './stream-poller.ts';

const bucket = 'arn:aws:s3:::failures';
const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:f';
const streamArn = 'arn:aws:dynamodb:eu-central-1:000000000000:table/t/stream/1';
const queueArn = 'arn:aws:sqs:eu-central-1:000000000000:q';

const stopping: AbortController[] = [];
afterEach(() => {
  for (const controller of stopping.splice(0)) controller.abort();
});

function mapping(properties: Record<string, unknown>): Mapping {
  return mappingOf({
    ...{ stack: 's', logicalId: 'M', type: 'AWS::Lambda::EventSourceMapping' },
    properties: { FunctionName: 'f', EventSourceArn: streamArn, ...properties },
  });
}

describe('a stream', () => {
  const now = Date.now();
  const record = (id: number, ageSeconds = 0): DynamoDBRecord => ({
    eventName: 'INSERT',
    dynamodb: {
      Keys: { pk: { S: `item-${id % 2}` } },
      NewImage: { n: { N: String(id) } },
      SequenceNumber: String(id),
      ApproximateCreationDateTime: now / 1000 - ageSeconds,
    },
  });
  const numbersOf = (event: unknown): number[] =>
    (event as { Records: DynamoDBRecord[] }).Records.map(({ dynamodb }) => Number(dynamodb?.SequenceNumber));

  /** Feeds the records and returns the function's payloads once all records are committed. */
  async function feed(
    records: readonly DynamoDBRecord[],
    properties: Record<string, unknown>,
    answer: (numbers: readonly number[], call: number) => InvocationResult,
    retryDelayScale = 0,
  ): Promise<{
    calls: number[][];
    kept: { bucket: string; key: string; body: Record<string, unknown> }[];
    pending: DynamoDBRecord[];
  }> {
    const stop = new AbortController();
    stopping.push(stop);
    const calls: number[][] = [];
    const kept: { bucket: string; key: string; body: Record<string, unknown> }[] = [];
    const pending = [...records];
    const committed = Promise.withResolvers<void>();
    const reader: StreamReader = {
      read: async (limit) => pending.splice(0, limit),
      commit: async () => {
        if (pending.length === 0) committed.resolve();
      },
      rewind: () => undefined,
      waitForRecords: async (signal) => {
        while (pending.length === 0 && !signal?.aborted) await setImmediate();
      },
    };
    void pollStream(mapping(properties), {
      reader,
      invoke: async (_name, event) => {
        calls.push(numbersOf(event));
        return answer(numbersOf(event), calls.length);
      },
      destinations: {
        queues: { send: async () => undefined },
        objects: { put: async (name, key, body) => void kept.push({ bucket: name, key, body: JSON.parse(body) }) },
      },
      ...{ functionArn, clock: { now: () => now }, log: () => undefined, retryDelayScale, signal: stop.signal },
    });
    await committed.promise;
    return { calls, kept, pending };
  }

  const fine: InvocationResult = { ok: true, payload: null };
  const broken: InvocationResult = { ok: false, errorType: 'Error', errorMessage: 'no' };
  const failed = (...numbers: number[]): InvocationResult => ({
    ok: true,
    payload: { batchItemFailures: numbers.map((number) => ({ itemIdentifier: String(number) })) },
  });

  it('arrives in order, in batches of the stated size, without the records that the filter excludes', async () => {
    const Pattern = JSON.stringify({ dynamodb: { NewImage: { n: { N: [{ 'anything-but': ['3'] }] } } } });

    const { calls } = await feed(
      [1, 2, 3, 4, 5].map((id) => record(id)),
      {
        BatchSize: 2,
        FilterCriteria: { Filters: [{ Pattern }] },
      },
      () => fine,
    );

    expect(calls.flat()).toEqual([1, 2, 4, 5]);
    expect(Math.max(...calls.map(({ length }) => length))).toBe(2);
  });

  it('that has just had records is looked at again in a while, unless more are waiting', async () => {
    const anHour = 36_000;
    const records = [1, 2, 3, 4].map((id) => record(id));

    const { calls } = await feed(records, { BatchSize: 2 }, () => fine, anHour);
    const late = await feed([record(1)], { BatchSize: 2 }, () => fine, anHour);
    late.pending.push(record(2));
    for (let turn = 0; turn < 100; turn++) await setImmediate();

    expect(calls).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(late.calls).toEqual([[1]]);
  });

  it('is retried from the lowest failed record on', async () => {
    const { calls } = await feed(
      [1, 2, 3, 4].map((id) => record(id)),
      { FunctionResponseTypes: ['ReportBatchItemFailures'] },
      (_numbers, call) => (call === 1 ? failed(4, 3) : fine),
    );

    expect(calls).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
  });

  it('is halved until the poison record is alone, which goes to the bucket with its payload', async () => {
    const { calls, kept } = await feed(
      [1, 2, 3, 4].map((id) => record(id)),
      {
        BisectBatchOnFunctionError: true,
        MaximumRetryAttempts: 1,
        DestinationConfig: { OnFailure: { Destination: bucket } },
      },
      (numbers) => (numbers.includes(3) ? broken : fine),
    );

    expect(calls).toEqual([[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]);
    expect(kept).toHaveLength(1);
    const [aside] = kept;
    expect(aside?.bucket).toBe('failures');
    expect(aside?.key).toMatch(
      /^aws\/lambda\/[0-9a-f-]{36}\/shardId-\S+\/\d{4}\/\d\d\/\d\d\/\d{4}-\d\d-\d\dT\d\d\.\d\d\.\d\d-/,
    );
    expect(aside?.body).toMatchObject({
      requestContext: { functionArn, condition: 'RetryAttemptsExhausted', approximateInvokeCount: 2 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      version: '1.0',
      DDBStreamBatchInfo: { startSequenceNumber: '3', endSequenceNumber: '3', batchSize: 1, streamArn },
    });
    expect(numbersOf(JSON.parse(String(aside?.body.payload)))).toEqual([3]);
  });

  it('drops records that are too old, without calling the function', async () => {
    const { calls, kept } = await feed(
      [record(1, 120), record(2)],
      { MaximumRecordAgeInSeconds: 60, DestinationConfig: { OnFailure: { Destination: bucket } } },
      () => fine,
    );

    expect(calls).toEqual([[2]]);
    expect(kept[0]?.body).toMatchObject({ requestContext: { condition: 'RecordAgeExceeded' } });
  });

  it('keeps the order of each item when it is processed in parallel', async () => {
    const { calls } = await feed(
      [1, 2, 3, 4, 5, 6].map((id) => record(id)),
      { ParallelizationFactor: 4, BatchSize: 2 },
      () => fine,
    );

    const seen = calls.flat();
    expect(seen.filter((id) => id % 2 === 1)).toEqual([1, 3, 5]);
    expect(seen.filter((id) => id % 2 === 0)).toEqual([2, 4, 6]);
  });
});

describe('a queue', () => {
  const message = (id: string): SQSRecord =>
    ({ messageId: id, receiptHandle: `handle-${id}`, body: `{"id":"${id}"}` }) as SQSRecord;

  /**
   * Feeds the messages in one batch and returns those that were deleted after the function's
   * result.
   */
  async function feed(
    ids: readonly string[],
    properties: Record<string, unknown>,
    result: InvocationResult,
  ): Promise<{ received: string[]; deleted: string[]; shown: string[] }> {
    const stop = new AbortController();
    stopping.push(stop);
    const [received, deleted, shown]: string[][] = [[], [], []];
    const pending = [ids.map(message)];
    const queues = {
      receive: async () => {
        const batch = pending.shift();
        if (batch === undefined) stop.abort();
        return batch ?? [];
      },
      delete: async (_arn: string, handles: readonly string[]) => void deleted?.push(...handles),
      changeVisibility: async (_arn: string, handle: string) => void shown?.push(handle),
    } as unknown as Queues;
    await pollQueue(mapping({ EventSourceArn: queueArn, ...properties }), {
      queues,
      invoke: async (_name, event) => {
        received?.push(...(event as { Records: SQSRecord[] }).Records.map(({ messageId }) => messageId));
        return result;
      },
      ...{ log: () => undefined, retryDelayScale: 0, signal: stop.signal },
    });
    return { received: received ?? [], deleted: deleted ?? [], shown: shown ?? [] };
  }

  const reports = { FunctionResponseTypes: ['ReportBatchItemFailures'] };

  it('deletes the messages that were handled and keeps those that failed', async () => {
    const payload = { batchItemFailures: [{ itemIdentifier: 'b' }] };

    const { deleted, shown } = await feed(['a', 'b', 'c'], reports, { ok: true, payload });

    expect(deleted).toEqual(['handle-a', 'handle-c']);
    expect(shown).toEqual(['handle-b']);
  });

  it.each([
    ['the function fails', { ok: false, errorType: 'E', errorMessage: '' }],
    ['it names a message of another batch', { ok: true, payload: { batchItemFailures: [{ itemIdentifier: 'z' }] } }],
    ['it names nothing', { ok: true, payload: { batchItemFailures: [{}] } }],
  ] as const)('keeps the whole batch when %s', async (_case, result) => {
    const { deleted } = await feed(['a', 'b'], reports, result);

    expect(deleted).toEqual([]);
  });

  it('drops the messages that the filter excludes', async () => {
    const filter = { FilterCriteria: { Filters: [{ Pattern: '{"body":{"id":["b"]}}' }] } };

    const { received, deleted } = await feed(['a', 'b'], filter, { ok: true, payload: null });

    expect(received).toEqual(['b']);
    expect(deleted).toEqual(['handle-a', 'handle-b']);
  });
});
