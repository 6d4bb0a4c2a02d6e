/**
 * Undoes the started steps, last first; safe to run twice. Afterwards nothing more can be started.
 */
export class CleanUp {
  readonly #tasks: (() => unknown)[] = [];
  #done: Promise<void> | undefined;

  /**
   * Adds a task. After the clean-up it runs the task at once and throws, so that an abandoned start
   * stops there.
   */
  add(task: () => unknown): void {
    if (this.#done === undefined) {
      this.#tasks.push(task);
      return;
    }
    void attempt(task);
    throw new Error('The start was cancelled.');
  }

  run(): Promise<void> {
    this.#done ??= this.#runAll();
    return this.#done;
  }

  async #runAll(): Promise<void> {
    for (const task of this.#tasks.splice(0).reverse()) {
      await attempt(task);
    }
  }
}

/** Ignores a failure, so that the other tasks run. */
async function attempt(task: () => unknown): Promise<void> {
  try {
    await task();
  } catch {
    // No one is left to act on it.
  }
}

/** One step of a start, as a person reads it. */
export interface StepNames {
  readonly doing: string;
  readonly done: string;
}

export type Step = <T>(names: StepNames, run: () => Promise<T>) => Promise<T>;

export interface StepOptions {
  /** Receives one line for each step that is done, with the time that it took. */
  readonly log: (line: string) => void;
  /** Receives the steps under way whenever they change. */
  readonly onSteps?: ((underWay: readonly string[]) => void) | undefined;
  /** Aborts the steps. */
  readonly signal?: AbortSignal | undefined;
}

/** Runs the steps of a start, several at once if they are started so. */
export function createStep({ log, onSteps = () => {}, signal }: StepOptions): Step {
  const underWay = new Set<string>();
  return async ({ doing, done }, run) => {
    signal?.throwIfAborted();
    const startedAt = performance.now();
    underWay.add(doing);
    onSteps([...underWay]);
    const result = await run().finally(() => {
      underWay.delete(doing);
      onSteps([...underWay]);
    });
    log(`${done} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    signal?.throwIfAborted();
    return result;
  };
}
