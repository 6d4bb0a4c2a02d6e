import { stockImportRequested } from '../../../events/inventory/stock-import-requested.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import type { Idempotency } from '../../../shared/kernel/idempotency.ts';
import { uploadFile } from '../../../shared/kernel/import-life.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import type { StockImport } from '../domain/stock-import.ts';
import type { StockImports } from './ports.ts';

export interface RequestStockImportPorts {
  readonly imports: StockImports;
  compress(text: string): Promise<Uint8Array>;
}

export interface RequestStockImport extends Pick<StockImport, 'format' | 'onError' | 'dryRun' | 'requestedBy'> {
  readonly text: string;
  readonly requestId: string;
  readonly request?: Idempotency | undefined;
}

const NONE = { rows: 0, checked: 0, processed: 0, set: 0, adjusted: 0, unchanged: 0, failed: 0, errorCount: 0 };

/** Stores a file of stock to import. */
export const requestStockImport = (
  ports: RequestStockImportPorts,
  clock: Clock,
  { text, requestId, request, ...start }: RequestStockImport,
) =>
  uploadFile(ports, clock, { text, start: { ...start, ...NONE }, request }, (importId, now) =>
    stockImportRequest(importId, now, requestId),
  );

export const stockImportRequest = (importId: string, now: Date, causationId: string) =>
  createEvent(stockImportRequested, {
    aggregateId: importId,
    occurredAt: now,
    ...causedBy(causationId, importId),
    data: { importId },
  });
