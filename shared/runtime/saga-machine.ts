import type { Refusal, Result } from '../kernel/result.ts';

/**
 * The part of a state machine's data that its functions need. `defineMachine` in state-machines/
 * makes one.
 */
export interface SagaMachine {
  /** The member of the input that identifies an execution's subject, e.g. `orderId`. */
  readonly subject: string;
  readonly steps: Tasks;
  readonly undos: Tasks;
  readonly rescues?: Tasks;
  readonly ends: Tasks;
}

type Tasks = Readonly<Record<string, SagaTask>>;

interface SagaTask {
  readonly function: string;
  /** Refusal code → the name of the error that the machine catches. */
  readonly refuses?: Readonly<Record<string, string>>;
}

/** The input of every task. Only steps that may answer later get a `taskToken`. */
export interface TaskInput {
  readonly step: string;
  readonly taskToken?: string | undefined;
  /** Recorded by Catch, for tasks that end an execution. */
  readonly error?: CaughtError | undefined;
}

export interface CaughtError {
  readonly Error: string;
  readonly Cause?: string | undefined;
}

/** A task's input. Of the subject it holds only the id. */
export type SagaInput<M extends SagaMachine = SagaMachine> = TaskInput & { readonly [Name in M['subject']]: string };

type AllTasks<M extends SagaMachine> = M['steps'] &
  M['undos'] &
  M['ends'] &
  (M extends { rescues: infer R extends Tasks } ? R : unknown);

/** The names of the functions that run a machine's tasks. */
export type SagaFunction<M extends SagaMachine> = AllTasks<M>[keyof AllTasks<M>]['function'];

/** The tasks of a machine that this function runs. */
type TasksOf<M extends SagaMachine, F> = {
  [Name in keyof AllTasks<M> as AllTasks<M>[Name]['function'] extends F ? Name : never]: AllTasks<M>[Name];
};

/**
 * The codes by which a task may refuse. Step Functions raises `States.Timeout` and similar errors
 * itself, so no handler refuses by them.
 */
type CodesOf<T> = T extends { refuses: infer R }
  ? { [Code in keyof R & string]: R[Code] extends `States.${string}` ? never : Code }[keyof R & string]
  : never;

/** Runs a task. It refuses by a code that the machine's data maps to an error. */
export type SagaHandler<M extends SagaMachine = SagaMachine, Code extends string = string> = (
  input: SagaInput<M>,
) => Promise<Result<unknown, Refusal<Code>>>;

/** One handler for each of the machine's tasks that this function runs. */
export type SagaHandlers<M extends SagaMachine, F> = {
  readonly [Name in keyof TasksOf<M, F>]: SagaHandler<M, CodesOf<TasksOf<M, F>[Name]>>;
};

/** The codes by which a handler refuses. */
type RefusedBy<H> = H extends (...args: never) => Promise<infer R>
  ? R extends { readonly refusal: Refusal<infer Code> }
    ? Code
    : never
  : never;

/**
 * Refuses handlers that belong to no task, and tasks with a code that their handler never returns.
 */
export type Exactly<M extends SagaMachine, F, H> = {
  readonly [Name in keyof H]: Name extends keyof TasksOf<M, F>
    ? [Exclude<CodesOf<TasksOf<M, F>[Name]>, RefusedBy<H[Name]>>] extends [never]
      ? H[Name]
      : { readonly neverRefusedBy: Exclude<CodesOf<TasksOf<M, F>[Name]>, RefusedBy<H[Name]>> }
    : never;
};
