import { productImportRequested } from '../../../events/catalog/product-import-requested.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { createId } from '../../../shared/kernel/id.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { ProductImport } from '../domain/import.ts';
import type { FileFormat, OnError } from '../domain/values.ts';
import type { ImportStore } from './ports.ts';

export interface RequestImportPorts {
  readonly imports: ImportStore;
  compress(text: string): Promise<Uint8Array>;
}

export interface RequestImport {
  readonly text: string;
  readonly format: FileFormat;
  readonly onError: OnError;
  readonly requestId: string;
}

/** Stores a file to import, unless it is empty. Its event starts the import. */
export async function requestImport(
  { imports, compress }: RequestImportPorts,
  clock: Clock,
  { text, format, onError, requestId }: RequestImport,
): Promise<Result<ProductImport, Refusal<'request.invalid'>>> {
  if (text.trim() === '') {
    const detail = 'The file is empty.';
    return refuse('request.invalid', detail, { errors: [{ pointer: '#', code: 'required', detail }] });
  }
  const id = createId('imp');
  const now = clock.now();
  const none = { rows: 0, products: 0, processed: 0, created: 0, updated: 0, unchanged: 0, failed: 0, errorCount: 0 };
  const times = { createdAt: now.toISOString(), updatedAt: now.toISOString() };
  const requested: ProductImport = { id, status: 'queued', format, onError, ...none, ...times };
  // The file is stored first, so that no import lacks its file.
  await imports.putFile(requested, await compress(text));
  await imports.insert(requested, importRequest(id, now, requestId));
  return ok(requested);
}

export const importRequest = (importId: string, now: Date, causationId: string) =>
  createEvent(productImportRequested, {
    aggregateId: importId,
    occurredAt: now,
    ...causedBy(causationId, importId),
    data: { importId },
  });
