/** How one attempt of a task ended. */
export type Outcome =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly name: string; readonly message: string };

export const DATA_LIMIT_EXCEEDED = 'States.DataLimitExceeded';

/**
 * An error of a state, by the name that Retry and Catch match. `States.ALL` does not match that of
 * a payload that is too large. Here it always ends the execution, also where a Catch names it.
 *
 * Source: https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export class StateError extends Error {
  /** Both are read by the interpreter. */
  readonly isRetryable: boolean;
  readonly isCatchable: boolean;

  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
    this.isRetryable = name !== DATA_LIMIT_EXCEEDED;
    this.isCatchable = this.isRetryable;
  }
}

export function outcomeOfError(error: unknown): Outcome {
  const { name, message } = error as Error;
  return { ok: false, name, message };
}

/** The output of an attempt; throws its error. */
export function resultOf(outcome: Outcome): unknown {
  if (outcome.ok) return outcome.output;
  throw new StateError(outcome.name, outcome.message);
}
