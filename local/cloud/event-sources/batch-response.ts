/** What a batch function said about its items. */
export type BatchOutcome = 'all-done' | 'all-failed' | ReadonlySet<string>;

/**
 * Reads a function's answer under `ReportBatchItemFailures`. As Lambda does: no list means success; an identifier that is missing,
 * empty or not of this batch means that the whole batch failed.
 */
export function outcomeOf(payload: unknown, identifiers: ReadonlySet<string>): BatchOutcome {
  if (typeof payload !== 'object' || payload === null) return 'all-done';
  const failures = (payload as { readonly batchItemFailures?: unknown }).batchItemFailures;
  if (failures === undefined || failures === null) return 'all-done';
  if (!Array.isArray(failures)) return 'all-failed';
  if (failures.length === 0) return 'all-done';
  const failed = failures.map(
    (item: unknown) => (item as { readonly itemIdentifier?: unknown } | null)?.itemIdentifier,
  );
  const isKnown = (id: unknown): id is string => typeof id === 'string' && identifiers.has(id);
  return failed.every(isKnown) ? new Set(failed) : 'all-failed';
}
