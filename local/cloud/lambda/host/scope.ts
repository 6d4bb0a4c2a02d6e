import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<number>();
const ended = new Set<number>();

/** The environment in whose work this code runs; undefined outside of all. */
export const currentEnvironment = (): number | undefined => scope.getStore();

/** Runs work, and all that follows from it, as the environment's. */
export const inEnvironment = <Result>(environment: number, work: () => Result): Result => scope.run(environment, work);

/** From now on, the environment's code is that of a machine which is gone. */
export const endEnvironment = (environment: number): void => void ended.add(environment);

export const hasEnded = (environment = currentEnvironment()): boolean =>
  environment !== undefined && ended.has(environment);
