import type { Timer } from '../../../shared/kernel/clock.ts';
import { type ImportPorts, type ImportRun, importProducts } from './import-products.ts';

/** Of the function's minute; the last step must be over before it ends. */
const RUN_MS = 40_000;

/** Works off an import as far as the time of one run goes; what is left is for another run. */
export async function runImport(ports: ImportPorts, clock: Timer, run: Omit<ImportRun, 'hasTime'>): Promise<void> {
  const end = clock.now().getTime() + RUN_MS;
  await importProducts(ports, clock, { ...run, hasTime: () => clock.now().getTime() < end });
}
