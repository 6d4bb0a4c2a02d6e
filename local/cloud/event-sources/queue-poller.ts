import { setTimeout as delay } from 'node:timers/promises';
import type { SQSRecord } from 'aws-lambda';
import type { Invoke } from '../cloud.ts';
import type { Queues } from '../services/handles.ts';
import { outcomeOf } from './batch-response.ts';
import { batchesOf } from './batches.ts';
import type { Mapping } from './mapping.ts';

export interface QueuePollerDependencies {
  readonly queues: Queues;
  readonly invoke: Invoke;
  readonly log: (line: string) => void;
  readonly retryDelayScale: number;
  readonly signal: AbortSignal;
}

const longPollMs = 20_000;
const receiveLimit = 10;
const pauseAfterErrorMs = 500;
/** SQS's default visibility timeout. */
const usualVisibilitySeconds = 30;

/**
 * Feeds a queue to its function until aborted, with at-least-once delivery. A message is deleted
 * after the function has handled it. Otherwise it returns after the queue's visibility timeout, and
 * counts for the queue's redrive policy.
 */
export async function pollQueue(mapping: Mapping, dependencies: QueuePollerDependencies): Promise<void> {
  const { log, signal } = dependencies;
  const running = new Set<Promise<void>>();
  while (!signal.aborted) {
    if (running.size >= mapping.maxConcurrency) {
      await Promise.race(running);
      continue;
    }
    try {
      const records = await receiveBatch(mapping, dependencies);
      if (records.length === 0) continue;
      const batch = handle(records, mapping, dependencies)
        .catch((error: unknown) => log(`${mapping.sourceArn}: ${(error as Error).message}`))
        .finally(() => running.delete(batch));
      running.add(batch);
    } catch (error) {
      if (signal.aborted) break;
      log(`${mapping.sourceArn}: ${(error as Error).message}`);
      await delay(pauseAfterErrorMs, undefined, { signal }).catch(() => undefined);
    }
  }
  await Promise.all(running);
}

/** Receives up to the batch size: the messages that are ready, or those of the batching window. */
async function receiveBatch(
  mapping: Mapping,
  { queues, signal }: QueuePollerDependencies,
): Promise<readonly SQSRecord[]> {
  const receive = (max: number, waitMs: number): Promise<SQSRecord[]> =>
    queues.receive(mapping.sourceArn, { max: Math.min(max, receiveLimit), waitMs, signal });
  const records = await receive(mapping.batchSize, longPollMs);
  const deadline = Date.now() + mapping.batchingWindowMs;
  while (records.length > 0 && records.length < mapping.batchSize && !signal.aborted) {
    const remaining = deadline - Date.now();
    const more = await receive(mapping.batchSize - records.length, Math.max(0, Math.floor(remaining / 1000) * 1000));
    records.push(...more);
    if (more.length === 0 && remaining <= 1000) break;
  }
  return records;
}

async function handle(
  records: readonly SQSRecord[],
  mapping: Mapping,
  dependencies: QueuePollerDependencies,
): Promise<void> {
  const { queues } = dependencies;
  const wanted = records.filter((record) => mapping.wants({ ...record, body: parsed(record.body) }));
  const unwanted = records.filter((record) => !wanted.includes(record));
  await queues.delete(
    mapping.sourceArn,
    unwanted.map(({ receiptHandle }) => receiptHandle),
  );
  for (const batch of batchesOf(wanted, mapping.batchSize)) await handleBatch(batch, mapping, dependencies);
}

async function handleBatch(
  records: readonly SQSRecord[],
  mapping: Mapping,
  { queues, invoke, retryDelayScale }: QueuePollerDependencies,
): Promise<void> {
  const result = await invoke(mapping.functionName, { Records: records });
  const failed = failedRecords(records, mapping, result.ok ? result.payload : undefined, result.ok);
  const done = records.filter((record) => !failed.includes(record));
  await queues.delete(
    mapping.sourceArn,
    done.map(({ receiptHandle }) => receiptHandle),
  );
  // Without this, the queue's own visibility timeout decides when the messages return.
  if (retryDelayScale === 1) return;
  const seconds = Math.round(usualVisibilitySeconds * retryDelayScale);
  await Promise.all(
    failed.map(({ receiptHandle }) => queues.changeVisibility(mapping.sourceArn, receiptHandle, seconds)),
  );
}

function failedRecords(
  records: readonly SQSRecord[],
  mapping: Mapping,
  payload: unknown,
  ok: boolean,
): readonly SQSRecord[] {
  if (!ok) return records;
  if (!mapping.reportsItemFailures) return [];
  const outcome = outcomeOf(payload, new Set(records.map(({ messageId }) => messageId)));
  if (outcome === 'all-done') return [];
  if (outcome === 'all-failed') return records;
  return records.filter(({ messageId }) => outcome.has(messageId));
}

/** Parses a body that is JSON, so that filters can look into it. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}
