import type { Refusal, Result } from '../kernel/result.ts';

/**
 * As much of a state machine's data as its functions need; `defineMachine` in state-machines/ makes
 * one.
 */
export interface SagaMachine {
  /** The member of the input that says what an execution is about, e.g. `orderId`. */
  readonly subject: string;
  readonly steps: Tasks;
  readonly undos: Tasks;
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

/** A task's input: all it learns of the subject is the id. */
export type SagaInput<M extends SagaMachine = SagaMachine> = TaskInput & { readonly [Name in M['subject']]: string };

type AllTasks<M extends SagaMachine> = M['steps'] & M['undos'] & M['ends'];

/** The names of the functions that do a machine's tasks. */
export type SagaFunction<M extends SagaMachine> = AllTasks<M>[keyof AllTasks<M>]['function'];

/** A machine's tasks that this function does. */
type TasksOf<M extends SagaMachine, F> = {
  [Name in keyof AllTasks<M> as AllTasks<M>[Name]['function'] extends F ? Name : never]: AllTasks<M>[Name];
};

/**
 * The codes by which a task may refuse. Errors of Step Functions itself, such as `States.Timeout`,
 * come from no handler.
 */
type CodesOf<T> = T extends { refuses: infer R }
  ? { [Code in keyof R & string]: R[Code] extends `States.${string}` ? never : Code }[keyof R & string]
  : never;

/** Does a task. It refuses by a code that the machine's data maps to an error. */
export type SagaHandler<M extends SagaMachine = SagaMachine, Code extends string = string> = (
  input: SagaInput<M>,
) => Promise<Result<unknown, Refusal<Code>>>;

/** A handler for each of the machine's tasks that this function does. */
export type SagaHandlers<M extends SagaMachine, F> = {
  readonly [Name in keyof TasksOf<M, F>]: SagaHandler<M, CodesOf<TasksOf<M, F>[Name]>>;
};

/** The codes by which a handler refuses. */
type RefusedBy<H> = H extends (...args: never) => Promise<infer R>
  ? R extends { readonly refusal: Refusal<infer Code> }
    ? Code
    : never
  : never;

/** Refuses handlers of no task, and tasks with a code by which their handler never refuses. */
export type Exactly<M extends SagaMachine, F, H> = {
  readonly [Name in keyof H]: Name extends keyof TasksOf<M, F>
    ? [Exclude<CodesOf<TasksOf<M, F>[Name]>, RefusedBy<H[Name]>>] extends [never]
      ? H[Name]
      : { readonly neverRefusedBy: Exclude<CodesOf<TasksOf<M, F>[Name]>, RefusedBy<H[Name]>> }
    : never;
};
