/** Names of errors by which DynamoDB refuses what is written, not the caller or the moment. */
const REFUSALS: ReadonlySet<string> = new Set(['ValidationException', 'SerializationException']);

/** The same, as the reason of an action in a cancelled transaction. */
const REASONS: ReadonlySet<string | undefined> = new Set(['ValidationError', 'ItemCollectionSizeLimitExceeded']);

/**
 * Whether DynamoDB refuses a write for its content, such as an item of more than 400 KB or half of
 * a surrogate pair. A retry does not help, another item may be fine.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
export function isRefusedWrite(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { readonly Code?: string }[] };
  return REFUSALS.has(error.name) || CancellationReasons.some(({ Code }) => REASONS.has(Code));
}
