import * as z from 'zod';
import type { ReviewWritten } from '../../../events/reviews/review-written.v1.ts';
import { appendEvent, put } from '../../../shared/dynamodb/actions.ts';
import type { Table } from '../../../shared/dynamodb/table.ts';
import type { Page } from '../../../shared/kernel/page.ts';
import type { Review } from '../domain/review.ts';
import { eventKey, ofUser, reviewKey, reviewsOf } from './keys.ts';

const reviewItem = z.object({
  sku: z.string(),
  userId: z.string(),
  rating: z.int(),
  text: z.string().optional(),
  writtenAt: z.string(),
});

const PAGE = 100;

export const reviewStore = (table: Table) => ({
  /** 1 read unit. */
  get: (sku: string, userId: string): Promise<Review | undefined> => table.get(reviewKey(sku, userId), reviewItem),

  /** In the order of user ids. 1 read unit per 4 KB. */
  list: (sku: string, limit: number, cursor: string | undefined): Promise<Page<Review>> =>
    table.query({ ...reviewsOf(sku), limit, cursor }, reviewItem),

  /** Eventually consistent. 0.5 read units per 4 KB. */
  listOf: (userId: string): Promise<Page<Review>> =>
    table.query({ pk: ofUser(userId), index: 'gsi1', limit: PAGE }, reviewItem),

  /** 5 write units. */
  async save(review: Review, event: ReviewWritten): Promise<void> {
    const { sku, userId } = review;
    const index = { gsi1pk: ofUser(userId), gsi1sk: sku };
    await table.transact([
      put({ ...reviewKey(sku, userId), ...index, entity: 'review', ...review }),
      appendEvent(event, eventKey(sku, event.metadata.id)),
    ]);
  },

  /** 3 write units. @returns false when there is none. */
  async remove(sku: string, userId: string): Promise<boolean> {
    const Key = reviewKey(sku, userId);
    const result = await table.transact([{ Delete: { Key, ConditionExpression: 'attribute_exists(pk)' } }]);
    return result.ok;
  },
});
