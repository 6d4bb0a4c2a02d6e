import { expect, vi } from 'vitest';

/** For a wait without a limit of its own. vitest's is one second, which a busy machine may need. */
const DEFAULT_MS = 30_000;

const slowness = Number(process.env.SOUK_SLOWNESS);
const patient = (ms: number = DEFAULT_MS): number => ms * slowness;

/** Files of one worker may share `vi` and `expect`, and each file runs this. */
const STRETCHED = Symbol.for('souk.waits-are-stretched');
const worker = globalThis as { [STRETCHED]?: true };

/**
 * Stretches every wait for a condition by the measured slowness of the machine. A limit then ends
 * only a test that hangs, and decides no outcome.
 */
function stretchWaits(): void {
  const { waitFor } = vi;
  const { poll } = expect;
  vi.waitFor = (check, options) => {
    const { timeout, ...others } = typeof options === 'number' ? { timeout: options } : { ...options };
    return waitFor(check, { ...others, timeout: patient(timeout) });
  };
  expect.poll = (check, options) => poll(check, { ...options, timeout: patient(options?.timeout) });
}

if (!worker[STRETCHED]) stretchWaits();
worker[STRETCHED] = true;
