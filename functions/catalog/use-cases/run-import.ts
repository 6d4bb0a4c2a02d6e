import type { Timer } from '../../../shared/kernel/clock.ts';
import { type ImportPorts, type ImportRun, importProducts } from './import-products.ts';

/** Of the function's 60 seconds; the last step must end before the timeout. */
const RUN_MS = 40_000;

/** Continues an import for the time of one run. Another run does the rest. */
export async function runImport(ports: ImportPorts, clock: Timer, run: Omit<ImportRun, 'hasTime'>): Promise<void> {
  const end = clock.now().getTime() + RUN_MS;
  await importProducts(ports, clock, { ...run, hasTime: () => clock.now().getTime() < end });
}
