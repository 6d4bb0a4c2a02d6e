import { domainTable } from '../../../shared/dynamodb/domain-table.ts';
import { createApi } from '../../../shared/http/api.ts';
import type { Caller } from '../../../shared/http/caller.ts';
import { reply } from '../../../shared/http/reply.ts';
import { systemClock } from '../../../shared/kernel/clock.ts';
import { catalogQueries } from '../../catalog/queries.ts';
import { reviewsContract } from '../contract/index.ts';
import type { Review } from '../domain/review.ts';
import { reviewStore } from '../store/review-store.ts';
import { writeReview } from '../use-cases/write-review.ts';

const DEFAULT_PAGE = 20;

const store = reviewStore(domainTable('reviews'));
const { getSellables } = catalogQueries(domainTable('catalog'));

/** Who wrote a review stays inside. */
const shown = ({ userId: _, text, ...review }: Review) => ({
  ...review,
  ...(text === undefined ? {} : { text }),
});

function userIdOf(caller: Caller): string {
  if (caller.kind !== 'user') throw new Error('Only users call this route.');
  return caller.userId;
}

export const handler = createApi(reviewsContract, 'api', {
  writeReview: async ({ caller, body, requestId }) => {
    const review = { ...body, userId: userIdOf(caller), requestId };
    const written = await writeReview({ store, getSellables }, systemClock, review);
    return written.ok ? reply(200, shown(written.value)) : written;
  },

  listReviews: async ({ params, query }) => {
    const page = await store.list(params.sku, query.limit ?? DEFAULT_PAGE, query.cursor);
    return reply(200, { ...page, items: page.items.map(shown) });
  },
});
