import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers';
import promised from 'node:timers/promises';
import { promisify } from 'node:util';
import { hasEnded } from './scope.ts';

type Callback = (this: unknown, ...values: unknown[]) => unknown;
type SetTimer = (callback: unknown, ...more: unknown[]) => NodeJS.Timeout;

/** Replaces this thread's timers: one of an environment that has ended does nothing, and stops. */
export function stopTimersOfEnded(): void {
  for (const name of ['setTimeout', 'setImmediate'] as const) {
    const wait = promised[name] as (...parameters: unknown[]) => Promise<unknown>;
    const replaced = (...parameters: unknown[]) => wait(...parameters).then(unlessEnded);
    Object.assign(promised, { [name]: replaced });
  }
  for (const name of ['setTimeout', 'setInterval', 'setImmediate'] as const) {
    const replaced = guarded(timers[name] as unknown as SetTimer);
    const inPromises = { value: promised[name], enumerable: true };
    if (name !== 'setInterval') Object.defineProperty(replaced, promisify.custom, inPromises);
    Object.assign(timers, { [name]: replaced });
    Object.assign(globalThis, { [name]: replaced });
  }
  syncBuiltinESMExports();
}

/** It never settles for an environment that has ended: nothing may follow. */
const unlessEnded = (value: unknown): unknown => (hasEnded() ? new Promise(() => undefined) : value);

const guarded =
  (set: SetTimer): SetTimer =>
  (callback, ...more) => {
    // The original refuses it with Node's own text.
    if (typeof callback !== 'function') return set(callback, ...more);
    const timer = set(
      function (this: unknown, ...values: unknown[]) {
        if (hasEnded()) clearInterval(timer);
        else (callback as Callback).apply(this, values);
      },
      ...more,
    );
    return timer;
  };
