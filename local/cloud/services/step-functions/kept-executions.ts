import type { Journal } from '../../journal.ts';
import type { Execution } from './execution.ts';
import type { Outcome } from './outcome.ts';

/** An attempt that waits for its token. */
export interface Waiting {
  /** The task's input, with the token in it. */
  readonly input: unknown;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** Whether its function has returned, so that only the token is missing. */
  isInvoked: boolean;
}

export type Begun = Pick<Execution, 'arn' | 'name' | 'input' | 'startedAt'> & { readonly machineArn: string };
export type Ended = Pick<Execution, 'status' | 'stoppedAt' | 'output' | 'error' | 'cause'>;

type Entry =
  | { readonly begun: Begun }
  /** The time of the next event of its history. */
  | { readonly arn: string; readonly at: number }
  | { readonly arn: string; readonly task: string; readonly waiting: Omit<Waiting, 'isInvoked'> }
  | { readonly arn: string; readonly task: string; readonly isInvoked: true }
  | { readonly arn: string; readonly task: string; readonly outcome: Outcome }
  | { readonly arn: string; readonly ended: Ended };

/**
 * The record of an execution in a former run. It runs again from its beginning, but every attempt
 * that had ended gets its recorded outcome, so it comes at once to where it was.
 */
export class Recording {
  readonly begun: Begun;
  ended: Ended | undefined;
  readonly #times: number[] = [];
  readonly #outcomes = new Map<string, Outcome[]>();
  readonly #waiting = new Map<string, Waiting[]>();
  #read = 0;

  constructor(begun: Begun) {
    this.begun = begun;
  }

  add(entry: Exclude<Entry, { begun: Begun }>): void {
    if ('at' in entry) this.#times.push(entry.at);
    else if ('ended' in entry) this.ended = entry.ended;
    else if ('waiting' in entry) listIn(this.#waiting, entry.task).push({ ...entry.waiting, isInvoked: false });
    else if ('isInvoked' in entry) {
      const waiting = listIn(this.#waiting, entry.task).at(-1);
      if (waiting) waiting.isInvoked = true;
    } else {
      listIn(this.#outcomes, entry.task).push(entry.outcome);
      listIn(this.#waiting, entry.task).pop();
    }
  }

  /** The time of the next event of its history; undefined once it is where it was. */
  nextTime(): number | undefined {
    this.#read += 1;
    return this.#times[this.#read - 1];
  }

  /** The outcome of the task's next attempt, if it had ended. */
  nextOutcome(task: string): Outcome | undefined {
    return this.#outcomes.get(task)?.shift();
  }

  /** The attempt that waited for its token when the run ended. */
  nextWaiting(task: string): Waiting | undefined {
    return this.#waiting.get(task)?.shift();
  }
}

function listIn<Member>(lists: Map<string, Member[]>, name: string): Member[] {
  const list = lists.get(name) ?? [];
  lists.set(name, list);
  return list;
}

/** Writes down each step of the executions before anyone learns of it. */
export interface KeptExecutions {
  /** The executions of former runs, oldest first. */
  readonly former: readonly Recording[];
  begun(begun: Begun): void;
  seen(arn: string, at: number): void;
  waiting(arn: string, task: string, waiting: Omit<Waiting, 'isInvoked'>): void;
  invoked(arn: string, task: string): void;
  outcome(arn: string, task: string, outcome: Outcome): void;
  ended(arn: string, ended: Ended): void;
}

export function keepExecutions(journal: Journal): KeptExecutions {
  const recordings = new Map<string, Recording>();
  /** All entries of an execution that runs; the first and the last of one that has ended. */
  const entries = new Map<string, Entry[]>();

  const note = (entry: Entry): void => {
    if ('begun' in entry) {
      entries.set(entry.begun.arn, [entry]);
      return;
    }
    const all = entries.get(entry.arn);
    if (!all) return;
    if ('ended' in entry) all.splice(1);
    all.push(entry);
  };
  const write = journal.keep<Entry>('executions', {
    restore(entry) {
      note(entry);
      if ('begun' in entry) recordings.set(entry.begun.arn, new Recording(entry.begun));
      else recordings.get(entry.arn)?.add(entry);
    },
    *snapshot() {
      for (const all of entries.values()) yield* all;
    },
  });
  const add = (entry: Entry): void => {
    note(entry);
    write(entry);
  };

  return {
    former: [...recordings.values()],
    begun: (begun) => add({ begun }),
    seen: (arn, at) => add({ arn, at }),
    waiting: (arn, task, waiting) => add({ arn, task, waiting }),
    invoked: (arn, task) => add({ arn, task, isInvoked: true }),
    outcome: (arn, task, outcome) => add({ arn, task, outcome }),
    ended: (arn, ended) => add({ arn, ended }),
  };
}
