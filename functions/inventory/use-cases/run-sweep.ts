import type { Clock } from '../../../shared/kernel/clock.ts';
import { type Sweep, type SweepHoldsPorts, sweepHolds } from './sweep-holds.ts';

export interface RunSweepPorts extends SweepHoldsPorts {
  /** Takes the count of a run that had something to do. */
  report(swept: Omit<Sweep, 'failed'>): void;
}

/**
 * Sweeps lapsed holds and reports what was done.
 *
 * @throws when a hold could not be released, so that the run counts as failed and raises the alarm.
 */
export async function runSweep(ports: RunSweepPorts, clock: Clock): Promise<void> {
  const { released, kept, failed } = await sweepHolds(ports, clock);
  if (released > 0 || kept > 0) ports.report({ released, kept });
  if (failed.length > 0) {
    throw new Error(`${failed.length} lapsed holds could not be released.`, { cause: failed[0] });
  }
}
