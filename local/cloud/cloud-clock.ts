import type { Clock } from './cloud.ts';

/**
 * The clock of a cloud. It can be set ahead while it runs, so that a test need not wait a quarter
 * of an hour for a deadline.
 */
export interface CloudClock extends Clock {
  /** Seconds that it is ahead of the clock that it began with. */
  aheadSeconds(): number;
  /** Sets it ahead; resolves when the work that the new time makes due has begun. */
  advance(seconds: number): Promise<void>;
}

/** @param onMoved lets the services start the work that is due. */
export function createCloudClock(base: Clock, onMoved: () => Promise<void>): CloudClock {
  let aheadMs = 0;
  return {
    now: () => base.now() + aheadMs,
    aheadSeconds: () => aheadMs / 1000,
    async advance(seconds) {
      aheadMs += seconds * 1000;
      await onMoved();
    },
  };
}
