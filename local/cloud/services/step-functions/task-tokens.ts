import { randomBytes } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { type Outcome, StateError } from './outcome.ts';

const TOKEN = /AQ[\w-]{86}/g;

/** A task that waits for its token to return. */
export interface Waiting {
  /** The output or error that is sent with the token. */
  readonly answer: Promise<unknown>;
  /** Ends the wait; the token is void from then on. */
  close(): void;
}

export interface WaitOptions {
  readonly timeoutSeconds: number;
  readonly heartbeatSeconds: number | undefined;
  /** The interpreter measures a resumed state's time anew, so its timeout is raised here. */
  readonly isResumed?: boolean;
  /** Called with what is sent with the token, before its sender gets an answer. */
  readonly onAnswer?: (outcome: Outcome) => void;
}

export interface TaskTokens {
  mint(): string;
  /** Waits for the response to the fresh token in a task's input. */
  wait(input: unknown, options: WaitOptions): Waiting;
  /** Each throws InvalidToken, TaskDoesNotExist or TaskTimedOut as AWS does. */
  succeed(token: unknown, output: unknown): void;
  fail(token: unknown, error: unknown, cause: unknown): void;
  heartbeat(token: unknown): void;
}

interface Open {
  readonly resolve: (output: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly restart: () => void;
  readonly close: () => void;
  readonly onAnswer: (outcome: Outcome) => void;
}

/** The tokens of waiting tasks, and of those that have ended. */
export function createTaskTokens(): TaskTokens {
  const open = new Map<string, Open>();
  const closed = new Set<string>();

  const find = (token: unknown): Open => {
    const text = String(token);
    const task = open.get(text);
    if (task) return task;
    if (closed.has(text)) throw new AwsError('TaskTimedOut', "Task Timed Out: 'Provided task does not exist anymore'");
    if (text.match(TOKEN)?.[0] !== text) throw new AwsError('InvalidToken', "Invalid Token: 'Invalid token'");
    throw new AwsError('TaskDoesNotExist', "Task does not exist: 'The task is not known'");
  };

  return {
    mint: () => `AQ${randomBytes(64).toString('base64url')}`,
    wait(input, { timeoutSeconds, heartbeatSeconds, isResumed, onAnswer = () => undefined }) {
      const tokens = JSON.stringify(input).match(TOKEN) ?? [];
      const token = tokens.find((candidate) => !open.has(candidate) && !closed.has(candidate));
      const { promise, resolve, reject } = Promise.withResolvers<unknown>();
      // A failed invocation may end the task first, and then nothing handles the rejection.
      promise.catch(() => {});
      let beat: NodeJS.Timeout | undefined;
      const restart = () => {
        clearTimeout(beat);
        if (heartbeatSeconds === undefined) return;
        beat = setTimeout(() => reject(new StateError('States.HeartbeatTimeout', '')), heartbeatSeconds * 1_000);
      };
      const close = () => {
        clearTimeout(beat);
        clearTimeout(end);
        if (!token) return;
        open.delete(token);
        closed.add(token);
      };
      // The interpreter raises the timeout itself, but does not notify the task.
      const end = setTimeout(() => {
        close();
        if (isResumed) reject(new StateError('States.Timeout', ''));
      }, timeoutSeconds * 1_000);
      restart();
      if (token) open.set(token, { resolve, reject, restart, close, onAnswer });
      return {
        answer: promise,
        close() {
          close();
          // The interpreter's own timer runs until the task has ended, and would keep the process
          // alive.
          reject(new Error('The task has ended'));
        },
      };
    },
    succeed(token, output) {
      const task = find(token);
      let value: unknown;
      try {
        value = JSON.parse(String(output));
      } catch {
        throw new AwsError('InvalidOutput', "Invalid Output: 'The output is not JSON'");
      }
      task.close();
      task.onAnswer({ ok: true, output: value });
      task.resolve(value);
    },
    fail(token, error, cause) {
      const task = find(token);
      task.close();
      const failure = new StateError(String(error ?? 'States.TaskFailed'), String(cause ?? ''));
      task.onAnswer({ ok: false, name: failure.name, message: failure.message });
      task.reject(failure);
    },
    heartbeat: (token) => find(token).restart(),
  };
}
