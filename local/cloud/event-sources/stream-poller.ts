import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { DynamoDBRecord } from 'aws-lambda';
import type { Clock, Invoke } from '../cloud.ts';
import type { DestinationServices } from '../lambda/destination.ts';
import type { StreamReader } from '../services/handles.ts';
import { outcomeOf } from './batch-response.ts';
import { batchesOf } from './batches.ts';
import { type SetAside, setAside } from './failure-record.ts';
import type { Mapping } from './mapping.ts';

export interface StreamPollerDependencies {
  readonly reader: StreamReader;
  readonly invoke: Invoke;
  readonly destinations: DestinationServices;
  readonly functionArn: string;
  readonly clock: Clock;
  readonly log: (line: string) => void;
  readonly retryDelayScale: number;
  readonly signal: AbortSignal;
}

type Records = readonly DynamoDBRecord[];

const firstRetryDelayMs = 500;
const longestRetryDelayMs = 60_000;
/**
 * The time between two looks at a stream that has just had records, so that those of a moment come
 * in one batch. Lambda looks four times a second.
 * https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html
 */
const lookEveryMs = 100;

/**
 * Feeds a table's stream to its function, in order, until aborted. Unfinished records return after
 * the next start.
 */
export async function pollStream(mapping: Mapping, dependencies: StreamPollerDependencies): Promise<void> {
  const { reader, log, retryDelayScale, signal } = dependencies;
  let failures = 0;
  while (!signal.aborted) {
    try {
      await reader.waitForRecords(signal);
      if (signal.aborted) return;
      const look = delay(lookEveryMs * retryDelayScale, undefined, { signal, ref: false }).catch(() => undefined);
      const records = await gather(mapping, dependencies);
      const wanted = records.filter(mapping.wants);
      await Promise.all(lanesOf(wanted, mapping).map((lane) => handleLane(lane, mapping, dependencies)));
      if (signal.aborted) return;
      await reader.commit();
      failures = 0;
      if (records.length < limitOf(mapping)) await look;
    } catch (error) {
      if (signal.aborted) return;
      log(`${mapping.sourceArn}: ${(error as Error).message}`);
      reader.rewind();
      await pause(failures, dependencies);
      failures += 1;
    }
  }
}

const limitOf = ({ batchSize, parallelizationFactor }: Mapping): number => batchSize * parallelizationFactor;

/** Reads the records that are ready, or those of the batching window. */
async function gather(mapping: Mapping, { reader, signal }: StreamPollerDependencies): Promise<Records> {
  const limit = limitOf(mapping);
  const records = await reader.read(limit);
  const deadline = Date.now() + mapping.batchingWindowMs;
  while (records.length > 0 && records.length < limit && Date.now() < deadline && !signal.aborted) {
    await Promise.race([reader.waitForRecords(signal), delay(deadline - Date.now(), undefined, { ref: false })]);
    records.push(...(await reader.read(limit - records.length)));
  }
  return records;
}

/**
 * Splits a shard by item for the parallelization factor: an item's records stay in one lane, in
 * order.
 */
function lanesOf(records: Records, { parallelizationFactor }: Mapping): Records[] {
  if (parallelizationFactor === 1) return [records];
  const lanes = Array.from({ length: parallelizationFactor }, (): DynamoDBRecord[] => []);
  for (const record of records) {
    const hash = createHash('sha256').update(JSON.stringify(record.dynamodb?.Keys)).digest();
    lanes[hash.readUInt32BE() % parallelizationFactor]?.push(record);
  }
  return lanes;
}

async function handleLane(lane: Records, mapping: Mapping, dependencies: StreamPollerDependencies): Promise<void> {
  for (const batch of batchesOf(lane, mapping.batchSize)) {
    if (dependencies.signal.aborted) return;
    await handleBatch(batch, mapping, dependencies);
  }
}

/**
 * Retries until the records are handled or sent to the failure destination. It retries the whole
 * batch, the records from the first failed one on, or each half.
 */
async function handleBatch(batch: Records, mapping: Mapping, dependencies: StreamPollerDependencies): Promise<void> {
  const { invoke, clock, signal } = dependencies;
  let records = batch;
  let attempts = 0;
  while (!signal.aborted) {
    records = await withoutExpired(records, attempts, mapping, dependencies);
    if (records.length === 0) return;
    const result = await invoke(mapping.functionName, { Records: records });
    attempts += 1;
    const doneCount = result.ok ? handledCount(records, mapping, result.payload) : 0;
    if (doneCount === records.length || signal.aborted) return;
    if (doneCount > 0) {
      records = records.slice(doneCount);
      attempts = 0;
    }
    if (mapping.bisects && records.length > 1) {
      await pause(0, dependencies);
      const middle = Math.ceil(records.length / 2);
      await handleBatch(records.slice(0, middle), mapping, dependencies);
      await handleBatch(records.slice(middle), mapping, dependencies);
      return;
    }
    if (attempts > mapping.maxRetries) {
      const failure = {
        records,
        condition: 'RetryAttemptsExhausted',
        invocations: attempts,
        now: clock.now(),
      } as const;
      await keep(failure, mapping, dependencies);
      return;
    }
    await pause(Math.max(0, attempts - 1), dependencies);
  }
}

/**
 * The number of records, from the first on, that are done: those before the lowest failed sequence
 * number.
 */
function handledCount(records: Records, mapping: Mapping, payload: unknown): number {
  if (!mapping.reportsItemFailures) return records.length;
  const sequenceNumbers = records.map((record) => record.dynamodb?.SequenceNumber ?? '');
  const outcome = outcomeOf(payload, new Set(sequenceNumbers));
  if (outcome === 'all-done') return records.length;
  if (outcome === 'all-failed') return 0;
  return sequenceNumbers.findIndex((sequenceNumber) => outcome.has(sequenceNumber));
}

async function withoutExpired(
  records: Records,
  attempts: number,
  mapping: Mapping,
  dependencies: StreamPollerDependencies,
): Promise<Records> {
  const now = dependencies.clock.now();
  const isExpired = (record: DynamoDBRecord): boolean =>
    now - (record.dynamodb?.ApproximateCreationDateTime ?? 0) * 1000 > mapping.maxRecordAgeMs;
  const expired = records.filter(isExpired);
  if (expired.length === 0) return records;
  await keep({ records: expired, condition: 'RecordAgeExceeded', invocations: attempts, now }, mapping, dependencies);
  return records.filter((record) => !isExpired(record));
}

/** Drops records only once they are safe: a failing destination is retried. */
async function keep(
  failure: Omit<SetAside, 'functionArn'>,
  mapping: Mapping,
  dependencies: StreamPollerDependencies,
): Promise<void> {
  const { destinations, functionArn, log, signal } = dependencies;
  log(`[${mapping.functionName}] ${failure.records.length} stream records set aside: ${failure.condition}`);
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      await setAside(mapping, { ...failure, functionArn }, destinations);
      return;
    } catch (error) {
      log(`${mapping.onFailure?.arn}: ${(error as Error).message}`);
      await pause(attempt, dependencies);
    }
  }
}

async function pause(retry: number, { retryDelayScale, signal }: StreamPollerDependencies): Promise<void> {
  const wait = Math.min(firstRetryDelayMs * 2 ** retry, longestRetryDelayMs) * retryDelayScale;
  await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
}
