import { readFile } from 'node:fs/promises';
import type { BundleFigures } from './bundles.ts';
import type { LoadFigures } from './load.ts';
import type { Amounts } from './usage.ts';

/** The measurements of a run. */
export interface Figures {
  /** ISO 8601 date. */
  readonly takenOn: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly gigabytes: number;
    readonly node: string;
  };
  /** The machine's load average when the run began, which shows its other work. */
  readonly loadAverage: number;
  readonly startUpSeconds: number;
  /** Absent where the machine does not report it. */
  readonly memoryMb?: { readonly atStart: number; readonly afterLoad: number };
  /** By operation, a line for each number of clients. */
  readonly load: Readonly<Record<string, readonly LoadFigures[]>>;
  /** The usage of one of each operation. */
  readonly usage: Readonly<Record<string, Amounts>>;
  readonly bundles: Readonly<Record<string, BundleFigures>>;
}

/** The operation whose usage gives the cost of an order. */
export const WHOLE_ORDER = 'an order of two lines';

export const FIGURES_PATH = new URL('figures.json', import.meta.url);

/** The committed figures; undefined when there are none. */
export async function committedFigures(): Promise<Figures | undefined> {
  try {
    return JSON.parse(await readFile(FIGURES_PATH, 'utf8')) as Figures;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
