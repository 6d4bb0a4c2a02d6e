/** Undoes what was started, last first; safe to run twice. */
export class CleanUp {
  readonly #tasks: (() => unknown)[] = [];
  #done: Promise<void> | undefined;

  add(task: () => unknown): void {
    this.#tasks.push(task);
  }

  run(): Promise<void> {
    this.#done ??= this.#runAll();
    return this.#done;
  }

  async #runAll(): Promise<void> {
    for (const task of this.#tasks.splice(0).reverse()) {
      // One that fails must not keep the others running.
      await Promise.resolve()
        .then(task)
        .catch(() => undefined);
    }
  }
}

export type Step = <T>(name: string, run: () => Promise<T>) => Promise<T>;

/** Runs the steps of a start, each with one line about the time that it took, until `signal` says to stop. */
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
