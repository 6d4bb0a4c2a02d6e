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

export type Step = <T>(name: string, run: () => Promise<T>) => Promise<T>;

/**
 * Runs the steps of a start, each with one line about the time that it took, until `signal` aborts.
 */
export function createStep(log: (line: string) => void, signal: AbortSignal | undefined): Step {
  return async (name, run) => {
    signal?.throwIfAborted();
    const startedAt = performance.now();
    const result = await run();
    log(`${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
    signal?.throwIfAborted();
    return result;
  };
}
