import { readFile } from 'node:fs/promises';
import type { BundleFigures } from './bundles.ts';
import type { LoadFigures } from './load.ts';
import type { Amounts } from './usage.ts';

/** What a run measured. */
export interface Figures {
  /** ISO 8601 date. */
  readonly takenOn: string;
  readonly machine: {
    readonly processor: string;
    readonly cores: number;
    readonly gigabytes: number;
    readonly node: string;
  };
  /** The machine's load average when the run began: what else it did. */
  readonly loadAverage: number;
  readonly startUpSeconds: number;
  /** Absent where the machine does not tell. */
  readonly memoryMb?: { readonly atStart: number; readonly afterLoad: number };
  /** By operation, a line for each number of clients. */
  readonly load: Readonly<Record<string, readonly LoadFigures[]>>;
  /** What one of each operation uses. */
  readonly usage: Readonly<Record<string, Amounts>>;
  readonly bundles: Readonly<Record<string, BundleFigures>>;
}

/** The operations whose usage is measured; the last is what the cost of an order is made of. */
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
