import { setTimeout as delay } from 'node:timers/promises';
import type { Clock, InvocationResult } from '../cloud.ts';
import type { Destination, DestinationServices } from './destination.ts';

export interface AsynchronousConfig {
  readonly functionArn: string;
  readonly maxRetries: number;
  readonly maxAgeMs: number;
  readonly onFailure: Destination | undefined;
  readonly deadLetterQueue: Destination | undefined;
}

export interface AsynchronousDependencies {
  readonly invoke: (payload: unknown) => Promise<InvocationResult>;
  readonly services: DestinationServices;
  readonly clock: Clock;
  readonly retryDelayScale: number;
  readonly signal: AbortSignal;
}

const retryDelaysMs = [60_000, 120_000];

/**
 * Runs an `Event` invocation to its end: retries after one and two minutes, then the failure
 * destination and the dead-letter queue.
 */
export async function runAsynchronously(
  payload: unknown,
  config: AsynchronousConfig,
  dependencies: AsynchronousDependencies,
): Promise<void> {
  const { invoke, clock, retryDelayScale, signal } = dependencies;
  const acceptedAt = clock.now();
  for (let attempt = 1; ; attempt += 1) {
    const result = await invoke(payload);
    if (result.ok || signal.aborted) return;
    const isTooOld = clock.now() - acceptedAt > config.maxAgeMs;
    if (isTooOld || attempt > config.maxRetries) {
      const condition = isTooOld ? 'EventAgeExceeded' : 'RetriesExhausted';
      await setAside(payload, result, condition, attempt, config, dependencies);
      return;
    }
    const wait = (retryDelaysMs[attempt - 1] ?? 120_000) * retryDelayScale;
    await delay(wait, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

async function setAside(
  payload: unknown,
  result: Extract<InvocationResult, { ok: false }>,
  condition: string,
  attempts: number,
  config: AsynchronousConfig,
  { services, clock }: AsynchronousDependencies,
): Promise<void> {
  const { ok: _, ...responsePayload } = result;
  const requestId = crypto.randomUUID();
  const timestamp = new Date(clock.now()).toISOString();
  const record = {
    version: '1.0',
    timestamp,
    requestContext: {
      requestId,
      functionArn: `${config.functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: attempts,
    },
    requestPayload: payload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload,
  };
  if (config.onFailure?.kind === 'queue') {
    await services.queues.send(config.onFailure.arn, JSON.stringify(record));
  } else if (config.onFailure?.kind === 'bucket') {
    const functionName = config.functionArn.split(':').at(-1);
    const key = `aws/lambda/async/${functionName}/${timestamp.slice(0, 10).replaceAll('-', '/')}/${timestamp.slice(0, 19).replaceAll(':', '.')}-${requestId}`;
    await services.objects.put(config.onFailure.name, key, JSON.stringify(record));
  }
  if (config.deadLetterQueue?.kind === 'queue') {
    const attributes = { RequestID: requestId, ErrorCode: '200', ErrorMessage: result.errorMessage.slice(0, 1024) };
    await services.queues.send(config.deadLetterQueue.arn, JSON.stringify(payload), { attributes });
  }
}
