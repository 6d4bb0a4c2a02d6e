/** The result of a batch function: all items, none, or the identifiers of those that failed. */
export type BatchOutcome = 'all-done' | 'all-failed' | ReadonlySet<string>;

/**
 * Reads a function's result under `ReportBatchItemFailures`. As in Lambda, no list means success.
 * An identifier that is missing, empty or not in this batch means that the whole batch failed.
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
