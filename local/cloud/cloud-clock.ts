import type { Clock } from './cloud.ts';

/** The clock of a cloud, which can be set ahead while it runs, so that nobody waits for what takes a quarter of an hour. */
export interface CloudClock extends Clock {
  /** How far it is ahead of the clock that it began with, in seconds. */
  aheadSeconds(): number;
  /** Moves it; resolves when whatever the new time makes due has begun. */
  advance(seconds: number): Promise<void>;
}

/** @param onMoved lets the services look at what is due. */
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
