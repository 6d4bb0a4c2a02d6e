import { createHistogram } from 'node:perf_hooks';

export interface LoadPlan {
  /** Each does one thing after the other, without a pause. */
  readonly clients: number;
  readonly seconds: number;
}

/** The result of a load. Times are in milliseconds. */
export interface LoadFigures {
  readonly clients: number;
  readonly done: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
}

export interface Load extends LoadFigures {
  /** The message of the first failure. */
  readonly complaint?: string;
}

/**
 * Runs `act` with this many clients for this long, and finishes calls that have begun. A call that
 * rejects counts as failed, and its time does not count.
 */
export async function load({ clients, seconds }: LoadPlan, act: (client: number) => Promise<unknown>): Promise<Load> {
  const times = createHistogram();
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  let failed = 0;
  let complaint: string | undefined;
  const run = async (client: number): Promise<void> => {
    while (performance.now() < endsAt) {
      const begunAt = performance.now();
      try {
        await act(client);
        times.record(Math.max(1, Math.round((performance.now() - begunAt) * 1000)));
      } catch (error) {
        failed += 1;
        complaint ??= String(error);
      }
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => run(client)));
  const tookSeconds = (performance.now() - startedAt) / 1000;
  const milliseconds = (percentile: number): number => Math.round(times.percentile(percentile) / 100) / 10;
  return {
    ...{ clients, failed, done: times.count },
    perSecond: Math.round((times.count / tookSeconds) * 10) / 10,
    p50: milliseconds(50),
    p99: milliseconds(99),
    ...(complaint === undefined ? {} : { complaint }),
  };
}
