import type { StateMachine } from 'aws-local-stepfunctions';
import type { Definition } from './definition.ts';

export type Run = ReturnType<StateMachine['run']>;
export type HistoryEvent = Run['eventLogs'] extends AsyncGenerator<infer Event> ? Event : never;

export interface Machine {
  readonly arn: string;
  readonly name: string;
  readonly roleArn: string;
  readonly definition: Definition;
}

export interface Execution {
  readonly arn: string;
  readonly name: string;
  readonly machine: Machine;
  /** JSON text, unchanged. */
  readonly input: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  stoppedAt?: number;
  output?: string;
  error?: string;
  cause?: string;
  /** Empty for all but the newest thousand that have ended. */
  history: HistoryEvent[];
}
