import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import type { ProductImport } from '../domain/import.ts';
import type { RowError } from '../domain/product-file.ts';
import { endIfAbandoned } from './end-import.ts';
import type { ImportStore, PageRequest } from './ports.ts';

/** The progress of an import, and a page of its errors. */
export interface ImportReport {
  readonly found: ProductImport;
  readonly errors: Page<RowError>;
}

/** Reads an import. One that nobody works on any more is ended before. */
export async function readImport(
  imports: Pick<ImportStore, 'get' | 'listErrors' | 'save'>,
  clock: Clock,
  importId: string,
  page: PageRequest,
): Promise<Result<ImportReport, Refusal<'request.not_found'>>> {
  const found = await imports.get(importId);
  if (!found) return refuse('request.not_found', 'There is no such import.');
  return ok({
    found: await endIfAbandoned(imports, clock, found),
    errors: await imports.listErrors(found.id, page),
  });
}
