import { type ReviewWritten, reviewWritten } from '../../../events/reviews/review-written.v1.ts';
import type { Clock } from '../../../shared/kernel/clock.ts';
import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';
import { causedBy, createEvent } from '../../../shared/messaging/event.ts';
import { isRepeated, type Review } from '../domain/review.ts';

export interface WriteReviewPorts {
  readonly store: {
    get(sku: string, userId: string): Promise<Review | undefined>;
    save(review: Review, event: ReviewWritten): Promise<void>;
  };
  /** By SKU, without those that are not sold. */
  getSellables(skus: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
}

export interface WriteReview extends Omit<Review, 'writtenAt'> {
  readonly requestId: string;
}

/**
 * Writes a review. The later of two concurrent ones by the same user stays. 2 read and 5 write
 * units.
 */
export async function writeReview(
  { store, getSellables }: WriteReviewPorts,
  clock: Clock,
  { requestId, ...wanted }: WriteReview,
): Promise<Result<Review, Refusal<'reviews.unknown_sku'>>> {
  const { sku, userId, rating } = wanted;
  const sellables = await getSellables([sku]);
  if (!sellables.has(sku)) return refuse('reviews.unknown_sku', 'There is no product with this SKU.');
  const before = await store.get(sku, userId);
  if (before && isRepeated(before, wanted)) return ok(before);
  const now = clock.now();
  const review = { ...wanted, writtenAt: now.toISOString() };
  const event = createEvent(reviewWritten, {
    aggregateId: `${sku}#${userId}`,
    occurredAt: now,
    ...causedBy(requestId),
    data: { sku, userId, rating },
  });
  await store.save(review, event);
  return ok(review);
}
