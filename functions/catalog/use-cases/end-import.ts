import type { Clock } from '../../../shared/kernel/clock.ts';
import { giveUp, hasEnded, type ProductImport } from '../domain/import.ts';
import type { ImportStore } from './ports.ts';

type Imports = Pick<ImportStore, 'get' | 'save'>;

/**
 * Ends an import whose run failed at its last attempt. The products that it has written stay. An
 * import that has ended, or that another run continues meanwhile, stays as it is.
 */
export async function endFailedImport(imports: Imports, clock: Clock, importId: string): Promise<void> {
  const found = await imports.get(importId);
  if (!found || hasEnded(found)) return;
  await imports.save(giveUp(found, 'An error of the shop stopped the import at every attempt.', clock.now()));
}

/**
 * The longest time between two steps of an import that is alive. All attempts of a run take half an
 * hour: `MAX_RECEIVES` times the visibility timeout of the queue.
 */
export const ABANDONED_AFTER_SECONDS = 60 * 60;

/**
 * Ends an import that nobody works on any more: its message was lost, or every attempt was killed.
 * Who reads the import ends it, since nobody else asks.
 *
 * @returns the import as it is after that.
 */
export async function endIfAbandoned(imports: Imports, clock: Clock, found: ProductImport): Promise<ProductImport> {
  const idleMs = clock.now().getTime() - Date.parse(found.updatedAt);
  if (hasEnded(found) || idleMs < 1000 * ABANDONED_AFTER_SECONDS) return found;
  const ended = giveUp(found, 'The import made no progress for an hour, so it was ended.', clock.now());
  return (await imports.save(ended)) ? ended.next : ((await imports.get(found.id)) ?? found);
}
