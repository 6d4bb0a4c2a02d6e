/** How one attempt of a task ended. */
export type Outcome =
  | { readonly ok: true; readonly output: unknown }
  | { readonly ok: false; readonly name: string; readonly message: string };

/** An error of a state, by the name that Retry and Catch match. */
export class StateError extends Error {
  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
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
