import type { Page } from '../../../shared/kernel/page.ts';
import { type NotFound, noSuch } from '../../../shared/kernel/refusals.ts';
import { ok, type Result } from '../../../shared/kernel/result.ts';
import type { PlannedChange } from '../domain/stock-import.ts';
import type { StockImports } from './ports.ts';

/** Lists the changes that a dry run has found, in the order of the lines. */
export async function listPlannedChanges(
  imports: Pick<StockImports, 'get' | 'listPlan'>,
  importId: string,
  page: { readonly limit: number; readonly cursor?: string | undefined },
): Promise<Result<Page<PlannedChange>, NotFound>> {
  return (await imports.get(importId)) ? ok(await imports.listPlan(importId, page)) : noSuch('import');
}
