import type { RunningCloud } from '../../cloud/start.ts';

/** The parts of the cloud that the console shows and changes. */
export interface ConsoleOptions
  extends Pick<RunningCloud, 'handles' | 'services' | 'lambda' | 'usage' | 'faults' | 'clock' | 'log'> {
  readonly stripeUrl: string;
}
