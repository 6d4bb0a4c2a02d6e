import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<number>();

/** The environment in whose work this code runs; undefined outside of all. */
export const currentEnvironment = (): number | undefined => scope.getStore();

/** Runs work, and all that follows from it, as the environment's. */
export const inEnvironment = <Result>(environment: number, work: () => Result): Result => scope.run(environment, work);
