import type { Timer } from '../../../shared/kernel/clock.ts';
import { runTime } from '../../../shared/kernel/import-life.ts';
import { type ImportPorts, importProducts, type ProductImportRun } from './import-products.ts';

/** Continues an import for the time of one run. Another run does the rest. */
export const runImport = (ports: ImportPorts, clock: Timer, run: Omit<ProductImportRun, 'hasTime'>): Promise<void> =>
  importProducts(ports, clock, { ...run, hasTime: runTime(clock) });
