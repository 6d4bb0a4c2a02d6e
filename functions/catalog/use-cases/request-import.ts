import { productImportRequested } from '../../../events/catalog/product-import-requested.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import type { FileFormat, OnError } from '../../../shared/kernel/import.ts';
import { uploadFile } from '../../../shared/kernel/import-life.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { ProductImports } from './ports.ts';

export interface RequestImportPorts {
  readonly imports: ProductImports;
  compress(text: string): Promise<Uint8Array>;
}

export interface RequestImport {
  readonly text: string;
  readonly format: FileFormat;
  readonly onError: OnError;
  readonly requestId: string;
  readonly request?: Idempotency | undefined;
}

const NONE = { rows: 0, products: 0, processed: 0, created: 0, updated: 0, unchanged: 0, failed: 0, errorCount: 0 };

/** Stores a file of products to import. */
export const requestImport = (
  ports: RequestImportPorts,
  clock: Clock,
  { text, format, onError, requestId, request }: RequestImport,
) =>
  uploadFile(ports, clock, { text, start: { format, onError, ...NONE }, request }, (importId, now) =>
    importRequest(importId, now, requestId),
  );

export const importRequest = (importId: string, now: Date, causationId: string) =>
  createEvent(productImportRequested, {
    aggregateId: importId,
    occurredAt: now,
    ...causedBy(causationId, importId),
    data: { importId },
  });
