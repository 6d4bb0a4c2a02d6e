import type { Page } from '../../../shared/kernel/page.ts';
import type { Review } from '../domain/review.ts';

export interface EraseReviewsPorts {
  /** The first page of those that are left. */
  listOf(userId: string): Promise<Page<Review>>;
  remove(sku: string, userId: string): Promise<unknown>;
}

/** Removes the reviews of an erased user. Idempotent. 2 write units each, and 1 for the index. */
export async function eraseReviews({ listOf, remove }: EraseReviewsPorts, userId: string): Promise<void> {
  const { items, nextCursor } = await listOf(userId);
  for (const { sku } of items) await remove(sku, userId);
  if (nextCursor !== undefined) await eraseReviews({ listOf, remove }, userId);
}
