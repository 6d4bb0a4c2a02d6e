/**
 * A saga as data: its steps in order, what each refuses and what undoes it, and how a failed
 * execution ends. The ASL, the invoke rights, the types of the handlers and the tables of the
 * READMEs are generated from it. It goes into Lambda bundles, so it holds no code except
 * `defineMachine`.
 */
export interface Machine {
  /** Its folder, and the end of its physical name: `souk-<stage>-<name>`. */
  readonly name: string;
  readonly comment: string;
  /** The member of its input that says what it is about: an id, passed to every task. */
  readonly subject: string;
  /** In the order in which they are done. */
  readonly steps: Readonly<Record<string, Step>>;
  /** The step that decides: from it on an execution goes forward only, unless a step refuses. */
  readonly pivot: string;
  readonly undos: Readonly<Record<string, Undo>>;
  /** The tasks that look once more when a step has waited without an answer. */
  readonly rescues?: Readonly<Record<string, Rescue>>;
  /** The tasks that end an execution which did not get through. */
  readonly ends: Readonly<Record<string, End>>;
  /**
   * The end once everything is undone, chosen in the state of this name by the error that led
   * there.
   */
  readonly undone: {
    readonly state: string;
    readonly endByError: Readonly<Record<string, string>>;
    readonly otherwise: string;
  };
  /**
   * The end of an execution that can go no way, forward or back. It then fails in the state of this
   * name. `report` is the state that tells people when even the end fails. It publishes
   * `ExecutionStuck` without any function, since functions may be what is broken.
   */
  readonly stuck: {
    readonly end: string;
    readonly report: string;
    readonly state: string;
    readonly cause: string;
  };
}

/** The event of an execution that cannot even be set aside. Its `source` is that of its domain. */
export const STUCK_EVENT = { domain: 'workflow', name: 'ExecutionStuck', source: 'souk.workflow' } as const;

export interface Task {
  /** The function that does it, `<domain>-<entry>`. */
  readonly function: string;
  readonly comment?: string;
}

/**
 * `transient`: retried after faults that pass by themselves, for about a minute. `persistent`:
 * retried after any error, for hours.
 */
export type RetryClass = 'transient' | 'persistent';

export type Step<UndoName extends string = string> = Task & {
  /**
   * Refusal code → the name of its error. A name that begins with `States.` is raised by Step
   * Functions, not by the function.
   */
  readonly refuses?: Readonly<Record<string, string>>;
  /** Needed by every step before the pivot, unless it changes nothing. */
  readonly undo?: UndoName;
  /** The step only looks: there is nothing to undo. */
  readonly changesNothing?: true;
  /**
   * A refused attempt leaves something behind: its undo runs too. Otherwise only earlier steps are
   * undone.
   */
  readonly undoneWhenRefused?: true;
  /** Default 60. */
  readonly timeoutSeconds?: number;
  /** The setting of a deployment that replaces `timeoutSeconds`. */
  readonly timeoutSetting?: string;
} & (
    | { readonly retry: RetryClass; readonly waitsForToken?: never; readonly rescuedBy?: never }
    /**
     * It goes on when its token comes back. Retried on a timeout, it would wait twice, with a
     * second token.
     */
    | {
        readonly retry: 'transient';
        readonly waitsForToken: true;
        /** The rescue that follows a timeout. When it succeeds, the step counts as done. */
        readonly rescuedBy?: string;
      }
  );

/**
 * Idempotent, persistent, and leaves a tombstone even when there is nothing to undo. Its comment
 * adds to what it undoes.
 */
export interface Undo extends Task {
  /** The undo of an earlier step whose work this one does as well. */
  readonly covers?: string;
}

/** Finds out whether a step was done although nobody said so. It changes nothing by itself. */
export interface Rescue extends Task {
  /** Refusal code → the name of its error. The way then is that of the refused step. */
  readonly refuses?: Readonly<Record<string, string>>;
}

export interface End extends Task {
  /** Its input holds the error that led there: `{ Error, Cause }`. */
  readonly getsError?: true;
}

type Steps<Undos> = Readonly<Record<string, Step<keyof Undos & string>>>;

type ErrorsOf<S> = { [Name in keyof S]: S[Name] extends { refuses: infer R } ? R[keyof R] : never }[keyof S];

type Checked<S, U, E> = Omit<Machine, 'steps' | 'pivot' | 'undos' | 'ends' | 'undone' | 'stuck'> & {
  readonly steps: S;
  readonly pivot: keyof S & string;
  readonly undos: U & { readonly [Name in keyof U]: { readonly covers?: keyof U & string } };
  readonly ends: E;
  readonly undone: {
    readonly state: string;
    readonly endByError: { readonly [Name in ErrorsOf<S> & string]?: keyof E & string };
    readonly otherwise: keyof E & string;
  };
  readonly stuck: Machine['stuck'] & { readonly end: keyof E & string };
};

/** A machine with the literal types of its data. The names in it must name something in it. */
export const defineMachine = <
  const S extends Steps<U>,
  const U extends Readonly<Record<string, Undo>>,
  const E extends Readonly<Record<string, End>>,
  const D extends Checked<S, U, E>,
>(
  machine: D & Checked<S, U, E>,
): D => machine;

/** The refusal codes of a machine; those of one error when its name is given. */
export type RefusalCode<M extends Machine, ErrorName extends string = string> = {
  [Name in keyof M['steps']]: M['steps'][Name] extends { refuses: infer R }
    ? { [Code in keyof R & string]: R[Code] extends ErrorName ? Code : never }[keyof R & string]
    : never;
}[keyof M['steps']];

/** The names of a machine's errors. */
export type ErrorName<M extends Machine> = ErrorsOf<M['steps']> & string;
