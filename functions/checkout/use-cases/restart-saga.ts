export interface RestartPorts {
  /** The number of the order's newest execution; 1 is the one that its checkout started. */
  getAttempt(orderId: string): Promise<number>;
  saveAttempt(orderId: string, attempt: number, at: Date): Promise<void>;
  /** Undefined when there is no execution of this name. */
  executionState(name: string): Promise<'running' | 'ended' | undefined>;
  /** Starts an execution under this name. Starting it again is no error. */
  startSaga(orderId: string, name: string): Promise<void>;
}

const nameOf = (orderId: string, attempt: number): string => (attempt === 1 ? orderId : `${orderId}-${attempt}`);

/**
 * Runs an order's saga again, unless it runs. Its steps are idempotent: an order that has not ended
 * goes on, and the undo of one that has ended is completed. The number is stored before the start,
 * so that a run that dies in between repeats the same start.
 *
 * @returns the number of the execution that was started; undefined while one runs.
 */
export async function restartSaga(ports: RestartPorts, orderId: string, now: Date): Promise<number | undefined> {
  const newest = await ports.getAttempt(orderId);
  const state = await ports.executionState(nameOf(orderId, newest));
  if (state === 'running') return undefined;
  const attempt = state === undefined ? newest : newest + 1;
  if (attempt !== newest) await ports.saveAttempt(orderId, attempt, now);
  await ports.startSaga(orderId, nameOf(orderId, attempt));
  return attempt;
}
